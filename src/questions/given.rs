//! From JSON to an answer of the right type. An answer that says nothing (null, a blank text, an empty
//! list or object) is none.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde_json::Value;

use super::model::Shape;
use super::shapes::{Choice, LARGEST, LONG, OTHER, SHORT};
use crate::kernel::FieldError;

/// A choice, listed or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    Listed(String),
    Other(String),
}

impl Chosen {
    /// What conditions call it by.
    pub fn value(&self) -> &str {
        match self {
            Chosen::Listed(value) => value,
            Chosen::Other(_) => OTHER,
        }
    }
}

/// An answer of the type that its question asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    Text(String),
    Choice(Chosen),
    Choices(Vec<Chosen>),
    Number(f64),
    Date(NaiveDate),
    Agreed(bool),
    Order(Vec<String>),
    /// Row and column.
    Grid(Vec<(String, String)>),
    Files(Vec<String>),
}

/// What is wrong with an answer, with where.
pub(super) struct Faults<'a> {
    pub at: String,
    pub list: &'a mut Vec<FieldError>,
}

impl Faults<'_> {
    pub fn add(&mut self, code: &str, detail: impl Into<String>) {
        self.list.push(FieldError::at(self.at.clone(), code, detail));
    }
    pub fn add_below(&mut self, below: impl std::fmt::Display, code: &str, detail: impl Into<String>) {
        self.list.push(FieldError::at(format!("{}/{below}", self.at), code, detail));
    }
    fn wrong_type(&mut self, what: &str) -> Option<Given> {
        self.add("type", format!("must be {what}"));
        None
    }
}

pub(super) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(entries) => entries.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The answer; `None` when it says nothing or has the wrong type.
pub(super) fn read(shape: &Shape, value: &Value, faults: &mut Faults<'_>) -> Option<Given> {
    if says_nothing(value) {
        return None;
    }
    match shape {
        Shape::ShortText(_) => text(value, SHORT, faults),
        Shape::LongText(_) => text(value, LONG, faults),
        Shape::SingleChoice(shape) => chosen(&shape.choices, shape.other, value, faults).map(Given::Choice),
        Shape::MultiChoice(shape) => choices(&shape.choices, shape.other, value, faults),
        Shape::Nps(_) | Shape::Rating(_) | Shape::Scale(_) => match value.as_f64().filter(|number| number.fract() == 0.0) {
            Some(number) => Some(Given::Number(number)),
            None => faults.wrong_type("a whole number"),
        },
        Shape::Number(_) => match value.as_f64().filter(|number| number.abs() <= LARGEST) {
            Some(number) => Some(Given::Number(number)),
            None => faults.wrong_type("a number"),
        },
        Shape::Date(_) => match value.as_str().and_then(|text| day(text.trim())) {
            Some(day) => Some(Given::Date(day)),
            None => faults.wrong_type("a date, such as 2026-03-01"),
        },
        Shape::Consent(_) => match value.as_bool() {
            Some(agreed) => Some(Given::Agreed(agreed)),
            None => faults.wrong_type("true or false"),
        },
        Shape::Ranking(shape) => order(&shape.choices, value, faults),
        Shape::Matrix(shape) => {
            let rows: HashSet<&str> = shape.rows.iter().map(|row| row.value.as_str()).collect();
            grid(&rows, &shape.columns, value, faults)
        }
        Shape::File(_) => files(value, faults),
    }
}

/// A day as it is written; nothing but that.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10)
}

fn text(value: &Value, longest: u32, faults: &mut Faults<'_>) -> Option<Given> {
    let Some(text) = value.as_str() else { return faults.wrong_type("a text") };
    if text.chars().count() > longest as usize {
        faults.add("too_long", format!("must have at most {longest} characters"));
        return None;
    }
    Some(Given::Text(text.trim().to_owned()))
}

fn is_listed(choices: &[Choice], value: &str) -> bool {
    choices.iter().any(|choice| choice.value == value)
}

