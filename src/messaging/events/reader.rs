//! Following the whole log without missing an event that commits late. PostgreSQL hands out sequences
//! before transactions commit, so a reader that remembers the highest one would pass over what is
//! still under way: it goes by transaction and sequence, and stops before the oldest open transaction.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::store::EventRow;
use crate::db::schema::{events, followers};
use crate::db::{Conn, MultiBackend, Tx, dialect};
use crate::kernel::ids::{EventId, OrganizationId};
use crate::kernel::{Result, Timestamp};

/// A place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    pub transaction_id: i64,
    pub sequence: i64,
}

impl From<&EventRow> for Position {
    fn from(row: &EventRow) -> Self {
        Self { transaction_id: row.transaction_id, sequence: row.sequence }
    }
}

/// Where this event stands in the organization's log.
pub fn position_of(conn: &mut Conn, organization_id: OrganizationId, id: EventId) -> Result<Option<Position>> {
    let found: Option<(i64, i64)> = events::table
        .filter(events::id.eq(id))
        .filter(events::organization_id.eq(organization_id))
        .select((events::transaction_id, events::sequence))
        .first(conn)
        .optional()?;
    Ok(found.map(|(transaction_id, sequence)| Position { transaction_id, sequence }))
}

/// The end of the log as far as it may be read.
pub fn last_position(conn: &mut Conn, organization_id: OrganizationId) -> Result<Position> {
    let settled = dialect::oldest_open_transaction(conn)?;
    let found: Option<(i64, i64)> = events::table
        .filter(events::organization_id.eq(organization_id))
        .filter(events::transaction_id.lt(settled))
        .order((events::transaction_id.desc(), events::sequence.desc()))
        .select((events::transaction_id, events::sequence))
        .first(conn)
        .optional()?;
    Ok(found.map(|(transaction_id, sequence)| Position { transaction_id, sequence }).unwrap_or_default())
}

/// What follows in one organization's log, of these types or of all.
pub fn of_organization(
    conn: &mut Conn,
    organization_id: OrganizationId,
    types: Option<&[String]>,
    after: Position,
    limit: i64,
) -> Result<Vec<EventRow>> {
    let settled = dialect::oldest_open_transaction(conn)?;
    let mut query = events::table
        .filter(events::organization_id.eq(organization_id))
        .filter(events::transaction_id.lt(settled))
        .order((events::transaction_id, events::sequence))
        .limit(limit)
        .select(EventRow::as_select())
        .into_boxed::<MultiBackend>();
    query = dialect::after!(query, events::transaction_id, events::sequence, after.transaction_id, after.sequence);
    if let Some(types) = types {
        query = query.filter(events::event_type.eq_any(types.to_vec()));
    }
    Ok(query.load(conn)?)
}

/// Whether a follower has something to read.
pub fn has_news(conn: &mut Conn, follower: &'static str) -> Result<bool> {
    let at = position(conn, follower)?;
    Ok(!next(conn, at, 1)?.is_empty())
}

/// Whether there is anything that a follower has not read, also what may not be read yet.
pub fn is_behind(conn: &mut Conn, follower: &'static str) -> Result<bool> {
    let at = position(conn, follower)?;
    let query = events::table.limit(1).select(events::sequence).into_boxed::<MultiBackend>();
    let found: Vec<i64> = dialect::after!(query, events::transaction_id, events::sequence, at.transaction_id, at.sequence).load(conn)?;
    Ok(!found.is_empty())
}

/// Takes the next events for a follower, who is the only one of that name until the transaction ends.
/// What it makes of them is committed together with how far it has come: each event counts once.
pub fn take(tx: &mut Tx<'_>, follower: &'static str, limit: i64) -> Result<Vec<EventRow>> {
    dialect::start_follower(tx.conn(), follower)?;
    let at = position(tx.conn(), follower)?;
    let rows = next(tx.conn(), at, limit)?;
    if let Some(last) = rows.last() {
        diesel::update(followers::table.find(follower))
            .set((followers::transaction_id.eq(last.transaction_id), followers::sequence.eq(last.sequence)))
            .execute(tx.conn())?;
    }
    Ok(rows)
}

fn position(conn: &mut Conn, follower: &'static str) -> Result<Position> {
    let found: Option<(i64, i64)> =
        followers::table.find(follower).select((followers::transaction_id, followers::sequence)).first(conn).optional()?;
    Ok(found.map(|(transaction_id, sequence)| Position { transaction_id, sequence }).unwrap_or_default())
}

fn next(conn: &mut Conn, after: Position, limit: i64) -> Result<Vec<EventRow>> {
    let settled = dialect::oldest_open_transaction(conn)?;
    let query = events::table
        .filter(events::transaction_id.lt(settled))
        .order((events::transaction_id, events::sequence))
        .limit(limit)
        .select(EventRow::as_select());
    Ok(dialect::after!(query, events::transaction_id, events::sequence, after.transaction_id, after.sequence).load(conn)?)
}

/// The newest events of a type, newest first.
pub fn newest(conn: &mut Conn, organization_id: OrganizationId, event_type: &str, limit: i64) -> Result<Vec<EventRow>> {
    Ok(events::table
        .filter(events::organization_id.eq(organization_id))
        .filter(events::event_type.eq(event_type.to_owned()))
        .order(events::sequence.desc())
        .limit(limit)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// One event.
pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: EventId) -> Result<Option<EventRow>> {
    Ok(events::table
        .filter(events::id.eq(id))
        .filter(events::organization_id.eq(organization_id))
        .select(EventRow::as_select())
        .first(conn)
        .optional()?)
}

/// These events, for workers, who found them through deliveries.
pub fn find_many(conn: &mut Conn, ids: &[EventId]) -> Result<Vec<EventRow>> {
    Ok(events::table.filter(events::id.eq_any(ids.to_vec())).select(EventRow::as_select()).load(conn)?)
}

/// A place in the log before everything that happened since then. Ids are made in the order of time, so
/// that one with that moment in it finds the place; a minute more makes up for clocks that differ.
pub fn position_before(conn: &mut Conn, since: Timestamp) -> Result<Position> {
    let first = EventId::at(since.plus(TimeDelta::minutes(-1)));
    let found: Option<(i64, i64)> = events::table
        .filter(events::id.ge(first))
        .order(events::id)
        .select((events::transaction_id, events::sequence))
        .first(conn)
        .optional()?;
    let at = found.map(|(transaction_id, sequence)| Position { transaction_id, sequence: sequence - 1 });
    Ok(at.unwrap_or(Position { transaction_id: i64::MAX, sequence: i64::MAX }))
}
