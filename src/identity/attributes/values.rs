//! Values of attributes: reading and writing them strictly by type.

use chrono::TimeDelta;
use serde_json::Value;

use super::types::AttributeType;
use crate::kernel::{Day, Timestamp};

/// Longest text, and longest entry of a list, in characters.
pub const MAX_TEXT: usize = 500;
/// Entries of a list.
pub const MAX_ENTRIES: usize = 100;
/// Numbers lie between this and its negative, where every whole one is exact.
pub const LARGEST: f64 = 1e15;

/// What is wrong with a value: a code and a sentence.
pub type Fault = (&'static str, &'static str);

/// A value, read by its type.
#[derive(Debug, Clone, PartialEq)]
pub enum AttributeValue {
    Text(String),
    Number(f64),
    Boolean(bool),
    Date(Date),
    List(Vec<String>),
}

/// A day, in UTC, or a moment of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Date {
    Day(Day),
    Moment(Timestamp),
}

impl Date {
    /// The first moment that belongs to it.
    pub fn begin(self) -> Timestamp {
        match self {
            Date::Day(day) => day.at_hour(0, chrono_tz::UTC),
            Date::Moment(moment) => moment,
        }
    }

    /// The first moment that comes after it.
    pub fn end(self) -> Timestamp {
        match self {
            Date::Day(day) => day.plus(1).at_hour(0, chrono_tz::UTC),
            Date::Moment(moment) => moment.plus(TimeDelta::microseconds(1)),
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        text.parse().map(Date::Day).or_else(|_| text.parse().map(Date::Moment)).ok()
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Date::Day(day) => day.fmt(f),
            Date::Moment(moment) => moment.fmt(f),
        }
    }
}

impl AttributeValue {
    /// Reads JSON strictly: a number in quotes is no number.
    pub fn read(value_type: AttributeType, value: &Value) -> Result<Self, Fault> {
        match value_type {
            AttributeType::Text => text(value).map(AttributeValue::Text),
            AttributeType::Number => number(value).map(AttributeValue::Number),
            AttributeType::Boolean => value.as_bool().map(AttributeValue::Boolean).ok_or(("type", "must be true or false")),
            AttributeType::Date => date(value).map(AttributeValue::Date),
            AttributeType::List => texts(value).map(AttributeValue::List),
        }
    }

    /// Reads a cell of a table; entries of a list have `;` between them.
    pub fn read_cell(value_type: AttributeType, cell: &str) -> Result<Self, Fault> {
        let value = match value_type {
            AttributeType::Text | AttributeType::Date => Value::from(cell),
            AttributeType::Number => cell.parse::<f64>().map_or(Value::Null, Value::from),
            AttributeType::Boolean => match cell.to_ascii_lowercase().as_str() {
                "true" => Value::from(true),
                "false" => Value::from(false),
                _ => Value::Null,
            },
            AttributeType::List => cell.split(';').map(str::trim).filter(|entry| !entry.is_empty()).collect(),
        };
        Self::read(value_type, &value)
    }

    /// As it is kept and shown.
    pub fn into_json(self) -> Value {
        match self {
            AttributeValue::Text(text) => text.into(),
            // A whole number is shown as one.
            AttributeValue::Number(number) if number.fract() == 0.0 => Value::from(number as i64),
            AttributeValue::Number(number) => number.into(),
            AttributeValue::Boolean(is_true) => is_true.into(),
            AttributeValue::Date(date) => date.to_string().into(),
            AttributeValue::List(entries) => entries.into(),
        }
    }
}

pub fn text(value: &Value) -> Result<String, Fault> {
    let text = value.as_str().ok_or(("type", "must be a text"))?;
    match text.chars().count() {
        0 => Err(("too_short", "must not be empty")),
        length if length > MAX_TEXT => Err(("too_long", "must have at most 500 characters")),
        _ => Ok(text.to_owned()),
    }
}

pub fn number(value: &Value) -> Result<f64, Fault> {
    let number = value.as_f64().ok_or(("type", "must be a number"))?;
    if number.abs() <= LARGEST { Ok(number) } else { Err(("out_of_range", "must be between -10^15 and 10^15")) }
}

pub fn date(value: &Value) -> Result<Date, Fault> {
    let text = value.as_str().ok_or(("type", "must be a date, such as 2026-03-01"))?;
    Date::parse(text).ok_or(("format", "must be a date, such as 2026-03-01, or a date-time, such as 2026-03-01T09:00:00Z"))
}

/// Several texts, each once, where it stands first.
pub fn texts(value: &Value) -> Result<Vec<String>, Fault> {
    let entries = value.as_array().ok_or(("type", "must be a list of texts"))?;
    if entries.len() > MAX_ENTRIES {
        return Err(("too_many", "must have at most 100 entries"));
    }
    let mut texts = Vec::with_capacity(entries.len());
    for entry in entries {
        let entry = text(entry)?;
        if !texts.contains(&entry) {
            texts.push(entry);
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_read_strictly_by_type() {
        use AttributeType::{Boolean, Date, List, Number, Text};
        let good = [
            (Text, json!("gold")),
            (Number, json!(9)),
            (Number, json!(-0.5)),
            (Boolean, json!(false)),
            (Date, json!("2026-03-01")),
            (Date, json!("2026-03-01T09:00:00.000000Z")),
            (List, json!(["a", "b"])),
            (List, json!([])),
        ];
        for (value_type, value) in good {
            assert_eq!(AttributeValue::read(value_type, &value).map(AttributeValue::into_json), Ok(value));
        }
        let bad = [
            (Text, json!(9)),
            (Text, json!("")),
            (Number, json!("9")),
            (Number, json!(1e16)),
            (Boolean, json!("true")),
            (Boolean, json!(1)),
            (Date, json!("soon")),
            (Date, json!("2026-02-30")),
            (Date, json!(20_260_301)),
            (List, json!("a")),
            (List, json!(["a", 1])),
        ];
        for (value_type, value) in bad {
            assert!(AttributeValue::read(value_type, &value).is_err(), "{value_type} {value}");
        }
    }

    #[test]
    fn cells_are_read_by_the_same_rules() {
        use AttributeType::{Boolean, Date, List, Number};
        let cell = |value_type, cell: &str| AttributeValue::read_cell(value_type, cell).map(AttributeValue::into_json);
        assert_eq!(cell(Number, "9"), Ok(json!(9)));
        assert_eq!(cell(Boolean, "TRUE"), Ok(json!(true)));
        assert_eq!(cell(List, "a; b;a;"), Ok(json!(["a", "b"])));
        for (value_type, text) in [(Number, "nine"), (Number, "NaN"), (Number, "inf"), (Boolean, "yes"), (Date, "01.03.2026")] {
            assert!(cell(value_type, text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let day = Date::parse("2026-02-28").expect("a day");
        assert_eq!(
            (day.begin().to_string(), day.end().to_string()),
            ("2026-02-28T00:00:00.000000Z".into(), "2026-03-01T00:00:00.000000Z".into())
        );
    }
}