fn chosen(choices: &[Choice], other: bool, value: &Value, faults: &mut Faults<'_>) -> Option<Chosen> {
    match value {
        Value::String(text) if is_listed(choices, text) => Some(Chosen::Listed(text.clone())),
        Value::String(_) => {
            faults.add("invalid_choice", "must be one of the choices");
            None
        }
        Value::Object(fields) if other && fields.len() == 1 => match fields.get(OTHER).and_then(Value::as_str).map(str::trim) {
            Some(text) if !text.is_empty() && text.chars().count() <= SHORT as usize => Some(Chosen::Other(text.to_owned())),
            _ => {
                faults.add_below(OTHER, "type", format!("must be a text of at most {SHORT} characters"));
                None
            }
        },
        _ => {
            faults.add("type", if other { "must be a choice, or {\"other\": \"…\"}" } else { "must be a choice" });
            None
        }
    }
}

fn choices(listed: &[Choice], other: bool, value: &Value, faults: &mut Faults<'_>) -> Option<Given> {
    let Some(entries) = value.as_array() else { return faults.wrong_type("a list of choices") };
    let (mut found, mut seen, before) = (Vec::new(), HashSet::new(), faults.list.len());
    for (index, entry) in entries.iter().enumerate().take(listed.len() + 2) {
        let mut inner = Faults { at: format!("{}/{index}", faults.at), list: &mut *faults.list };
        let Some(one) = chosen(listed, other, entry, &mut inner) else { continue };
        if seen.insert(one.value().to_owned()) {
            found.push(one);
        } else {
            inner.add("not_unique", "must not repeat an entry");
        }
    }
    (faults.list.len() == before).then_some(Given::Choices(found))
}

fn order(listed: &[Choice], value: &Value, faults: &mut Faults<'_>) -> Option<Given> {
    let Some(entries) = value.as_array() else { return faults.wrong_type("a list of choices") };
    let (mut found, before) = (Vec::<String>::new(), faults.list.len());
    for (index, entry) in entries.iter().enumerate().take(listed.len() + 1) {
        match entry.as_str() {
            Some(text) if found.iter().any(|known| known == text) => faults.add_below(index, "not_unique", "must not repeat an entry"),
            Some(text) if is_listed(listed, text) => found.push(text.to_owned()),
            Some(_) => faults.add_below(index, "invalid_choice", "must be one of the choices"),
            None => faults.add_below(index, "type", "must be a choice"),
        }
    }
    (faults.list.len() == before).then_some(Given::Order(found))
}

fn grid(rows: &HashSet<&str>, columns: &[Choice], value: &Value, faults: &mut Faults<'_>) -> Option<Given> {
    let Some(fields) = value.as_object() else { return faults.wrong_type("an object from row to column") };
    let (mut found, before) = (Vec::new(), faults.list.len());
    for (row, column) in fields {
        let below = escape(row);
        match column.as_str() {
            _ if !rows.contains(row.as_str()) => faults.add_below(below, "unknown_field", "is not a row here"),
            Some(column) if is_listed(columns, column) => found.push((row.clone(), column.to_owned())),
            Some(_) => faults.add_below(below, "invalid_choice", "must be one of the columns"),
            None if column.is_null() => {}
            None => faults.add_below(below, "type", "must be a column"),
        }
    }
    (faults.list.len() == before && !found.is_empty()).then_some(Given::Grid(found))
}

fn files(value: &Value, faults: &mut Faults<'_>) -> Option<Given> {
    let Some(entries) = value.as_array() else { return faults.wrong_type("a list of ids of files") };
    let (mut found, before) = (Vec::<String>::new(), faults.list.len());
    for (index, entry) in entries.iter().enumerate().take(20) {
        match entry.as_str() {
            Some(id) if found.iter().any(|known| known == id) => faults.add_below(index, "not_unique", "must not repeat an entry"),
            Some(id) if id.starts_with("file_") && id.len() < 64 => found.push(id.to_owned()),
            _ => faults.add_below(index, "type", "must be the id of a file"),
        }
    }
    (faults.list.len() == before).then_some(Given::Files(found))
}

/// A name as it stands in a JSON pointer.
pub(super) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
