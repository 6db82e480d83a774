//! Many people at once from a CSV file: `email,name,roles,time_zone`, the last two optional, and any
//! attributes. Either every row is good and all are taken, or nothing is and every fault is told with its
//! row.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::events::UserEvent;
use super::import_rows::{self, ImportRow};
use super::model::User;
use super::{commands, store};
use crate::db::{Tx, dialect};
use crate::identity::attributes::commands::Change;
use crate::identity::attributes::model::{Definitions, StoredValues};
use crate::identity::permissions::Caller;
use crate::identity::{attributes, organizations};
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::text::email_key;
use crate::messaging::events;

/// A CSV file of people.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ImportUsers {
    /// The file's text. The first line names the columns: `email`, `name`, and if you like `roles`
    /// (several with `;` between them, `coachee` when empty), `time_zone` and `attribute:` with the name of
    /// an attribute (entries of lists with `;` between them; an empty cell says nothing).
    #[schema(min_length = 1, max_length = 900_000, example = "email,name,roles\r\nana@northwind.example,Ana Alvarez,coachee\r\n")]
    pub csv: String,
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportResult {
    /// People added.
    pub created: usize,
    /// People whose email was known already and whose attributes were changed; nothing else of them was.
    pub updated: usize,
    /// Rows passed over because the email is known already and says nothing new.
    pub skipped: usize,
}

pub fn run(tx: &mut Tx<'_>, caller: &Caller, import: &ImportUsers) -> Result<ImportResult> {
    let organization_id = caller.organization_id;
    let definitions = attributes::queries::definitions(tx.conn(), organization_id)?;
    let rows = import_rows::parse(&import.csv, &definitions)?;
    let total = rows.len();
    let keys: Vec<String> = rows.iter().map(|row| email_key(&row.user.email)).collect();
    let known: HashMap<String, User> =
        store::with_emails(tx.conn(), organization_id, &keys)?.into_iter().map(|user| (user.email_key.clone(), user)).collect();
    let (known_rows, fresh): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| known.contains_key(&email_key(&row.user.email)));
    let created = create(tx, organization_id, &definitions, fresh)?;
    let updated = update(tx, organization_id, &definitions, &known, known_rows)?;
    Ok(ImportResult { created, updated, skipped: total - created - updated })
}

fn create(tx: &mut Tx<'_>, organization_id: OrganizationId, definitions: &Definitions, rows: Vec<ImportRow>) -> Result<usize> {
    let settings = organizations::queries::settings(tx.conn(), organization_id)?;
    let (mut users, mut changes) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let user = commands::draft(tx, organization_id, &row.user, &settings.time_zone);
        changes.extend(Change::between(definitions, organization_id, user.id, &StoredValues::new(), row.values));
        users.push(user);
    }
    store::insert_many(tx.conn(), &users)?;
    let announced: Vec<_> = users.iter().map(|user| UserEvent::new("user.created", user)).collect();
    events::emit_all(tx, &announced)?;
    attributes::commands::keep(tx, organization_id, changes)?;
    Ok(users.len())
}

/// Gives people who are known already the values of their rows.
fn update(
    tx: &mut Tx<'_>,
    organization_id: OrganizationId,
    definitions: &Definitions,
    known: &HashMap<String, User>,
    rows: Vec<ImportRow>,
) -> Result<usize> {
    let telling: Vec<(UserId, StoredValues)> = rows
        .into_iter()
        .filter(|row| !row.values.is_empty())
        .filter_map(|row| Some((known.get(&email_key(&row.user.email))?.id, row.values)))
        .collect();
    if telling.is_empty() {
        return Ok(0);
    }
    let ids: Vec<UserId> = telling.iter().map(|(id, _)| *id).collect();
    dialect::lock_rows(tx.conn(), "users", &ids.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let mut stored = attributes::queries::stored(tx.conn(), organization_id, &ids)?;
    let changes: Vec<Change> = telling
        .into_iter()
        .filter_map(|(id, values)| {
            let before = stored.remove(&id).unwrap_or_default();
            let mut after = definitions.living(&before);
            after.extend(values);
            Change::between(definitions, organization_id, id, &before, after)
        })
        .collect();
    let changed: Vec<UserId> = changes.iter().map(Change::user_id).collect();
    let now = tx.now();
    store::touch_many(tx.conn(), organization_id, &changed, now)?;
    attributes::commands::keep(tx, organization_id, changes)?;
    Ok(changed.len())
}
