//! When a question is shown. Conditions look back only, so that none can wait for itself, and a question
//! that is hidden counts as not answered for those after it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::given::{Given, day};
use super::model::{Question, Shape};
use super::shapes::{Choice, OTHER};
use crate::kernel::{FieldError, text_enum};

text_enum! {
    /// How an answer is compared. Whatever is compared with a missing answer is false, `ne` included.
    pub enum Operator {
        Answered = "answered",
        NotAnswered = "not_answered",
        Is = "eq",
        IsNot = "ne",
        /// One of a list of values.
        In = "in",
        NotIn = "not_in",
        Gt = "gt",
        Gte = "gte",
        Lt = "lt",
        Lte = "lte",
        /// The value is among those chosen.
        Includes = "includes",
        Excludes = "excludes",
    }
}

use Operator::{Answered, Excludes, Gt, Gte, In, Includes, Is, IsNot, Lt, Lte, NotAnswered, NotIn};

/// What an earlier answer has to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuestionCondition, example = json!({"question_id": "role", "op": "eq", "value": "manager"}))]
pub struct Condition {
    /// A question that stands before this one.
    #[schema(example = "role")]
    pub question_id: String,
    pub op: Operator,
    /// What to compare with; none for `answered` and `not_answered`, a list for `in` and `not_in`.
    #[serde(default)]
    #[schema(value_type = Option<ConditionValue>)]
    pub value: Option<Value>,
}

/// What an answer is compared with: a text, a date or a choice; a number; whether somebody agrees; or a list
/// of such.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum ConditionValue {
    Text(String),
    Number(f64),
    Agreed(bool),
    List(Vec<ConditionEntry>),
}

/// One of a list of values to compare with.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum ConditionEntry {
    Text(String),
    Number(f64),
    Agreed(bool),
}

/// When a question is shown: every condition of `all` holds and, where there is `any`, one of those.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowIf {
    #[schema(min_items = 1, max_items = 10)]
    pub all: Option<Vec<Condition>>,
    #[schema(min_items = 1, max_items = 10)]
    pub any: Option<Vec<Condition>>,
}

impl ShowIf {
    /// Whether it holds for what was answered so far, hidden questions left out.
    pub fn holds(&self, answers: &HashMap<&str, Given>) -> bool {
        let holds = |condition: &Condition| condition.holds(answers.get(condition.question_id.as_str()));
        let all = self.all.as_ref().is_none_or(|conditions| conditions.iter().all(holds));
        all && self.any.as_ref().is_none_or(|conditions| conditions.iter().any(holds))
    }

    fn conditions(&self) -> impl Iterator<Item = (String, &Condition)> {
        let list = |name: &'static str, conditions: &Option<Vec<Condition>>| -> Vec<(String, usize)> {
            (0..conditions.as_ref().map_or(0, Vec::len)).map(|index| (format!("{name}/{index}"), index)).collect()
        };
        let all = list("all", &self.all).into_iter().filter_map(|(at, index)| Some((at, self.all.as_ref()?.get(index)?)));
        let any = list("any", &self.any).into_iter().filter_map(|(at, index)| Some((at, self.any.as_ref()?.get(index)?)));
        all.chain(any)
    }

    /// What is wrong with it, given the questions before.
    pub(super) fn faults(&self, at: &str, earlier: &[Question], faults: &mut Vec<FieldError>) {
        if self.all.is_none() && self.any.is_none() {
            faults.push(FieldError::at(at, "required", "names at least one condition"));
        }
        for (below, condition) in self.conditions() {
            let at = format!("{at}/{below}");
            match earlier.iter().find(|question| question.id == condition.question_id) {
                Some(question) => condition.faults(&at, &question.shape, faults),
                None => faults.push(FieldError::at(format!("{at}/question_id"), "unknown_question", "must be a question before this one")),
            }
        }
    }
}

impl Condition {
    fn holds(&self, given: Option<&Given>) -> bool {
        let Some(given) = given else { return self.op == NotAnswered };
        let value = self.value.as_ref();
        match self.op {
            Answered => true,
            NotAnswered => false,
            Is => value.is_some_and(|value| equals(given, value)),
            IsNot => value.is_some_and(|value| !equals(given, value)),
            In => list(value).any(|value| equals(given, value)),
            NotIn => !list(value).any(|value| equals(given, value)),
            Includes => value.is_some_and(|value| includes(given, value)),
            Excludes => value.is_some_and(|value| !includes(given, value)),
            Gt | Gte | Lt | Lte => value.and_then(|value| compare(given, value)).is_some_and(|order| match self.op {
                Gt => order.is_gt(),
                Gte => order.is_ge(),
                Lt => order.is_lt(),
                _ => order.is_le(),
            }),
        }
    }

