//! What connections announce. Never a secret, and of an address only its host.

use serde::Serialize;

use super::model::{Connection, ConnectionKind};
use crate::kernel::ids::{ConnectionId, OrganizationId};
use crate::messaging::events::Event;

#[derive(Serialize)]
pub struct ConnectionEvent {
    #[serde(skip)]
    event: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    connection_id: ConnectionId,
    kind: ConnectionKind,
    name: String,
    /// Why it is disabled; null while it is not.
    reason: Option<String>,
}

impl ConnectionEvent {
    pub fn new(event: &'static str, connection: &Connection) -> Self {
        Self {
            event,
            organization_id: connection.organization_id,
            connection_id: connection.id,
            kind: connection.kind,
            name: connection.name.clone(),
            reason: connection.disabled_reason.clone(),
        }
    }
}

impl Event for ConnectionEvent {
    fn name(&self) -> &'static str {
        self.event
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.connection_id.to_string()
    }
}

/// An address that will get no more mail.
#[derive(Serialize)]
pub struct EmailBounced {
    #[serde(skip)]
    pub organization_id: OrganizationId,
    #[serde(skip)]
    pub connection_id: ConnectionId,
    pub email: String,
    pub reason: &'static str,
}

impl Event for EmailBounced {
    fn name(&self) -> &'static str {
        "email.bounced"
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.connection_id.to_string()
    }
}
