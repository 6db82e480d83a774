//! Trying again by hand, test sends, and recovering what was missed.

use super::model::{Delivery, DeliveryDetail, DeliveryState};
use super::{queries, store};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{ConnectionId, DeliveryId};
use crate::kernel::{Code, Problem, Result, Timestamp};
use crate::messaging::connections;
use crate::messaging::connections::model::{Connection, ConnectionKind};
use crate::messaging::connections::views::Recovery;
use crate::messaging::events::reader;
use crate::messaging::log::views::TEST_EVENT;

/// Events that one call of `recover` takes up.
const RECOVERED_AT_ONCE: i64 = 10_000;

/// Tries again at once, with the same id, whatever became of it before.
pub fn retry(tx: &mut Tx<'_>, caller: &Caller, id: DeliveryId) -> Result<DeliveryDetail> {
    let mut delivery = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    let now = tx.now();
    // A lease that has run out is nobody's any more.
    let is_held = delivery.lease_token.is_some() && delivery.due_at.is_some_and(|until| until > now);
    if is_held {
        return Err(Problem::new(Code::DeliveryInProgress));
    }
    if delivery.channel == ConnectionKind::Email && delivery.state == DeliveryState::Cancelled {
        return Err(Problem::new(Code::InvalidTransition)
            .detail("The mail was not sent for a reason that an attempt would meet again; see its notification.")
            .with("allowed_actions", Vec::<&str>::new()));
    }
    delivery.state = DeliveryState::Pending;
    delivery.due_at = Some(now);
    delivery.tries = 0;
    delivery.lease_token = None;
    store::update(tx.conn(), &delivery)?;
    queries::detail(tx.conn(), delivery)
}

/// Sends a message that says that it is a test, and answers with its delivery.
pub fn send_test(tx: &mut Tx<'_>, caller: &Caller, connection: &Connection) -> Result<DeliveryDetail> {
    let id: DeliveryId = tx.new_id();
    let now = tx.now();
    let to = match caller.user_id() {
        Some(user_id) => Some(crate::identity::users::queries::get(tx.conn(), caller, user_id)?),
        None => None,
    };
    let to = to.map(|user| serde_json::json!({ "email": user.email, "name": user.name }));
    let payload = serde_json::json!({ "message": "This is a test.", "to": to });
    let delivery = Delivery {
        target_id: connection.id.to_string(),
        connection_id: Some(connection.id),
        event_type: TEST_EVENT.into(),
        payload: Some(Json(payload)),
        ..Delivery::due(id, connection.organization_id, connection.kind, format!("test/{id}"), now)
    };
    store::insert_new(tx.conn(), std::slice::from_ref(&delivery))?;
    queries::detail(tx.conn(), delivery)
}

/// What one delivery of an event to a connection is known by.
pub fn event_intent(connection: ConnectionId, event: &impl std::fmt::Display) -> String {
    format!("{event}/{connection}")
}

/// A row for each of these events at this connection.
pub fn of_event(tx: &Tx<'_>, connection: &Connection, event: &crate::messaging::events::EventRow) -> Delivery {
    Delivery {
        target_id: connection.id.to_string(),
        connection_id: Some(connection.id),
        event_id: Some(event.id),
        event_type: event.event_type.clone(),
        ..Delivery::due(tx.new_id(), connection.organization_id, connection.kind, event_intent(connection.id, &event.id), tx.now())
    }
}

/// Queues what this endpoint has not got since then: what failed is tried again, what was never queued
/// (because the endpoint was disabled) is queued now. What arrived is left alone.
pub fn recover(tx: &mut Tx<'_>, caller: &Caller, id: ConnectionId, since: Timestamp) -> Result<Recovery> {
    let connection = connections::store::find_for_update(tx.conn(), caller.organization_id, id)?;
    if connection.kind != ConnectionKind::Webhook {
        return Err(Problem::not_found());
    }
    if !connection.is_enabled() {
        return Err(Problem::new(Code::InvalidTransition)
            .detail("Enable the endpoint first.")
            .with("allowed_actions", connection.allowed_actions()));
    }
    let start = reader::position_before(tx.conn(), since)?;
    let types = connection.event_types.as_ref().map(|types| types.0.clone());
    let mut events = reader::of_organization(tx.conn(), caller.organization_id, types.as_deref(), start, RECOVERED_AT_ONCE + 1)?;
    let has_more = events.len() as i64 > RECOVERED_AT_ONCE;
    events.truncate(RECOVERED_AT_ONCE as usize);
    let next_since = events.last().filter(|_| has_more).map(|event| event.occurred_at);
    events.retain(|event| event.occurred_at >= since && connection.hears(&event.event_type, &event.data.0));
    let now = tx.now();
    let mut queued = 0;
    for chunk in events.chunks(500) {
        let intents = chunk.iter().map(|event| event_intent(id, &event.id)).collect();
        queued += store::requeue(tx.conn(), intents, now)?;
        let rows: Vec<Delivery> = chunk.iter().map(|event| of_event(tx, &connection, event)).collect();
        queued += store::insert_new(tx.conn(), &rows)?;
    }
    Ok(Recovery { queued, next_since })
}
