//! What requests say of connections.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::model::ConnectionKind;
use super::settings::{EmailProvider, SmtpSecurity};
use crate::kernel::Timestamp;
use crate::kernel::duration::IsoDuration;
use crate::kernel::patch::clearable;

/// A new endpoint.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "https://crm.northwind.example/hooks/rapport", "description": "Our CRM", "event_types": ["item.completed"]}))]
pub struct CreateWebhookEndpoint {
    #[schema(format = "uri", max_length = 2048)]
    pub url: String,
    #[schema(min_length = 1, max_length = 200)]
    pub description: Option<String>,
    /// All events when absent.
    #[schema(min_items = 1, max_items = 100)]
    pub event_types: Option<Vec<String>>,
}

/// A change of an endpoint; what is absent stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"event_types": ["item.completed", "engagement.completed"]}))]
pub struct UpdateWebhookEndpoint {
    #[schema(nullable = false, format = "uri", max_length = 2048)]
    pub url: Option<String>,
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub description: Option<String>,
    /// Null for all events.
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 100)]
    pub event_types: Option<Option<Vec<String>>>,
}

/// How long the secret before the new one goes on signing.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"overlap": "P1D"}))]
pub struct RotateSecret {
    /// A day when absent, a week at most; `PT0S` where the old one has leaked.
    pub overlap: Option<IsoDuration>,
}

/// From when on events are sent again.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"since": "2026-03-01T00:00:00Z"}))]
pub struct RecoverSince {
    pub since: Timestamp,
}

/// What Slack needs: the URL of an incoming webhook, or a bot's token and a channel.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SlackAccess {
    #[schema(format = "uri", max_length = 2048, example = "https://hooks.slack.example/services/T0/B0/X")]
    pub webhook_url: Option<String>,
    #[schema(max_length = 500, format = "password")]
    pub bot_token: Option<String>,
    #[schema(max_length = 100, example = "C024BE91L")]
    pub channel: Option<String>,
    /// Address of Slack's API where it is not the usual one.
    #[schema(format = "uri", max_length = 2048)]
    pub api_base: Option<String>,
}

/// What a mail server or provider needs.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct EmailAccess {
    pub provider: EmailProvider,
    /// Required for `smtp`.
    #[schema(min_length = 1, max_length = 253, example = "smtp.northwind.example")]
    pub host: Option<String>,
    /// 465 for `tls`, else 587, when absent.
    #[schema(minimum = 1, maximum = 65_535)]
    pub port: Option<u16>,
    /// `starttls` when absent.
    pub security: Option<SmtpSecurity>,
    #[schema(max_length = 320)]
    pub username: Option<String>,
    /// The password of `smtp`, or the provider's API key.
    #[schema(max_length = 2048, format = "password")]
    pub secret: Option<String>,
    /// Address of the provider's API where it is not the usual one.
    #[schema(format = "uri", max_length = 2048)]
    pub api_base: Option<String>,
    #[schema(format = "email", max_length = 254, example = "coaching@northwind.example")]
    pub from_email: String,
    #[schema(max_length = 200)]
    pub from_name: Option<String>,
    #[schema(format = "email", max_length = 254)]
    pub reply_to: Option<String>,
    #[schema(minimum = 1, maximum = 100_000)]
    pub messages_per_minute: Option<i32>,
}

/// A new connection. Zapier makes its own by `POST /hooks`.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "slack", "name": "Coaching team", "event_types": ["item.completed"], "slack": {"webhook_url": "https://hooks.slack.example/services/T0/B0/X"}}))]
pub struct CreateChannelConnection {
    pub kind: ConnectionKind,
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What Slack is told of. All events when absent, and of advocacy only what missions post there.
    #[schema(min_items = 1, max_items = 100)]
    pub event_types: Option<Vec<String>>,
    pub slack: Option<SlackAccess>,
    pub email: Option<EmailAccess>,
}

/// A change of a connection; what is absent stays. Access is replaced as a whole.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Coaches and programme team"}))]
pub struct UpdateChannelConnection {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 100)]
    pub event_types: Option<Option<Vec<String>>>,
    #[schema(nullable = false)]
    pub slack: Option<SlackAccess>,
    #[schema(nullable = false)]
    pub email: Option<EmailAccess>,
}

/// A Zap that wants to be told of one type of event.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"target_url": "https://hooks.zapier.example/hooks/standard/1/2/", "event_type": "item.completed"}))]
pub struct CreateHook {
    #[schema(format = "uri", max_length = 2048)]
    pub target_url: String,
    #[schema(max_length = 100)]
    pub event_type: String,
}
