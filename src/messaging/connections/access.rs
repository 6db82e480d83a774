//! Holding what a request says of a connection to what its kind needs.

use super::model::ConnectionKind;
use super::requests::{EmailAccess, SlackAccess};
use super::settings::{EmailProvider, EmailSettings, SlackSettings, SmtpSecurity, Target};
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::Messaging;

/// The address's host, when it is one that may be called. Names are resolved and checked at each call.
pub fn ensure_target(messaging: &Messaging, url: &str, pointer: &str) -> Result<String> {
    match messaging.outbound.guard().check(url) {
        Ok(url) => Ok(url.host_str().unwrap_or_default().to_owned()),
        Err(refused) => {
            let code = Code::TargetRefused;
            Err(Problem::new(code).with_errors(vec![FieldError::at(pointer, code.as_str(), refused.to_string())]))
        }
    }
}

/// Where a new connection leads, and its secret.
pub fn of_new(
    messaging: &Messaging,
    kind: ConnectionKind,
    slack: Option<SlackAccess>,
    email: Option<EmailAccess>,
) -> Result<(Target, Option<String>)> {
    let fault = |pointer: &str, code: &str, detail: &str| Err(Problem::invalid(vec![FieldError::at(pointer, code, detail)]));
    match (kind, slack, email) {
        (ConnectionKind::Slack, Some(access), None) => of_slack(messaging, access),
        (ConnectionKind::Email, None, Some(access)) => of_email(messaging, access),
        (ConnectionKind::Slack, None, None) => fault("/slack", "required", "is required"),
        (ConnectionKind::Email, None, None) => fault("/email", "required", "is required"),
        (ConnectionKind::Slack | ConnectionKind::Email, ..) => {
            let other = if kind == ConnectionKind::Slack { "/email" } else { "/slack" };
            Err(Problem::field(Code::KindMismatch, other))
        }
        (ConnectionKind::Zapier, ..) => fault("/kind", "invalid_choice", "Zapier subscribes by POST /hooks"),
        (ConnectionKind::Webhook, ..) => fault("/kind", "invalid_choice", "webhooks are made by POST /webhook-endpoints"),
    }
}

fn of_slack(messaging: &Messaging, access: SlackAccess) -> Result<(Target, Option<String>)> {
    if let Some(base) = &access.api_base {
        ensure_target(messaging, base, "/slack/api_base")?;
    }
    match (access.webhook_url, access.bot_token, access.channel) {
        (Some(url), None, None) => {
            ensure_target(messaging, &url, "/slack/webhook_url")?;
            // Whoever knows the URL can post: it is the secret.
            Ok((Target::Slack(SlackSettings { channel: None, api_base: access.api_base }), Some(url)))
        }
        (None, Some(token), Some(channel)) => {
            Ok((Target::Slack(SlackSettings { channel: Some(channel), api_base: access.api_base }), Some(token)))
        }
        _ => Err(Problem::invalid(vec![FieldError::at("/slack", "required", "needs webhook_url alone, or bot_token and channel")])),
    }
}

fn of_email(messaging: &Messaging, access: EmailAccess) -> Result<(Target, Option<String>)> {
    let mut faults = Vec::new();
    let is_smtp = access.provider == EmailProvider::Smtp;
    if is_smtp && access.host.is_none() {
        faults.push(FieldError::at("/email/host", "required", "is required for smtp"));
    }
    if !is_smtp && access.secret.is_none() {
        faults.push(FieldError::at("/email/secret", "required", "is required: the provider's API key"));
    }
    for (pointer, text) in [("/email/from_name", &access.from_name), ("/email/username", &access.username), ("/email/host", &access.host)] {
        if text.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            faults.push(FieldError::at(pointer, "format", "must not have control characters"));
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    if let Some(base) = &access.api_base {
        ensure_target(messaging, base, "/email/api_base")?;
    }
    let security = is_smtp.then(|| access.security.unwrap_or(SmtpSecurity::Starttls));
    let usual_port = if security == Some(SmtpSecurity::Tls) { 465 } else { 587 };
    let settings = EmailSettings {
        provider: access.provider,
        host: access.host.filter(|_| is_smtp),
        port: is_smtp.then(|| access.port.unwrap_or(usual_port)),
        security,
        username: access.username.filter(|_| is_smtp),
        api_base: access.api_base.filter(|_| !is_smtp),
        from_email: access.from_email,
        from_name: access.from_name,
        reply_to: access.reply_to,
        messages_per_minute: access.messages_per_minute,
    };
    Ok((Target::Email(settings), access.secret))
}
