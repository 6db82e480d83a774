//! The tables `deliveries` and `delivery_attempts`.

use diesel::prelude::*;

use super::model::{Attempt, Delivery, DeliveryState};
use crate::db::schema::{deliveries, delivery_attempts};
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::kernel::ids::{ConnectionId, DeliveryId, EventId, NotificationId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};
use crate::messaging::connections::model::{Connection, ConnectionKind};

/// Stores what nobody has queued yet; how many those were.
pub fn insert_new(conn: &mut Conn, rows: &[Delivery]) -> Result<usize> {
    Ok(dialect::insert_new!(conn, deliveries::table, deliveries::intent, rows)?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: DeliveryId) -> Result<Delivery> {
    let found = deliveries::table
        .filter(deliveries::id.eq(id))
        .filter(deliveries::organization_id.eq(organization_id))
        .select(Delivery::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: DeliveryId) -> Result<Delivery> {
    dialect::lock_row(conn, "deliveries", &id.to_string())?;
    find(conn, organization_id, id)
}

pub fn attempts_of(conn: &mut Conn, id: DeliveryId) -> Result<Vec<Attempt>> {
    Ok(delivery_attempts::table
        .filter(delivery_attempts::delivery_id.eq(id))
        .order(delivery_attempts::number)
        .select(Attempt::as_select())
        .load(conn)?)
}

pub fn insert_attempts(conn: &mut Conn, rows: &[Attempt]) -> Result<()> {
    dialect::insert_all!(conn, delivery_attempts::table, rows)?;
    Ok(())
}

/// Whether a worker would find something to do. Workers of all organizations are the same.
pub fn has_due(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    Ok(dialect::has_due(conn, "deliveries", "due_at", now)?)
}

/// Puts these under a lease, one attempt further.
pub fn lease(conn: &mut Conn, ids: &[DeliveryId], token: &str, now: Timestamp, until: Timestamp) -> Result<Vec<Delivery>> {
    let change = (
        deliveries::lease_token.eq(token),
        deliveries::due_at.eq(until),
        deliveries::last_attempt_at.eq(now),
        deliveries::attempts.eq(deliveries::attempts + 1),
        deliveries::tries.eq(deliveries::tries + 1),
    );
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(ids.to_vec()))).set(change).execute(conn)?;
    Ok(deliveries::table.filter(deliveries::id.eq_any(ids.to_vec())).select(Delivery::as_select()).load(conn)?)
}

/// Those of these that are still under one of these leases, held until the transaction ends.
pub fn leased(conn: &mut Conn, ids: &[DeliveryId], tokens: &[String]) -> Result<Vec<Delivery>> {
    dialect::lock_rows(conn, "deliveries", &ids.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok(deliveries::table
        .filter(deliveries::id.eq_any(ids.to_vec()))
        .filter(deliveries::lease_token.eq_any(tokens.to_vec()))
        .filter(deliveries::state.eq(DeliveryState::Pending))
        .select(Delivery::as_select())
        .load(conn)?)
}

/// What succeeded, all in one statement. `status` is the same for all of them.
pub fn mark_delivered(conn: &mut Conn, ids: &[DeliveryId], status: Option<i32>, now: Timestamp) -> Result<()> {
    let change = (
        deliveries::state.eq(DeliveryState::Delivered),
        deliveries::due_at.eq(None::<Timestamp>),
        deliveries::lease_token.eq(None::<String>),
        deliveries::last_status.eq(status),
        deliveries::last_error.eq(None::<String>),
        deliveries::delivered_at.eq(now),
    );
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(ids.to_vec()))).set(change).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, row: &Delivery) -> Result<()> {
    let change = (
        deliveries::state.eq(row.state),
        deliveries::tries.eq(row.tries),
        deliveries::due_at.eq(row.due_at),
        deliveries::lease_token.eq(&row.lease_token),
        deliveries::last_status.eq(row.last_status),
        deliveries::last_error.eq(&row.last_error),
        deliveries::delivered_at.eq(row.delivered_at),
    );
    Prepared(diesel::update(deliveries::table.find(row.id)).set(change)).execute(conn)?;
    Ok(())
}

