//! What connections announce. Never a secret, and of an address only its host.

use serde::Serialize;

use super::model::{Connection, ConnectionKind};
use crate::kernel::ids::{ConnectionId, OrganizationId};
use crate::messaging::events::event;

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

event!(ConnectionEvent { name: event, subject: connection_id });

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

event!(EmailBounced { name: "email.bounced", subject: connection_id });
