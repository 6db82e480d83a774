//! Reading the rows of a CSV file of people.

use std::collections::HashSet;

use csv::StringRecord;
use validator::ValidateEmail;

use super::model::CreateUser;
use crate::identity::attributes::model::{AttributeDefinition, Definitions, StoredValues};
use crate::identity::attributes::values::AttributeValue;
use crate::identity::permissions::Role;
use crate::kernel::text::email_key;
use crate::kernel::{FieldError, Problem, Result};

/// Rows in one file at most.
const MAX_ROWS: usize = 5_000;
/// What the column of an attribute begins with.
const ATTRIBUTE: &str = "attribute:";

/// A person as one row tells them.
pub struct ImportRow {
    pub user: CreateUser,
    pub values: StoredValues,
}

/// What a column holds.
enum Column<'a> {
    Email,
    Name,
    Roles,
    TimeZone,
    Attribute(&'a AttributeDefinition),
}

pub fn parse(text: &str, definitions: &Definitions) -> Result<Vec<ImportRow>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let columns = columns(&header, definitions)?;
    let (mut rows, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (index, record) in reader.records().enumerate() {
        let line = index + 2;
        if index >= MAX_ROWS {
            faults.push(FieldError::at("/csv", "too_many", format!("has more than {MAX_ROWS} rows")));
            break;
        }
        let unreadable = |_| vec!["cannot be read: it has more or fewer columns than the first line".to_owned()];
        match record.map_err(unreadable).and_then(|record| row(&columns, &record)) {
            Ok(row) if seen.insert(email_key(&row.user.email)) => rows.push(row),
            Ok(_) => faults.push(FieldError::at("/csv", "not_unique", format!("line {line}: the email stands twice in this file"))),
            Err(messages) => {
                faults.extend(messages.into_iter().map(|message| FieldError::at("/csv", "invalid_row", format!("line {line}: {message}"))));
            }
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(Problem::invalid(faults)) }
}

fn columns<'a>(header: &StringRecord, definitions: &'a Definitions) -> Result<Vec<Column<'a>>> {
    let (mut columns, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (index, name) in header.iter().enumerate() {
        let mut fault = |what: &str| faults.push(FieldError::at("/csv", "invalid_column", format!("column {}: {what}", index + 1)));
        if !seen.insert(name.to_owned()) {
            fault("stands twice");
        }
        match (name, name.strip_prefix(ATTRIBUTE)) {
            ("email", _) => columns.push(Column::Email),
            ("name", _) => columns.push(Column::Name),
            ("roles", _) => columns.push(Column::Roles),
            ("time_zone", _) => columns.push(Column::TimeZone),
            (_, Some(attribute)) => match definitions.get(attribute) {
                Some(definition) => columns.push(Column::Attribute(definition)),
                None => fault("is not an attribute here"),
            },
            _ => fault("is not a column here"),
        }
    }
    for name in ["email", "name"].into_iter().filter(|name| !seen.contains(*name)) {
        faults.push(FieldError::at("/csv", "invalid_column", format!("the column {name} is missing")));
    }
    if faults.is_empty() { Ok(columns) } else { Err(Problem::invalid(faults)) }
}

fn row(columns: &[Column<'_>], record: &StringRecord) -> Result<ImportRow, Vec<String>> {
    let mut messages = Vec::new();
    let mut user = CreateUser { email: String::new(), name: String::new(), roles: Vec::new(), time_zone: None };
    let mut values = StoredValues::new();
    for (column, cell) in columns.iter().zip(record) {
        match column {
            Column::Email => cell.clone_into(&mut user.email),
            Column::Name => cell.clone_into(&mut user.name),
            Column::Roles => user.roles = roles(cell, &mut messages),
            Column::TimeZone => user.time_zone = Some(cell.to_owned()).filter(|zone| !zone.is_empty()),
            Column::Attribute(_) if cell.is_empty() => {}
            Column::Attribute(definition) => match AttributeValue::read_cell(definition.value_type, cell) {
                Ok(value) => drop(values.insert(definition.id, value.into_json())),
                Err((_, detail)) => messages.push(format!("{ATTRIBUTE}{} {detail}", definition.name)),
            },
        }
    }
    if !user.email.validate_email() {
        messages.push("the email is not an address".to_owned());
    }
    if user.name.is_empty() || user.name.chars().count() > 200 {
        messages.push("the name must have 1 to 200 characters".to_owned());
    }
    if user.time_zone.as_ref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        messages.push("the time zone is not an IANA name".to_owned());
    }
    if user.roles.is_empty() {
        user.roles = vec![Role::Coachee];
    }
    if messages.is_empty() { Ok(ImportRow { user, values }) } else { Err(messages) }
}

fn roles(cell: &str, messages: &mut Vec<String>) -> Vec<Role> {
    let words = cell.split(';').map(str::trim).filter(|word| !word.is_empty());
    words.filter_map(|word| word.parse().map_err(|error| messages.push(format!("roles: {error}"))).ok()).collect()
}
