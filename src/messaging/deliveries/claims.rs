//! Taking what is due. Each target has a few places of its own, so that one that hangs holds up itself
//! and nobody else; one that fails has a single place until it works again.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::model::Delivery;
use super::store;
use crate::db::{Conn, Tx, dialect};
use crate::kernel::ids::{ConnectionId, DeliveryId};
use crate::kernel::{Result, Timestamp, secrets};
use crate::messaging::connections;
use crate::messaging::connections::model::Connection;
use crate::messaging::connections::settings::Target;
use crate::messaging::events::{EventRow, reader};

/// How long a worker may take for an attempt before another takes it up. Longer than any attempt lasts.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Attempts at one target at a time.
const PLACES: usize = 32;
/// Targets looked at in one go.
const TARGETS: i64 = 500;

/// A delivery under a lease, with what is needed to send it.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub delivery: Delivery,
    pub lease_token: String,
    pub connection: Option<Connection>,
    pub event: Option<EventRow>,
}

/// Attempts under way in this process, by target. A help for fairness and nothing that must survive.
pub type InFlight = HashMap<String, usize>;

/// Takes up to `room` due deliveries.
pub fn claim(tx: &mut Tx<'_>, in_flight: &InFlight, room: usize) -> Result<Vec<Claimed>> {
    let now = tx.now();
    let targets = dialect::deliveries::due_targets(tx.conn(), now, TARGETS)?;
    if targets.is_empty() || room == 0 {
        return Ok(Vec::new());
    }
    let ids: Vec<ConnectionId> = targets.iter().filter_map(|target| target.parse().ok()).collect();
    let known: HashMap<ConnectionId, Connection> =
        connections::store::find_many(tx.conn(), &ids)?.into_iter().map(|connection| (connection.id, connection)).collect();
    let mut places = Vec::new();
    for target in targets {
        let connection = target.parse().ok().and_then(|id| known.get(&id));
        let free = places_of(tx.conn(), &target, connection, now)?.saturating_sub(in_flight.get(&target).copied().unwrap_or(0));
        if free > 0 {
            places.push((target, free.min(room)));
        }
    }
    let mut due: Vec<DeliveryId> =
        dialect::deliveries::lock_due_of_targets(tx.conn(), &places, now)?.iter().filter_map(|id| id.parse().ok()).collect();
    due.truncate(room);
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let lease_token = secrets::random_token()?;
    let rows = store::lease(tx.conn(), &due, &lease_token, now, now.plus(LEASE))?;
    with_causes(tx.conn(), rows, &known, &lease_token)
}

/// How many attempts at a target may be under way.
fn places_of(conn: &mut Conn, target: &str, connection: Option<&Connection>, now: Timestamp) -> Result<usize> {
    let Some(connection) = connection else { return Ok(PLACES) };
    let places = if connection.failing_since.is_some() { 1 } else { PLACES };
    match &connection.settings.0 {
        Target::Email(settings) => match settings.messages_per_minute {
            Some(limit) => {
                let sent = store::attempted_since(conn, target, now.plus(TimeDelta::minutes(-1)))?;
                Ok(places.min(usize::try_from(i64::from(limit) - sent).unwrap_or(0)))
            }
            None => Ok(places),
        },
        _ => Ok(places),
    }
}

fn with_causes(conn: &mut Conn, rows: Vec<Delivery>, known: &HashMap<ConnectionId, Connection>, lease_token: &str) -> Result<Vec<Claimed>> {
    let mut ids: Vec<_> = rows.iter().filter_map(|row| row.event_id).collect();
    ids.sort();
    ids.dedup();
    let causes: HashMap<_, EventRow> = reader::find_many(conn, &ids)?.into_iter().map(|event| (event.id, event)).collect();
    let claimed = |delivery: Delivery| Claimed {
        connection: delivery.connection_id.and_then(|id| known.get(&id).cloned()),
        event: delivery.event_id.and_then(|id| causes.get(&id).cloned()),
        lease_token: lease_token.to_owned(),
        delivery,
    };
    Ok(rows.into_iter().map(claimed).collect())
}
