//! One attempt: from a claimed row to what a receiver answered. No transaction is open meanwhile.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::announcements;
use super::claims::Claimed;
use super::model::AttemptOutcome;
use super::settlement::{Finding, Settled};
use crate::app::App;
use crate::identity::organizations;
use crate::kernel::{Problem, Result};
use crate::messaging::channels::email::{Address, Attachment, Mail, SmtpTls, Transport};
use crate::messaging::channels::slack::SlackTarget;
use crate::messaging::channels::{self, slack, webhook, zapier};
use crate::messaging::connections::model::{Connection, ConnectionKind};
use crate::messaging::connections::settings::{EmailProvider, EmailSettings, SmtpSecurity, Target};
use crate::messaging::log::views::EventMessage;
use crate::messaging::notifications::mail::{self, Composed};

/// Tries one delivery. What cannot be tried for a reason of ours counts as a failed attempt.
pub async fn attempt(app: Arc<App>, claimed: Claimed) -> Settled {
    let (delivery_id, lease_token) = (claimed.delivery.id, claimed.lease_token.clone());
    let result = match send(&app, &claimed).await {
        Ok(finding) => finding,
        Err(problem) => {
            tracing::error!(%delivery_id, %problem, "a delivery could not be tried");
            Finding::Tried {
                outcome: AttemptOutcome::Failed,
                status: None,
                latency_ms: 0,
                answer: String::new(),
                error: Some("it could not be prepared; see the server's log".into()),
                retry_after: None,
                title: None,
            }
        }
    };
    Settled { delivery_id, lease_token, result }
}

async fn send(app: &Arc<App>, claimed: &Claimed) -> Result<Finding> {
    let (messaging, delivery) = (&app.messaging, &claimed.delivery);
    if delivery.channel == ConnectionKind::Email {
        return send_mail(app, claimed).await;
    }
    let connection = claimed.connection.as_ref().ok_or_else(|| Problem::internal("a delivery without its connection"))?;
    let message = message(claimed)?;
    let now = app.db.clock().now();
    let attempt = match &connection.settings.0 {
        Target::Webhook { url } => {
            let secrets = connection.signing_secrets(&messaging.vault, now)?;
            let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
            let id = message["id"].as_str().unwrap_or_default().to_owned();
            let bytes = serde_json::to_vec(&message).map_err(Problem::internal)?;
            webhook::send(&messaging.outbound, url, &secrets, &id, now.seconds(), &bytes).await
        }
        Target::Zapier { url } => zapier::send(&messaging.outbound, url, &zapier::flatten(&message)).await,
        Target::Slack(settings) => {
            let secret = connection.secret(&messaging.vault)?.unwrap_or_default();
            let target = match &settings.channel {
                None => SlackTarget::Webhook { url: secret },
                Some(channel) => SlackTarget::Bot {
                    token: secret,
                    channel: channel.clone(),
                    api_base: settings.api_base.clone().unwrap_or_else(|| "https://slack.com/api".into()),
                },
            };
            let said = announcements::of(&message, place_of(app, claimed).await?);
            slack::send(&messaging.outbound, &target, &said).await
        }
        Target::Email(_) => return Err(Problem::internal("mail that is not marked as mail")),
    };
    Ok(tried(attempt, None))
}

/// What subscribers are sent: the event, or the test.
fn message(claimed: &Claimed) -> Result<Value> {
    let delivery = &claimed.delivery;
    if let Some(event) = &claimed.event {
        return Ok(EventMessage::from(event.clone()).to_value());
    }
    let payload = delivery.payload.as_ref().ok_or_else(|| Problem::internal("a delivery without its event"))?;
    Ok(json!({
        "id": delivery.id,
        "type": delivery.event_type,
        "timestamp": delivery.created_at,
        "organization_id": delivery.organization_id,
        "sequence": 0,
        "data": payload.0,
    }))
}

/// Where the mission of a notice is found.
async fn place_of(app: &Arc<App>, claimed: &Claimed) -> Result<Option<String>> {
    let Some(mission_id) = claimed.event.as_ref().and_then(|event| event.mission_id) else { return Ok(None) };
    let organization_id = claimed.delivery.organization_id;
    let settings = app.db.read(move |conn| organizations::queries::settings(conn, organization_id)).await?;
    let frontend = settings.frontend_url.map(|url| format!("{}/missions/{mission_id}", url.trim_end_matches('/')));
    Ok(Some(frontend.unwrap_or_else(|| format!("{}/api/v1/me/missions/{mission_id}", app.messaging.base_url))))
}

