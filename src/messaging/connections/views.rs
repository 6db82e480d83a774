//! Connections as the API shows them. A secret is never shown again, but for a webhook's signing secret,
//! which is shown when it is made.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Connection, ConnectionKind, ConnectionState};
use super::settings::{EmailSettings, SlackSettings, Target};
use crate::kernel::ids::ConnectionId;
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// An address that is told of events, signed as Standard Webhooks says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookEndpoint)]
pub struct WebhookEndpointView {
    pub id: ConnectionId,
    #[schema(example = "https://crm.northwind.example/hooks/rapport")]
    pub url: String,
    #[schema(example = "Our CRM")]
    pub description: String,
    /// Which events it is told of; null means all of them.
    #[schema(example = json!(["item.completed"]))]
    pub event_types: Option<Vec<String>>,
    pub state: ConnectionState,
    /// Why it is disabled.
    pub disabled_reason: Option<String>,
    /// Since when every attempt failed. After five days it is disabled.
    pub failing_since: Option<Timestamp>,
    /// Until when the secret before the present one signs as well.
    pub previous_secret_until: Option<Timestamp>,
    pub allowed_actions: Vec<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(WebhookEndpointList of WebhookEndpointView);

impl From<Connection> for WebhookEndpointView {
    fn from(row: Connection) -> Self {
        Self {
            id: row.id,
            url: row.settings.0.url().to_owned(),
            allowed_actions: actions(&row),
            description: row.name,
            event_types: row.event_types.map(|types| types.0),
            state: row.state,
            disabled_reason: row.disabled_reason,
            failing_since: row.failing_since,
            previous_secret_until: row.previous_secret_until,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl Resource for WebhookEndpointView {
    fn path(&self) -> String {
        format!("/webhook-endpoints/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

fn actions(connection: &Connection) -> Vec<String> {
    connection.allowed_actions().into_iter().map(str::to_owned).collect()
}

/// An endpoint and the secret that it signs with, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedWebhookEndpoint {
    #[serde(flatten)]
    pub endpoint: WebhookEndpointView,
    /// Give it to a Standard Webhooks library.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwcJ3lqpoKKxg=")]
    pub secret: String,
}

impl Resource for IssuedWebhookEndpoint {
    fn path(&self) -> String {
        self.endpoint.path()
    }
    fn version(&self) -> Option<i64> {
        self.endpoint.version()
    }
}

/// What recovering queued.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recovery {
    /// Deliveries that will be tried again, or for the first time.
    #[schema(example = 12)]
    pub queued: usize,
    /// Where there is more than one call takes up: call again with this as `since`. Null at the end.
    pub next_since: Option<Timestamp>,
}

/// A connection to Slack, Zapier or a mail server.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChannelConnection)]
pub struct ChannelConnectionView {
    pub id: ConnectionId,
    pub kind: ConnectionKind,
    #[schema(example = "Coaching team")]
    pub name: String,
    /// Which events Slack or Zapier are told of; null means all of them. Mail goes by notifications.
    #[schema(example = json!(["item.completed"]))]
    pub event_types: Option<Vec<String>>,
    pub slack: Option<SlackSettings>,
    pub email: Option<EmailSettings>,
    pub zapier: Option<ZapierSettings>,
    pub state: ConnectionState,
    pub disabled_reason: Option<String>,
    pub failing_since: Option<Timestamp>,
    pub allowed_actions: Vec<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Where a Zap waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct ZapierSettings {
    #[schema(example = "https://hooks.zapier.example/hooks/standard/1/2/")]
    pub target_url: String,
}

list_schema!(ChannelConnectionList of ChannelConnectionView);

impl From<Connection> for ChannelConnectionView {
    fn from(row: Connection) -> Self {
        let allowed_actions = actions(&row);
        let (mut slack, mut email, mut zapier) = (None, None, None);
        match row.settings.0 {
            Target::Slack(settings) => slack = Some(settings),
            Target::Email(settings) => email = Some(settings),
            Target::Zapier { url } | Target::Webhook { url } => zapier = Some(ZapierSettings { target_url: url }),
        }
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            event_types: row.event_types.map(|types| types.0),
            slack,
            email,
            zapier,
            state: row.state,
            disabled_reason: row.disabled_reason,
            failing_since: row.failing_since,
            allowed_actions,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl Resource for ChannelConnectionView {
    fn path(&self) -> String {
        format!("/channel-connections/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A new connection and, for mail, where its provider reports bounces; that is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedChannelConnection {
    #[serde(flatten)]
    pub connection: ChannelConnectionView,
    /// Give it to the mail provider as the webhook for bounces and complaints.
    pub bounce_url: Option<String>,
}

impl Resource for IssuedChannelConnection {
    fn path(&self) -> String {
        self.connection.path()
    }
    fn version(&self) -> Option<i64> {
        self.connection.version()
    }
}

/// A subscription of a Zap.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hook)]
pub struct HookView {
    pub id: ConnectionId,
    #[schema(example = "https://hooks.zapier.example/hooks/standard/1/2/")]
    pub target_url: String,
    #[schema(example = "item.completed")]
    pub event_type: String,
    pub created_at: Timestamp,
}

list_schema!(HookList of HookView);

impl From<Connection> for HookView {
    fn from(row: Connection) -> Self {
        Self {
            id: row.id,
            target_url: row.settings.0.url().to_owned(),
            event_type: row.event_types.and_then(|types| types.0.into_iter().next()).unwrap_or_default(),
            created_at: row.created_at,
        }
    }
}

impl Resource for HookView {
    fn path(&self) -> String {
        format!("/hooks/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}
