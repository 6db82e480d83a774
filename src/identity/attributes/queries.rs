//! Reading definitions and values.

use std::collections::HashMap;

use super::model::{AttributeDefinitionView, Attributes, Definitions, StoredValues};
use super::store;
use super::types::BuiltIn;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::page::{Page, list_schema};

list_schema!(AttributeDefinitionList of AttributeDefinitionView);

/// All of them, those that everybody has first; they are few.
pub fn list(conn: &mut Conn, caller: &Caller) -> Result<Page<AttributeDefinitionView>> {
    let built_in = BuiltIn::ALL.iter().map(|built_in| (*built_in).into());
    let own = store::definitions(conn, caller.organization_id)?.into_iter().map(Into::into);
    Ok(Page::whole(built_in.chain(own).collect()))
}

pub fn definitions(conn: &mut Conn, organization_id: OrganizationId) -> Result<Definitions> {
    store::definitions(conn, organization_id).map(Definitions::new)
}

/// What is kept of these people.
pub fn stored(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<HashMap<UserId, StoredValues>> {
    let rows = store::of_users(conn, organization_id, user_ids)?;
    Ok(rows.into_iter().map(|row| (row.user_id, row.attribute_values.0)).collect())
}

/// The same as the API shows it.
pub fn shown(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<HashMap<UserId, Attributes>> {
    let stored = stored(conn, organization_id, user_ids)?;
    if stored.is_empty() {
        return Ok(HashMap::new());
    }
    let definitions = definitions(conn, organization_id)?;
    Ok(stored.into_iter().map(|(id, values)| (id, definitions.shown(&values))).collect())
}
