//! Many people at once from a CSV file: `email,name,roles,time_zone`, the last two optional. Either
//! every row is good and all are added, or nothing is and every fault is told with its row.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidateEmail};

use super::events::UserEvent;
use super::model::CreateUser;
use super::{commands, store};
use crate::db::Tx;
use crate::identity::organizations;
use crate::identity::permissions::{Caller, Role};
use crate::kernel::text::email_key;
use crate::kernel::{FieldError, Problem, Result};
use crate::messaging::events;

/// Rows in one file at most.
const MAX_ROWS: usize = 5_000;

/// A CSV file of people.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ImportUsers {
    /// The file's text. The first line names the columns: `email`, `name`, and if you like `roles`
    /// (several with `;` between them, `coachee` when empty) and `time_zone`.
    #[schema(min_length = 1, max_length = 900_000, example = "email,name,roles\r\nana@northwind.example,Ana Alvarez,coachee\r\n")]
    pub csv: String,
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportResult {
    /// People added.
    pub created: usize,
    /// Rows passed over because the email is known already.
    pub skipped: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    email: String,
    name: String,
    #[serde(default)]
    roles: String,
    #[serde(default)]
    time_zone: String,
}

pub fn run(tx: &mut Tx<'_>, caller: &Caller, import: &ImportUsers) -> Result<ImportResult> {
    let rows = parse(&import.csv)?;
    let keys: Vec<String> = rows.iter().map(|row| email_key(&row.email)).collect();
    let taken: HashSet<String> = store::taken_emails(tx.conn(), caller.organization_id, &keys)?.into_iter().collect();
    let settings = organizations::queries::settings(tx.conn(), caller.organization_id)?;
    let total = rows.len();
    let fresh = rows.into_iter().filter(|row| !taken.contains(&email_key(&row.email)));
    let users: Vec<_> = fresh.map(|row| commands::draft(tx, caller.organization_id, &row, &settings.time_zone)).collect();
    store::insert_many(tx.conn(), &users)?;
    let announced: Vec<_> = users.iter().map(|user| UserEvent::new("user.created", user)).collect();
    events::emit_all(tx, &announced)?;
    Ok(ImportResult { created: users.len(), skipped: total - users.len() })
}

fn parse(text: &str) -> Result<Vec<CreateUser>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let (mut users, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (index, row) in reader.deserialize::<Row>().enumerate() {
        let line = index + 2;
        if index >= MAX_ROWS {
            faults.push(FieldError::at("/csv", "too_many", format!("has more than {MAX_ROWS} rows")));
            break;
        }
        match row.map_err(|_| vec!["cannot be read: a column is missing or unknown".to_owned()]).and_then(check) {
            Ok(user) if seen.insert(email_key(&user.email)) => users.push(user),
            Ok(_) => faults.push(FieldError::at("/csv", "not_unique", format!("line {line}: the email stands twice in this file"))),
            Err(messages) => {
                faults.extend(messages.into_iter().map(|message| FieldError::at("/csv", "invalid_row", format!("line {line}: {message}"))));
            }
        }
    }
    if faults.is_empty() { Ok(users) } else { Err(Problem::invalid(faults)) }
}

fn check(row: Row) -> Result<CreateUser, Vec<String>> {
    let mut messages = Vec::new();
    if !row.email.validate_email() {
        messages.push("the email is not an address".to_owned());
    }
    if row.name.is_empty() || row.name.chars().count() > 200 {
        messages.push("the name must have 1 to 200 characters".to_owned());
    }
    let words = row.roles.split(';').map(str::trim).filter(|word| !word.is_empty());
    let roles: Vec<Role> = words.filter_map(|word| word.parse().map_err(|error| messages.push(format!("roles: {error}"))).ok()).collect();
    if !row.time_zone.is_empty() && row.time_zone.parse::<chrono_tz::Tz>().is_err() {
        messages.push("the time zone is not an IANA name".to_owned());
    }
    if !messages.is_empty() {
        return Err(messages);
    }
    let roles = if roles.is_empty() { vec![Role::Coachee] } else { roles };
    Ok(CreateUser { email: row.email, name: row.name, roles, time_zone: Some(row.time_zone).filter(|zone| !zone.is_empty()) })
}