async fn send_mail(app: &Arc<App>, claimed: &Claimed) -> Result<Finding> {
    let connection = claimed.connection.as_ref().filter(|connection| connection.is_enabled() || claimed.delivery.notification_id.is_none());
    let composed = match claimed.delivery.notification_id {
        None => Composed::Mail(Box::new(test_mail(app, claimed)?), Vec::new()),
        Some(id) => {
            let (app, sender) = (app.clone(), connection.cloned());
            let (organization_id, now) = (claimed.delivery.organization_id, app.db.clock().now());
            let db = app.db.clone();
            db.read(move |conn| mail::compose(conn, &app.messaging, organization_id, id, sender.as_ref(), now)).await?
        }
    };
    match composed {
        Composed::Dropped(fate) => Ok(Finding::Dropped { fate }),
        Composed::Mail(mut mail, files) => {
            for file in files {
                let bytes = app.storage.get(&file).await?;
                mail.attachments.push(Attachment { filename: file.name, media_type: file.media_type, bytes });
            }
            let own = connection.map(|connection| transport(app, connection)).transpose()?;
            let transport = own.as_ref().unwrap_or(&app.messaging.mail);
            Ok(tried(transport.deliver(&app.messaging.outbound, &mail).await, Some(mail.subject)))
        }
    }
}

/// To whoever asked for the test.
fn test_mail(app: &App, claimed: &Claimed) -> Result<Mail> {
    let payload = claimed.delivery.payload.as_ref().ok_or_else(|| Problem::internal("a test without a recipient"))?;
    let to = &payload.0["to"];
    let Some(Target::Email(settings)) = claimed.connection.as_ref().map(|connection| &connection.settings.0) else {
        return Err(Problem::internal("a test of a connection that is not mail"));
    };
    let text = "This is a test of the mail connection. It works.".to_owned();
    Ok(Mail {
        message_id: format!("{}@{}", claimed.delivery.id, app.messaging.mail_domain),
        from: Address { name: settings.from_name.clone(), email: settings.from_email.clone() },
        reply_to: None,
        to: Address { name: None, email: to["email"].as_str().unwrap_or(&settings.from_email).to_owned() },
        subject: "A test of the mail connection".into(),
        html: format!("<p>{text}</p>"),
        text,
        attachments: Vec::new(),
        calendar: None,
        unsubscribe_url: None,
    })
}

/// How an organization's own connection sends.
fn transport(app: &App, connection: &Connection) -> Result<Transport> {
    let Target::Email(settings) = &connection.settings.0 else { return Err(Problem::internal("not a mail connection")) };
    let secret = connection.secret(&app.messaging.vault)?;
    let key = || secret.clone().unwrap_or_default().into();
    let base = |usual: &str| settings.api_base.clone().unwrap_or_else(|| usual.to_owned());
    Ok(match settings.provider {
        EmailProvider::Smtp => smtp(settings, secret),
        EmailProvider::Resend => Transport::Resend { api_key: key(), base_url: base("https://api.resend.com") },
        EmailProvider::Postmark => Transport::Postmark { server_token: key(), base_url: base("https://api.postmarkapp.com") },
        EmailProvider::Sendgrid => Transport::SendGrid { api_key: key(), base_url: base("https://api.sendgrid.com") },
    })
}

fn smtp(settings: &EmailSettings, secret: Option<String>) -> Transport {
    Transport::Smtp {
        host: settings.host.clone().unwrap_or_default(),
        port: settings.port.unwrap_or(587),
        tls: match settings.security {
            Some(SmtpSecurity::Tls) => SmtpTls::Tls,
            Some(SmtpSecurity::None) => SmtpTls::None,
            Some(SmtpSecurity::Starttls) | None => SmtpTls::StartTls,
        },
        username: settings.username.clone(),
        password: secret.map(Into::into),
    }
}

fn tried(attempt: channels::Attempt, title: Option<String>) -> Finding {
    Finding::Tried {
        outcome: attempt.outcome.into(),
        status: attempt.status,
        latency_ms: i32::try_from(attempt.latency.as_millis()).unwrap_or(i32::MAX),
        answer: attempt.answer,
        error: attempt.error,
        retry_after: attempt.retry_after.and_then(|wait| TimeDelta::from_std(wait).ok()),
        title,
    }
}
