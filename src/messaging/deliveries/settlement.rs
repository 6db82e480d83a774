//! Writing down what came of attempts. Guarded by the lease: who was too slow finds another's token, or
//! none, and changes nothing.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;

use super::model::{Attempt, AttemptOutcome, Delivery, DeliveryState};
use super::{schedule, store};
use crate::db::Tx;
use crate::kernel::Result;
use crate::kernel::ids::{ConnectionId, DeliveryId, NotificationId};
use crate::messaging::connections;
use crate::messaging::connections::model::{Connection, ConnectionKind};
use crate::messaging::notifications::commands::{self as notifications, Fate};

/// What a worker has to tell of a delivery that it held.
#[derive(Debug, Clone)]
pub struct Settled {
    pub delivery_id: DeliveryId,
    pub lease_token: String,
    pub result: Finding,
}

/// What became of it.
#[derive(Debug, Clone)]
pub enum Finding {
    /// It was tried.
    Tried {
        outcome: AttemptOutcome,
        status: Option<u16>,
        latency_ms: i32,
        answer: String,
        error: Option<String>,
        retry_after: Option<TimeDelta>,
        /// The subject of the mail, as it was sent.
        title: Option<String>,
    },
    /// When it was looked at again there was no more reason to send it.
    Dropped { fate: Fate },
}

/// Settles a batch in a handful of statements. How many were still ours to settle.
pub fn settle(tx: &mut Tx<'_>, batch: &[Settled]) -> Result<usize> {
    let ids: Vec<DeliveryId> = batch.iter().map(|settled| settled.delivery_id).collect();
    let mut tokens: Vec<String> = batch.iter().map(|settled| settled.lease_token.clone()).collect();
    tokens.sort();
    tokens.dedup();
    let ours = store::leased(tx.conn(), &ids, &tokens)?;
    let by_id: HashMap<DeliveryId, &Settled> = batch.iter().map(|settled| (settled.delivery_id, settled)).collect();
    let ours: Vec<(Delivery, &Settled)> = ours
        .into_iter()
        .filter_map(|row| by_id.get(&row.id).map(|settled| (row, *settled)))
        .filter(|(row, settled)| row.lease_token.as_ref() == Some(&settled.lease_token))
        .collect();
    let attempts: Vec<Attempt> = ours.iter().filter_map(|(row, settled)| attempt(tx, row, &settled.result)).collect();
    store::insert_attempts(tx.conn(), &attempts)?;
    let count = ours.len();
    let (arrived, others): (Vec<_>, Vec<_>) = ours.into_iter().partition(|(_, settled)| has_arrived(&settled.result));
    settle_arrived(tx, &arrived)?;
    // Whose attempts failed, and whether the receiver is gone.
    let mut troubled: HashMap<ConnectionId, bool> = HashMap::new();
    let off = switched_off(tx, &others)?;
    for (row, settled) in others {
        if let (Some(id), Finding::Tried { outcome, .. }) = (row.connection_id, &settled.result) {
            let is_gone = *outcome == AttemptOutcome::Gone;
            // A message that is refused for itself says nothing of the connection.
            if *outcome != AttemptOutcome::Rejected {
                *troubled.entry(id).or_default() |= is_gone;
            }
        }
        let is_off = row.connection_id.is_some_and(|id| off.contains(&id));
        settle_other(tx, row, is_off, &settled.result)?;
    }
    let healthy: Vec<ConnectionId> =
        arrived.iter().filter_map(|(row, _)| row.connection_id).filter(|id| !troubled.contains_key(id)).collect();
    note_health(tx, healthy, &troubled)?;
    Ok(count)
}

fn has_arrived(finding: &Finding) -> bool {
    matches!(finding, Finding::Tried { outcome: AttemptOutcome::Delivered, .. })
}

fn attempt(tx: &Tx<'_>, row: &Delivery, finding: &Finding) -> Option<Attempt> {
    let Finding::Tried { outcome, status, latency_ms, answer, error, .. } = finding else { return None };
    Some(Attempt {
        delivery_id: row.id,
        number: row.attempts,
        organization_id: row.organization_id,
        outcome: *outcome,
        status: status.map(i32::from),
        latency_ms: *latency_ms,
        answer: answer.clone(),
        error: error.clone(),
        attempted_at: row.last_attempt_at.unwrap_or(tx.now()),
    })
}

