//! Defining attributes and writing people's values.

use super::events::{AttributesChanged, DefinitionEvent};
use super::model::{
    AttributeDefinition, AttributeDefinitionView, Attributes, CreateAttributeDefinition, Definitions, MAX_DEFINITIONS, StoredValues,
    UserAttributes,
};
use super::types::BuiltIn;
use super::{queries, store};
use crate::db::{Json, Tx, dialect};
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::identity::users::model::UserView;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

/// Segments that a refusal names at most.
const NAMED: i64 = 20;

pub fn define(tx: &mut Tx<'_>, caller: &Caller, new: CreateAttributeDefinition) -> Result<AttributeDefinitionView> {
    hold(tx, caller.organization_id)?;
    if new.name.parse::<BuiltIn>().is_ok() {
        return Err(Problem::field(Code::AttributeExists, "/name"));
    }
    if store::definitions(tx.conn(), caller.organization_id)?.len() >= MAX_DEFINITIONS {
        return Err(Problem::new(Code::AttributeLimitReached).detail(format!("There are {MAX_DEFINITIONS} already.")));
    }
    let row = AttributeDefinition {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        name: new.name,
        value_type: new.value_type,
        label: new.label,
        description: new.description,
        created_at: tx.now(),
    };
    store::insert_definition(tx.conn(), &row)?;
    events::emit(tx, &DefinitionEvent::new("attribute_definition.created", &row))?;
    Ok(row.into())
}

/// Its values are gone with it; one that a segment's rule mentions stays.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, name: &str) -> Result<()> {
    hold(tx, caller.organization_id)?;
    let row = queries::definitions(tx.conn(), caller.organization_id)?.get(name).cloned().ok_or_else(Problem::not_found)?;
    let segments = store::segments_that_mention(tx.conn(), caller.organization_id, name, NAMED)?;
    if !segments.is_empty() {
        return Err(Problem::new(Code::AttributeInUse).with("segment_ids", segments));
    }
    store::delete_definition(tx.conn(), caller.organization_id, row.id)?;
    events::emit(tx, &DefinitionEvent::new("attribute_definition.deleted", &row))
}

/// Who changes what rules may name takes turns with who writes rules.
pub fn hold(tx: &mut Tx<'_>, organization_id: OrganizationId) -> Result<()> {
    Ok(dialect::lock_row(tx.conn(), "organizations", &organization_id.to_string())?)
}

/// Puts these values in the place of all others.
pub fn put(tx: &mut Tx<'_>, caller: &Caller, id: UserId, new: &Attributes) -> Result<UserView> {
    write(tx, caller, id, new, true)
}

/// Changes these values and leaves the others.
pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: UserId, change: &Attributes) -> Result<UserView> {
    write(tx, caller, id, change, false)
}

fn write(tx: &mut Tx<'_>, caller: &Caller, id: UserId, sent: &Attributes, is_whole: bool) -> Result<UserView> {
    let mut user = users::commands::open(tx, caller.organization_id, id)?;
    let definitions = queries::definitions(tx.conn(), caller.organization_id)?;
    let read = definitions.read(sent, "/attributes")?;
    let before = queries::stored(tx.conn(), caller.organization_id, &[id])?.remove(&id).unwrap_or_default();
    let mut after = if is_whole { StoredValues::new() } else { definitions.living(&before) };
    for (definition, value) in read {
        match value {
            Some(value) => after.insert(definition.id, value),
            None => after.remove(&definition.id),
        };
    }
    if let Some(change) = Change::between(&definitions, caller.organization_id, id, &before, after) {
        users::commands::touch(tx, &mut user)?;
        keep(tx, caller.organization_id, vec![change])?;
    }
    users::queries::view(tx.conn(), caller, user)
}

/// New values of one person, with what differs.
pub struct Change {
    row: UserAttributes,
    changed: Vec<String>,
}

impl Change {
    /// Nothing where nothing differs.
    pub fn between(
        definitions: &Definitions,
        organization_id: OrganizationId,
        user_id: UserId,
        before: &StoredValues,
        after: StoredValues,
    ) -> Option<Self> {
        let (old, new) = (definitions.shown(before), definitions.shown(&after));
        let mut changed: Vec<String> = old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).cloned().collect();
        changed.sort();
        changed.dedup();
        let row = UserAttributes { user_id, organization_id, attribute_values: Json(after) };
        (!changed.is_empty()).then_some(Self { row, changed })
    }

    pub fn user_id(&self) -> UserId {
        self.row.user_id
    }
}

/// Stores new values of many people and tells of them. Their versions are the caller's business.
pub fn keep(tx: &mut Tx<'_>, organization_id: OrganizationId, changes: Vec<Change>) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let (rows, announced): (Vec<_>, Vec<_>) = changes
        .into_iter()
        .map(|change| {
            let event = AttributesChanged { organization_id, user_id: change.row.user_id, changed: change.changed };
            (change.row, event)
        })
        .unzip();
    store::replace(tx.conn(), organization_id, &rows)?;
    events::emit_all(tx, &announced)
}

/// Nothing is known any more of a person who was deleted.
pub fn forget(tx: &mut Tx<'_>, organization_id: OrganizationId, user_id: UserId) -> Result<()> {
    store::delete(tx.conn(), organization_id, &[user_id])
}