    fn faults(&self, at: &str, shape: &Shape, faults: &mut Vec<FieldError>) {
        let mut add = |below: &str, code: &str, detail: &str| faults.push(FieldError::at(format!("{at}/{below}"), code, detail));
        if !operators(shape).contains(&self.op) {
            return add("op", "invalid_choice", "does not fit that kind of question");
        }
        let given = self.value.as_ref().filter(|value| !value.is_null());
        match self.op {
            Answered | NotAnswered if given.is_some() => add("value", "not_allowed", "takes no value"),
            Answered | NotAnswered => {}
            _ if given.is_none() => add("value", "required", "is required"),
            In | NotIn => {
                let entries = given.and_then(Value::as_array);
                let fits = entries.is_some_and(|all| (1..=100).contains(&all.len()) && all.iter().all(|value| fits(shape, value)));
                if !fits {
                    add("value", "invalid_choice", "must be a list of what the question can be answered with");
                }
            }
            _ if !given.is_some_and(|value| fits(shape, value)) => add("value", "invalid_choice", "is nothing that can be answered there"),
            _ => {}
        }
    }
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn equals(given: &Given, value: &Value) -> bool {
    match given {
        Given::Text(text) => value.as_str() == Some(text),
        Given::Choice(chosen) => value.as_str() == Some(chosen.value()),
        Given::Agreed(agreed) => value.as_bool() == Some(*agreed),
        Given::Number(_) | Given::Date(_) => compare(given, value).is_some_and(std::cmp::Ordering::is_eq),
        _ => false,
    }
}

fn compare(given: &Given, value: &Value) -> Option<std::cmp::Ordering> {
    match given {
        Given::Number(number) => number.partial_cmp(&value.as_f64()?),
        Given::Date(date) => Some(date.cmp(&day(value.as_str()?)?)),
        _ => None,
    }
}

fn includes(given: &Given, value: &Value) -> bool {
    match given {
        Given::Choices(chosen) => chosen.iter().any(|one| value.as_str() == Some(one.value())),
        _ => false,
    }
}

/// What an answer to such a question can be compared by.
fn operators(shape: &Shape) -> &'static [Operator] {
    match shape {
        Shape::ShortText(_) | Shape::LongText(_) | Shape::Consent(_) => &[Answered, NotAnswered, Is, IsNot],
        Shape::SingleChoice(_) => &[Answered, NotAnswered, Is, IsNot, In, NotIn],
        Shape::MultiChoice(_) => &[Answered, NotAnswered, Includes, Excludes],
        Shape::Nps(_) | Shape::Rating(_) | Shape::Number(_) | Shape::Scale(_) => {
            &[Answered, NotAnswered, Is, IsNot, In, NotIn, Gt, Gte, Lt, Lte]
        }
        Shape::Date(_) => &[Answered, NotAnswered, Is, IsNot, Gt, Gte, Lt, Lte],
        Shape::Ranking(_) | Shape::Matrix(_) | Shape::File(_) => &[Answered, NotAnswered],
    }
}

/// Whether a value is of the type that such a question is answered with.
fn fits(shape: &Shape, value: &Value) -> bool {
    let is_choice = |choices: &[Choice], other: bool| {
        value.as_str().is_some_and(|text| (other && text == OTHER) || choices.iter().any(|choice| choice.value == text))
    };
    match shape {
        Shape::ShortText(_) | Shape::LongText(_) => value.as_str().is_some_and(|text| text.chars().count() <= 500),
        Shape::SingleChoice(shape) => is_choice(&shape.choices, shape.other),
        Shape::MultiChoice(shape) => is_choice(&shape.choices, shape.other),
        Shape::Nps(_) | Shape::Rating(_) | Shape::Number(_) | Shape::Scale(_) => value.is_number(),
        Shape::Date(_) => value.as_str().is_some_and(|text| day(text).is_some()),
        Shape::Consent(_) => value.is_boolean(),
        Shape::Ranking(_) | Shape::Matrix(_) | Shape::File(_) => false,
    }
}
