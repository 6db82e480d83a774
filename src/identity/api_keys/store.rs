//! The table `api_keys`.

use diesel::prelude::*;

use super::model::ApiKey;
use crate::db::schema::api_keys;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{ApiKeyId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn insert(conn: &mut Conn, row: &ApiKey) -> Result<()> {
    diesel::insert_into(api_keys::table).values(row).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: ApiKeyId) -> Result<ApiKey> {
    let found = api_keys::table
        .filter(api_keys::id.eq(id))
        .filter(api_keys::organization_id.eq(organization_id))
        .filter(api_keys::revoked_at.is_null())
        .select(ApiKey::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn revoke(conn: &mut Conn, id: ApiKeyId, now: Timestamp) -> Result<()> {
    diesel::update(api_keys::table.find(id)).set(api_keys::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

pub fn list(conn: &mut Conn, organization_id: OrganizationId, after: Option<(Timestamp, ApiKeyId)>, limit: i64) -> Result<Vec<ApiKey>> {
    let mut query = api_keys::table
        .filter(api_keys::organization_id.eq(organization_id))
        .filter(api_keys::revoked_at.is_null())
        .order((api_keys::created_at, api_keys::id))
        .select(ApiKey::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::after!(query, api_keys::created_at, api_keys::id, at, id);
    }
    Ok(query.load(conn)?)
}
