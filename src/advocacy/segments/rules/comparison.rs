//! What a comparison asks of a value: read strictly by type and operator, then asked.

use chrono::TimeDelta;
use serde_json::Value;

use crate::identity::attributes::types::{AttributeOperator, AttributeType};
use crate::identity::attributes::values::{AttributeValue, Fault, date, number, text, texts};
use crate::kernel::{Timestamp, duration};

#[derive(Debug, Clone, PartialEq)]
pub enum Comparison {
    IsSet,
    IsNotSet,
    /// One of these texts.
    OneOf(Vec<String>),
    /// Some other text.
    NoneOf(Vec<String>),
    Contains(String),
    StartsWith(String),
    /// By one of `eq ne lt lte gt gte`.
    Number(AttributeOperator, f64),
    Within(f64, f64),
    Is(bool),
    /// From the first moment on, and before the second.
    Period(Option<Timestamp>, Option<Timestamp>),
    /// At most so long ago, and not to come.
    WithinLast(TimeDelta),
    IncludesAny(Vec<String>),
    IncludesAll(Vec<String>),
}

const ABSENT: Fault = ("required", "is required");

impl Comparison {
    /// Reads what a field of this type is compared with. That the operator suits the type was checked before.
    pub fn read(value_type: AttributeType, op: AttributeOperator, value: Option<&Value>) -> Result<Self, Fault> {
        if op.is_about_presence() {
            let presence = if op == AttributeOperator::IsSet { Comparison::IsSet } else { Comparison::IsNotSet };
            return if value.is_none() { Ok(presence) } else { Err(("not_allowed", "is not for this operator")) };
        }
        let value = value.ok_or(ABSENT)?;
        match value_type {
            AttributeType::Text => of_text(op, value),
            AttributeType::Number => of_number(op, value),
            AttributeType::Boolean => value.as_bool().map(Comparison::Is).ok_or(("type", "must be true or false")),
            AttributeType::Date => of_date(op, value),
            AttributeType::List => {
                let wanted = some_texts(value)?;
                Ok(if op == AttributeOperator::IncludesAny { Comparison::IncludesAny(wanted) } else { Comparison::IncludesAll(wanted) })
            }
        }
    }

    /// Whether it holds for a value, or for none.
    pub fn holds(&self, value: Option<&AttributeValue>, now: Timestamp) -> bool {
        use AttributeValue::{Boolean, Date, List, Number, Text};
        match (self, value) {
            (Comparison::IsSet, value) => value.is_some(),
            (Comparison::IsNotSet, value) => value.is_none(),
            (Comparison::OneOf(wanted), Some(Text(text))) => wanted.contains(text),
            (Comparison::NoneOf(unwanted), Some(Text(text))) => !unwanted.contains(text),
            (Comparison::Contains(part), Some(Text(text))) => text.contains(part),
            (Comparison::StartsWith(part), Some(Text(text))) => text.starts_with(part),
            (Comparison::Number(op, bound), Some(Number(number))) => compares(*op, *number, *bound),
            (Comparison::Within(from, to), Some(Number(number))) => (*from..=*to).contains(number),
            (Comparison::Is(wanted), Some(Boolean(is_true))) => wanted == is_true,
            (Comparison::Period(from, until), Some(Date(date))) => {
                let at = date.begin();
                from.is_none_or(|from| at >= from) && until.is_none_or(|until| at < until)
            }
            (Comparison::WithinLast(length), Some(Date(date))) => (now.minus(*length)..=now).contains(&date.begin()),
            (Comparison::IncludesAny(wanted), Some(List(entries))) => wanted.iter().any(|one| entries.contains(one)),
            (Comparison::IncludesAll(wanted), Some(List(entries))) => wanted.iter().all(|one| entries.contains(one)),
            _ => false,
        }
    }

    /// When it next holds or ceases to hold by time alone.
    pub fn next_change(&self, value: Option<&AttributeValue>, now: Timestamp) -> Option<Timestamp> {
        let (Comparison::WithinLast(length), Some(AttributeValue::Date(date))) = (self, value) else { return None };
        let begin = date.begin();
        let over = begin.plus(*length).plus(TimeDelta::microseconds(1));
        if begin > now { Some(begin) } else { Some(over).filter(|over| *over > now) }
    }
}

fn compares(op: AttributeOperator, number: f64, bound: f64) -> bool {
    // What is no number was refused when it was read.
    let Some(order) = number.partial_cmp(&bound) else { return false };
    match op {
        AttributeOperator::Eq => order.is_eq(),
        AttributeOperator::Ne => order.is_ne(),
        AttributeOperator::Lt => order.is_lt(),
        AttributeOperator::Lte => order.is_le(),
        AttributeOperator::Gt => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn of_text(op: AttributeOperator, value: &Value) -> Result<Comparison, Fault> {
    Ok(match op {
        AttributeOperator::Eq => Comparison::OneOf(vec![text(value)?]),
        AttributeOperator::Ne => Comparison::NoneOf(vec![text(value)?]),
        AttributeOperator::In => Comparison::OneOf(some_texts(value)?),
        AttributeOperator::NotIn => Comparison::NoneOf(some_texts(value)?),
        AttributeOperator::Contains => Comparison::Contains(text(value)?),
        _ => Comparison::StartsWith(text(value)?),
    })
}

fn of_number(op: AttributeOperator, value: &Value) -> Result<Comparison, Fault> {
    if op != AttributeOperator::Between {
        return number(value).map(|bound| Comparison::Number(op, bound));
    }
    let (from, to) = pair(value)?;
    let (from, to) = (number(from)?, number(to)?);
    if from <= to { Ok(Comparison::Within(from, to)) } else { Err(("out_of_range", "must not end before it begins")) }
}

fn of_date(op: AttributeOperator, value: &Value) -> Result<Comparison, Fault> {
    Ok(match op {
        AttributeOperator::Before => Comparison::Period(None, Some(date(value)?.begin())),
        AttributeOperator::After => Comparison::Period(Some(date(value)?.end()), None),
        AttributeOperator::Between => {
            let (from, to) = pair(value)?;
            let (from, until) = (date(from)?.begin(), date(to)?.end());
            if from >= until {
                return Err(("out_of_range", "must not end before it begins"));
            }
            Comparison::Period(Some(from), Some(until))
        }
        _ => {
            let length = value.as_str().and_then(duration::parse).filter(|length| length.seconds() > 0);
            Comparison::WithinLast(length.ok_or(("format", "must be an ISO 8601 duration, such as P30D"))?.delta())
        }
    })
}

fn some_texts(value: &Value) -> Result<Vec<String>, Fault> {
    let texts = texts(value)?;
    if texts.is_empty() { Err(("too_few", "must have at least 1 entry")) } else { Ok(texts) }
}

fn pair(value: &Value) -> Result<(&Value, &Value), Fault> {
    match value.as_array().map(Vec::as_slice) {
        Some([from, to]) => Ok((from, to)),
        _ => Err(("type", "must be a list of two values")),
    }
}
