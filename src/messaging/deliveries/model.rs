//! A delivery, and an attempt at one.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::db::schema::{deliveries, delivery_attempts};
use crate::db::{Json, MultiBackend};
use crate::kernel::ids::{ConnectionId, DeliveryId, EventId, NotificationId, OrganizationId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp, text_enum};
use crate::messaging::channels;
use crate::messaging::connections::model::ConnectionKind;

text_enum! {
    /// Where a delivery stands.
    pub enum DeliveryState {
        /// Waits for its first or next attempt.
        Pending = "pending",
        /// The receiver said that it has it.
        Delivered = "delivered",
        /// Every attempt failed, or the receiver refused it for good.
        Failed = "failed",
        /// There was no more reason to send it.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// What came of an attempt.
    pub enum AttemptOutcome {
        Delivered = "delivered",
        /// May succeed later.
        Failed = "failed",
        /// Will never succeed.
        Rejected = "rejected",
        /// The receiver is no longer there.
        Gone = "gone",
    }
}

impl From<channels::Outcome> for AttemptOutcome {
    fn from(outcome: channels::Outcome) -> Self {
        match outcome {
            channels::Outcome::Delivered => Self::Delivered,
            channels::Outcome::Failed => Self::Failed,
            channels::Outcome::Rejected => Self::Rejected,
            channels::Outcome::Gone => Self::Gone,
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = deliveries, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Delivery {
    pub id: DeliveryId,
    pub organization_id: OrganizationId,
    pub intent: String,
    pub channel: ConnectionKind,
    pub target_id: String,
    pub connection_id: Option<ConnectionId>,
    pub notification_id: Option<NotificationId>,
    pub event_id: Option<EventId>,
    pub event_type: String,
    pub state: DeliveryState,
    pub attempts: i32,
    pub tries: i32,
    pub due_at: Option<Timestamp>,
    pub lease_token: Option<String>,
    pub payload: Option<Json<Value>>,
    pub last_status: Option<i32>,
    pub last_error: Option<String>,
    pub last_attempt_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl Delivery {
    /// One that is to be tried at once.
    pub fn due(id: DeliveryId, organization_id: OrganizationId, channel: ConnectionKind, intent: String, now: Timestamp) -> Self {
        Self {
            id,
            organization_id,
            intent,
            channel,
            target_id: organization_id.to_string(),
            connection_id: None,
            notification_id: None,
            event_id: None,
            event_type: String::new(),
            state: DeliveryState::Pending,
            attempts: 0,
            tries: 0,
            due_at: Some(now),
            lease_token: None,
            payload: None,
            last_status: None,
            last_error: None,
            last_attempt_at: None,
            delivered_at: None,
            created_at: now,
        }
    }

    pub fn allowed_actions(&self) -> Vec<String> {
        if self.lease_token.is_some() { Vec::new() } else { vec!["retry".to_owned()] }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = delivery_attempts, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Attempt {
    pub delivery_id: DeliveryId,
    pub number: i32,
    pub organization_id: OrganizationId,
    pub outcome: AttemptOutcome,
    pub status: Option<i32>,
    pub latency_ms: i32,
    pub answer: String,
    pub error: Option<String>,
    pub attempted_at: Timestamp,
}

/// Something that leaves over the network.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub struct DeliveryView {
    pub id: DeliveryId,
    pub channel: ConnectionKind,
    /// Null where mail goes by the server's own settings.
    pub connection_id: Option<ConnectionId>,
    pub notification_id: Option<NotificationId>,
    pub event_id: Option<EventId>,
    #[schema(example = "item.completed")]
    pub event_type: String,
    pub state: DeliveryState,
    /// Attempts so far.
    #[schema(example = 2)]
    pub attempts: i32,
    /// When it is tried next; null when it is not.
    pub next_attempt_at: Option<Timestamp>,
    /// HTTP status or SMTP code of the last answer.
    #[schema(example = 503)]
    pub last_status: Option<i32>,
    pub last_error: Option<String>,
    pub delivered_at: Option<Timestamp>,
    pub allowed_actions: Vec<String>,
    pub created_at: Timestamp,
}

list_schema!(DeliveryList of DeliveryView);

impl From<Delivery> for DeliveryView {
    fn from(row: Delivery) -> Self {
        Self {
            id: row.id,
            channel: row.channel,
            connection_id: row.connection_id,
            notification_id: row.notification_id,
            event_id: row.event_id,
            allowed_actions: row.allowed_actions(),
            event_type: row.event_type,
            state: row.state,
            attempts: row.attempts,
            next_attempt_at: row.due_at,
            last_status: row.last_status,
            last_error: row.last_error,
            delivered_at: row.delivered_at,
            created_at: row.created_at,
        }
    }
}

/// One attempt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeliveryAttempt)]
pub struct AttemptView {
    /// Counted from 1.
    #[schema(example = 1)]
    pub number: i32,
    pub outcome: AttemptOutcome,
    #[schema(example = 503)]
    pub status: Option<i32>,
    /// How long the receiver took, in milliseconds.
    #[schema(example = 87)]
    pub latency_ms: i32,
    /// The first 4 KiB of the answer.
    pub answer: String,
    pub error: Option<String>,
    pub attempted_at: Timestamp,
}

impl From<Attempt> for AttemptView {
    fn from(row: Attempt) -> Self {
        Self {
            number: row.number,
            outcome: row.outcome,
            status: row.status,
            latency_ms: row.latency_ms,
            answer: row.answer,
            error: row.error,
            attempted_at: row.attempted_at,
        }
    }
}

/// A delivery with every attempt at it, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryDetail {
    #[serde(flatten)]
    pub delivery: DeliveryView,
    pub log: Vec<AttemptView>,
}

impl Resource for DeliveryDetail {
    fn path(&self) -> String {
        format!("/deliveries/{}", self.delivery.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}
