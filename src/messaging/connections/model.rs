//! A connection as it is stored.

use diesel::prelude::*;
use serde_json::Value;

use super::settings::Target;
use crate::db::schema::connections;
use crate::db::{Json, MultiBackend};
use crate::kernel::ids::{ConnectionId, OrganizationId, UserId};
use crate::kernel::{Result, Timestamp, Vault, text_enum};
use crate::messaging::events::catalogue;

text_enum! {
    /// By what means a connection sends.
    pub enum ConnectionKind {
        Email = "email",
        Slack = "slack",
        Zapier = "zapier",
        Webhook = "webhook",
    }
}

text_enum! {
    /// Whether a connection is used.
    pub enum ConnectionState {
        Enabled = "enabled",
        /// By hand, because the receiver said that it is gone, or after five days of failures.
        Disabled = "disabled",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = connections, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Connection {
    pub id: ConnectionId,
    pub organization_id: OrganizationId,
    pub kind: ConnectionKind,
    pub name: String,
    pub settings: Json<Target>,
    pub event_types: Option<Json<Vec<String>>>,
    pub sealed_secret: Option<String>,
    pub previous_secret: Option<String>,
    pub previous_secret_until: Option<Timestamp>,
    pub lookup_key: Option<String>,
    pub state: ConnectionState,
    pub disabled_reason: Option<String>,
    pub failing_since: Option<Timestamp>,
    pub created_by: Option<UserId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Connection {
    pub fn is_enabled(&self) -> bool {
        self.state == ConnectionState::Enabled
    }

    /// Whether it is told of events at all, and of this one.
    pub fn hears(&self, event_type: &str, data: &Value) -> bool {
        let subscribes = self.kind != ConnectionKind::Email && self.is_enabled();
        subscribes && self.wants(event_type) && self.is_addressed(event_type, data)
    }

    /// Without a list it wants everything; Slack, which people read, only hears of advocacy what missions post there.
    fn wants(&self, event_type: &str) -> bool {
        match &self.event_types {
            Some(types) => types.0.iter().any(|name| name == event_type),
            None if self.kind == ConnectionKind::Slack => catalogue::is_notice(event_type) || !catalogue::is_of_advocacy(event_type),
            None => true,
        }
    }

    /// A notice of a mission goes only where the mission sends it, and to Slack never one a person.
    fn is_addressed(&self, event_type: &str, data: &Value) -> bool {
        if !catalogue::is_notice(event_type) {
            return true;
        }
        let is_for_one = matches!(event_type, "mission.assigned" | "mission.reminder_due");
        let is_gathered = event_type == "mission.entries_gathered";
        let channels = data["channels"].as_array().into_iter().flatten();
        let is_named = channels.filter_map(Value::as_str).any(|channel| channel == self.kind.as_str());
        is_named && if self.kind == ConnectionKind::Slack { !is_for_one } else { !is_gathered }
    }

    pub fn secret(&self, vault: &Vault) -> Result<Option<String>> {
        self.sealed_secret.as_ref().map(|sealed| vault.open(&self.id.to_string(), sealed)).transpose()
    }

    /// What a webhook is signed with now: the secret, and the one before while it still counts.
    pub fn signing_secrets(&self, vault: &Vault, now: Timestamp) -> Result<Vec<String>> {
        let previous = self.previous_secret.as_ref().filter(|_| self.previous_secret_until.is_some_and(|until| until > now));
        let sealed = self.sealed_secret.iter().chain(previous);
        sealed.map(|sealed| vault.open(&self.id.to_string(), sealed)).collect()
    }

    pub fn allowed_actions(&self) -> Vec<&'static str> {
        let mut actions = vec!["test", if self.is_enabled() { "disable" } else { "enable" }];
        if self.kind == ConnectionKind::Webhook {
            actions.extend(["rotate_secret", "recover"]);
        }
        actions
    }
}