/// Gives up what waits for this target. What is under way settles by itself.
pub fn cancel_of_target(conn: &mut Conn, target_id: &str, reason: &str) -> Result<usize> {
    let waiting = deliveries::table
        .filter(deliveries::target_id.eq(target_id.to_owned()))
        .filter(deliveries::due_at.is_not_null())
        .filter(deliveries::channel.ne(ConnectionKind::Email))
        .filter(deliveries::lease_token.is_null());
    let change = (
        deliveries::state.eq(DeliveryState::Cancelled),
        deliveries::due_at.eq(None::<Timestamp>),
        deliveries::last_error.eq(reason.to_owned()),
    );
    Ok(diesel::update(waiting).set(change).execute(conn)?)
}

/// Before a connection goes: mail that it was to carry stays, for whatever is used instead.
pub fn release_target(conn: &mut Conn, connection: &Connection) -> Result<()> {
    let of_target =
        deliveries::table.filter(deliveries::target_id.eq(connection.id.to_string())).filter(deliveries::channel.eq(ConnectionKind::Email));
    let change = (deliveries::target_id.eq(connection.organization_id.to_string()), deliveries::connection_id.eq(None::<ConnectionId>));
    diesel::update(of_target).set(change).execute(conn)?;
    Ok(())
}

/// Those of these that are there and did not arrive: tried at once, and
/// the timetable begins anew.
pub fn requeue(conn: &mut Conn, intents: Vec<String>, now: Timestamp) -> Result<usize> {
    let lost = deliveries::table
        .filter(deliveries::intent.eq_any(intents))
        .filter(deliveries::state.ne(DeliveryState::Delivered))
        .filter(deliveries::lease_token.is_null())
        // What is due already is under way.
        .filter(deliveries::due_at.is_null().or(deliveries::due_at.gt(now)));
    let change = (deliveries::state.eq(DeliveryState::Pending), deliveries::tries.eq(0), deliveries::due_at.eq(now));
    Ok(diesel::update(lost).set(change).execute(conn)?)
}

/// Mails that were given up because there was no more reason to send them, and now there is.
pub fn revive(conn: &mut Conn, notifications: &[NotificationId], now: Timestamp) -> Result<()> {
    let given_up = deliveries::table
        .filter(deliveries::notification_id.eq_any(notifications.to_vec()))
        .filter(deliveries::state.eq(DeliveryState::Cancelled));
    let change = (
        deliveries::state.eq(DeliveryState::Pending),
        deliveries::tries.eq(0),
        deliveries::due_at.eq(now),
        deliveries::last_error.eq(None::<String>),
    );
    diesel::update(given_up).set(change).execute(conn)?;
    Ok(())
}

/// Messages that an email connection tried to send since then.
pub fn attempted_since(conn: &mut Conn, target_id: &str, since: Timestamp) -> Result<i64> {
    Ok(deliveries::table
        .filter(deliveries::target_id.eq(target_id.to_owned()))
        .filter(deliveries::channel.eq(ConnectionKind::Email))
        .filter(deliveries::last_attempt_at.gt(since))
        .count()
        .get_result(conn)?)
}

pub fn of_notification(conn: &mut Conn, id: NotificationId) -> Result<Option<Delivery>> {
    Ok(deliveries::table.filter(deliveries::notification_id.eq(id)).select(Delivery::as_select()).first(conn).optional()?)
}

/// Filters of the list of deliveries.
#[derive(Debug, Default)]
pub struct Wanted {
    pub target_id: Option<String>,
    pub state: Option<DeliveryState>,
    pub channel: Option<ConnectionKind>,
    pub event_id: Option<EventId>,
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    wanted: &Wanted,
    before: Option<(Timestamp, DeliveryId)>,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let mut query = deliveries::table
        .filter(deliveries::organization_id.eq(organization_id))
        .order((deliveries::created_at.desc(), deliveries::id.desc()))
        .select(Delivery::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(target) = &wanted.target_id {
        query = query.filter(deliveries::target_id.eq(target.clone()));
    }
    if let Some(state) = wanted.state {
        query = query.filter(deliveries::state.eq(state));
    }
    if let Some(channel) = wanted.channel {
        query = query.filter(deliveries::channel.eq(channel));
    }
    if let Some(event) = wanted.event_id {
        query = query.filter(deliveries::event_id.eq(event));
    }
    if let Some((at, id)) = before {
        query = dialect::before!(query, deliveries::created_at, deliveries::id, at, id);
    }
    Ok(query.load(conn)?)
}
