//! Holding answers against questions. Every fault is told at once, with a pointer at the answer.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::fit;
pub use super::fit::KnownFiles;
use super::given::{self, Faults, Given};
use super::matching::Patterns;
use super::model::{Question, Shape};
use crate::kernel::FieldError;

/// Answers as they arrive and are kept: question id → answer.
pub type Answers = Map<String, Value>;

/// An answer as its question wants it: a text, a date or a choice; a number; whether somebody agrees; choices
/// (in order, where that is asked for) or ids of files; a column for each row. `{"other": "…"}` is a choice
/// in words of one's own. Null says nothing.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnswerValue {
    Nothing,
    Text(String),
    Number(f64),
    Agreed(bool),
    List(Vec<AnswerEntry>),
    Fields(HashMap<String, Option<String>>),
}

/// One of several choices, or the id of a file.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnswerEntry {
    Text(String),
    Other { other: String },
}

/// What becomes of answers to questions that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// They are left out: somebody changed their mind further up.
    Dropped,
    /// They are faults.
    Refused,
}

/// Answers that are complete: those to the questions that are shown, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Complete<'a> {
    pub answers: Answers,
    pub(super) given: HashMap<&'a str, Given>,
}

/// The ids of files that the answers name, to be looked up before they are judged.
pub fn files(questions: &[Question], answers: &Answers) -> Vec<String> {
    let of_files = questions.iter().filter(|question| matches!(question.shape, Shape::File(_)));
    let lists = of_files.filter_map(|question| answers.get(&question.id)?.as_array());
    lists.flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Answers on the way: each has the type of its question; nothing need be there. What says nothing is
/// left out.
pub fn partial(questions: &[Question], answers: &Answers, at: &str) -> Result<Answers, Vec<FieldError>> {
    let mut faults = unknown(questions, answers, at);
    let mut kept = Answers::new();
    for question in questions {
        let Some(value) = answers.get(&question.id) else { continue };
        let mut own = Faults { at: format!("{at}/{}", question.id), list: &mut faults };
        if given::read(&question.shape, value, &mut own).is_some() {
            kept.insert(question.id.clone(), value.clone());
        }
    }
    if faults.is_empty() { Ok(kept) } else { Err(faults) }
}

/// Answers that are handed in: what is required is there, and everything is as its question wants it. The
/// patterns are those of the questions.
pub fn complete<'a>(
    questions: &'a [Question],
    answers: &Answers,
    hidden: Hidden,
    files: &KnownFiles,
    patterns: &Patterns,
    at: &str,
) -> Result<Complete<'a>, Vec<FieldError>> {
    let mut faults = unknown(questions, answers, at);
    let mut complete = Complete { answers: Answers::new(), given: HashMap::new() };
    for question in questions {
        let value = answers.get(&question.id).unwrap_or(&Value::Null);
        let mut own = Faults { at: format!("{at}/{}", question.id), list: &mut faults };
        let is_shown = question.show_if.as_ref().is_none_or(|show_if| show_if.holds(&complete.given));
        if !is_shown {
            if hidden == Hidden::Refused && !given::says_nothing(value) {
                own.add("hidden_question", "answers a question that is not shown");
            }
            continue;
        }
        let before = own.list.len();
        match given::read(&question.shape, value, &mut own) {
            Some(given) => {
                fit::check(&question.shape, question.required, &given, files, patterns, &mut own);
                complete.answers.insert(question.id.clone(), kept(value, &given));
                complete.given.insert(&question.id, given);
            }
            None if question.required && own.list.len() == before => own.add("required", "is required"),
            None => {}
        }
    }
    if faults.is_empty() { Ok(complete) } else { Err(faults) }
}

/// Answers to questions that are not asked.
fn unknown(questions: &[Question], answers: &Answers, at: &str) -> Vec<FieldError> {
    let strays = answers.keys().filter(|id| !questions.iter().any(|question| question.id == **id));
    let fault = |id: &String| FieldError::at(format!("{at}/{}", given::escape(id)), "unknown_question", "is no question here");
    // So many are enough to tell by.
    strays.take(20).map(fault).collect()
}

/// Texts are kept without the blanks around them, everything else as it came.
fn kept(value: &Value, given: &Given) -> Value {
    match given {
        Given::Text(text) => Value::String(text.clone()),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests;
