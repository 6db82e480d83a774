//! An event as the log and subscribers show it.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::kernel::Timestamp;
use crate::kernel::ids::{EventId, OrganizationId};
use crate::kernel::page::list_schema;
use crate::messaging::events::EventRow;
use crate::messaging::events::catalogue::EventType;

/// The type of what a test sends.
pub const TEST_EVENT: &str = "test";
/// Bytes of one message at most; what would be larger has to be fetched.
const MAX_BYTES: usize = 20_000;

/// An event as subscribers get it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventMessage {
    pub id: EventId,
    #[serde(rename = "type")]
    #[schema(example = "item.completed")]
    pub name: String,
    pub timestamp: Timestamp,
    pub organization_id: OrganizationId,
    /// Grows from one event to the next; gaps mean nothing.
    #[schema(example = 4711)]
    pub sequence: i64,
    /// What the event says; `{"truncated": true}` and the id where that would be too long.
    #[schema(value_type = HashMap<String, Value>)]
    pub data: Value,
}

list_schema!(EventMessageList of EventMessage);

impl From<EventRow> for EventMessage {
    fn from(row: EventRow) -> Self {
        Self {
            id: row.id,
            name: row.event_type,
            timestamp: row.occurred_at,
            organization_id: row.organization_id,
            sequence: row.sequence,
            data: row.data.0,
        }
    }
}

impl EventMessage {
    /// The message as it is sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        if bytes.len() <= MAX_BYTES {
            return bytes;
        }
        let short = Self { data: json!({ "truncated": true, "event_id": self.id }), ..self.clone() };
        serde_json::to_vec(&short).unwrap_or_default()
    }

    pub fn to_value(&self) -> Value {
        serde_json::from_slice(&self.to_bytes()).unwrap_or_default()
    }
}

/// Every type of event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventTypes {
    pub data: Vec<EventType>,
}