/// What arrived, grouped by what the receivers answered.
fn settle_arrived(tx: &mut Tx<'_>, arrived: &[(Delivery, &Settled)]) -> Result<()> {
    let now = tx.now();
    let mut by_status: HashMap<Option<i32>, Vec<DeliveryId>> = HashMap::new();
    let mut heard: Vec<(NotificationId, Option<String>)> = Vec::new();
    for (row, settled) in arrived {
        let Finding::Tried { status, title, .. } = &settled.result else { continue };
        by_status.entry(status.map(i32::from)).or_default().push(row.id);
        heard.extend(row.notification_id.map(|id| (id, title.clone())));
    }
    for (status, ids) in by_status {
        store::mark_delivered(tx.conn(), &ids, status, now)?;
    }
    for (id, title) in heard {
        notifications::settle(tx, id, Fate::Sent, title)?;
    }
    Ok(())
}

/// Connections that were disabled while these were under way. Mail has other ways.
fn switched_off(tx: &mut Tx<'_>, others: &[(Delivery, &Settled)]) -> Result<HashSet<ConnectionId>> {
    let of = others.iter().filter(|(row, _)| row.channel != ConnectionKind::Email);
    let mut ids: Vec<ConnectionId> = of.filter_map(|(row, _)| row.connection_id).collect();
    ids.sort();
    ids.dedup();
    let known = if ids.is_empty() { Vec::new() } else { connections::store::find_many(tx.conn(), &ids)? };
    Ok(known.iter().filter(|connection| !connection.is_enabled()).map(|connection| connection.id).collect())
}

fn settle_other(tx: &mut Tx<'_>, mut row: Delivery, is_off: bool, finding: &Finding) -> Result<()> {
    row.lease_token = None;
    let mut fate = None;
    match finding {
        Finding::Tried { outcome, status, error, retry_after, .. } => {
            row.last_status = status.map(i32::from);
            row.last_error.clone_from(error);
            let may_succeed = *outcome == AttemptOutcome::Failed;
            row.due_at = schedule::next_attempt(row.id, row.tries, *retry_after, tx.now()).filter(|_| may_succeed && !is_off);
            if may_succeed && is_off {
                row.state = DeliveryState::Cancelled;
            } else if row.due_at.is_none() {
                row.state = DeliveryState::Failed;
                fate = Some(Fate::Failed(error.clone().unwrap_or_else(|| "it could not be delivered".into())));
            }
        }
        Finding::Dropped { fate: why } => {
            (row.state, row.due_at, row.last_error) = (DeliveryState::Cancelled, None, why.reason());
            fate = Some(why.clone());
        }
    }
    store::update(tx.conn(), &row)?;
    match (row.notification_id, fate) {
        (Some(id), Some(fate)) => notifications::settle(tx, id, fate, None),
        _ => Ok(()),
    }
}

/// What failed or worked tells how the connections are.
fn note_health(tx: &mut Tx<'_>, mut healthy: Vec<ConnectionId>, troubled: &HashMap<ConnectionId, bool>) -> Result<()> {
    healthy.sort();
    healthy.dedup();
    let mut all = healthy.clone();
    all.extend(troubled.keys());
    all.sort();
    let now = tx.now();
    for connection in connections::store::find_many(tx.conn(), &all)? {
        match troubled.get(&connection.id) {
            None if connection.failing_since.is_some() => connections::store::mark_failing(tx.conn(), connection.id, None)?,
            None => {}
            Some(true) => lose(tx, connection)?,
            Some(false) => match connection.failing_since {
                None => connections::store::mark_failing(tx.conn(), connection.id, Some(now))?,
                Some(since) if since.plus(schedule::DISABLED_AFTER) <= now && connection.kind != ConnectionKind::Email => {
                    disable(tx, &connection, "every attempt failed for five days")?;
                }
                Some(_) => {}
            },
        }
    }
    Ok(())
}

/// The receiver said that it is no longer there. A Zap that was switched off is forgotten, as Zapier asks.
fn lose(tx: &mut Tx<'_>, connection: Connection) -> Result<()> {
    match connection.kind {
        ConnectionKind::Zapier => connections::commands::remove(tx, &connection),
        _ => disable(tx, &connection, "the receiver said that it is gone"),
    }
}

fn disable(tx: &mut Tx<'_>, connection: &Connection, reason: &str) -> Result<()> {
    // Read again under its lock: somebody may be changing it.
    let mut held = connections::store::find_for_update(tx.conn(), connection.organization_id, connection.id)?;
    if held.is_enabled() { connections::commands::disable(tx, &mut held, reason) } else { Ok(()) }
}
