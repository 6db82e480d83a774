//! The table `connections`.

use diesel::prelude::*;

use super::model::{Connection, ConnectionKind, ConnectionState};
use crate::db::schema::connections;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{ConnectionId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: ConnectionId) -> Result<Connection> {
    let found = connections::table
        .filter(connections::id.eq(id))
        .filter(connections::organization_id.eq(organization_id))
        .select(Connection::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: ConnectionId) -> Result<Connection> {
    dialect::lock_row(conn, "connections", &id.to_string())?;
    find(conn, organization_id, id)
}

/// Those of these that exist, for workers, who found them through deliveries.
pub fn find_many(conn: &mut Conn, ids: &[ConnectionId]) -> Result<Vec<Connection>> {
    Ok(connections::table.filter(connections::id.eq_any(ids.to_vec())).select(Connection::as_select()).load(conn)?)
}

/// By a Zapier hook's address and event, or a bounce token.
pub fn find_by_lookup(conn: &mut Conn, key: &str) -> Result<Option<Connection>> {
    Ok(connections::table.filter(connections::lookup_key.eq(key.to_owned())).select(Connection::as_select()).first(conn).optional()?)
}

/// What these organizations have switched on.
pub fn enabled_of(conn: &mut Conn, organizations: &[OrganizationId]) -> Result<Vec<Connection>> {
    Ok(connections::table
        .filter(connections::organization_id.eq_any(organizations.to_vec()))
        .filter(connections::state.eq(ConnectionState::Enabled))
        .order((connections::created_at, connections::id))
        .select(Connection::as_select())
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, connection: &Connection) -> Result<()> {
    diesel::insert_into(connections::table).values(connection).execute(conn)?;
    Ok(())
}

/// Stores it unless there is one of that lookup key, perhaps since a moment; whether it did.
pub fn insert_new(conn: &mut Conn, connection: &Connection) -> Result<bool> {
    let count =
        dialect::on_engine!(conn, |c| diesel::insert_into(connections::table).values(connection).on_conflict_do_nothing().execute(c))?;
    Ok(count == 1)
}

pub fn update(conn: &mut Conn, connection: &Connection) -> Result<()> {
    diesel::update(connections::table.find(connection.id)).set(connection).execute(conn)?;
    Ok(())
}

/// Notes when it began to fail, or that it works again.
pub fn mark_failing(conn: &mut Conn, id: ConnectionId, since: Option<Timestamp>) -> Result<()> {
    diesel::update(connections::table.find(id)).set(connections::failing_since.eq(since)).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, id: ConnectionId) -> Result<()> {
    diesel::delete(connections::table.find(id)).execute(conn)?;
    Ok(())
}

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    kinds: &[ConnectionKind],
    state: Option<ConnectionState>,
    after: Option<(Timestamp, ConnectionId)>,
    limit: i64,
) -> Result<Vec<Connection>> {
    let mut query = connections::table
        .filter(connections::organization_id.eq(organization_id))
        .filter(connections::kind.eq_any(kinds.to_vec()))
        .order((connections::created_at, connections::id))
        .select(Connection::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(state) = state {
        query = query.filter(connections::state.eq(state));
    }
    if let Some((at, id)) = after {
        query = dialect::after!(query, connections::created_at, connections::id, at, id);
    }
    Ok(query.load(conn)?)
}
