//! What a connection of each kind has to know, apart from its secret.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text_enum;

/// Where a connection leads, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Webhook { url: String },
    Zapier { url: String },
    Slack(SlackSettings),
    Email(EmailSettings),
}

impl Target {
    /// The address of a webhook endpoint or hook.
    pub fn url(&self) -> &str {
        match self {
            Target::Webhook { url } | Target::Zapier { url } => url,
            Target::Slack(_) | Target::Email(_) => "",
        }
    }
}

/// How Slack is reached: by the URL of an incoming webhook, or as a bot in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SlackSettings {
    /// Channel that a bot posts to; null where a webhook URL is used, which has its own.
    #[schema(example = "C024BE91L")]
    pub channel: Option<String>,
    /// Address of Slack's API; for tests of one's own.
    pub api_base: Option<String>,
}

text_enum! {
    /// Who takes the mail.
    pub enum EmailProvider {
        Smtp = "smtp",
        Resend = "resend",
        Postmark = "postmark",
        Sendgrid = "sendgrid",
    }
}

text_enum! {
    /// How a connection to a mail server is encrypted.
    pub enum SmtpSecurity {
        /// From the first byte (port 465).
        Tls = "tls",
        /// By STARTTLS, which must succeed (port 587).
        Starttls = "starttls",
        /// Not at all.
        None = "none",
    }
}

/// How mail is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EmailSettings {
    pub provider: EmailProvider,
    /// The mail server; null for providers that are reached over HTTP.
    #[schema(example = "smtp.northwind.example")]
    pub host: Option<String>,
    #[schema(example = 587)]
    pub port: Option<u16>,
    pub security: Option<SmtpSecurity>,
    #[schema(example = "rapport")]
    pub username: Option<String>,
    /// Address of the provider's API where it is not the usual one.
    pub api_base: Option<String>,
    #[schema(example = "coaching@northwind.example")]
    pub from_email: String,
    #[schema(example = "Northwind Coaching")]
    pub from_name: Option<String>,
    pub reply_to: Option<String>,
    /// Messages that may leave in a minute; null for no limit.
    #[schema(example = 300)]
    pub messages_per_minute: Option<i32>,
}
