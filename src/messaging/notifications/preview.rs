//! What a notification would look like to each recipient, with the real data. Nothing is sent or kept.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::attachments::{self, MailAttachment};
use super::catalogue::{NotificationType, VARIABLES};
use super::model::{Channel, Reason};
use super::render::Facts;
use super::rules::Audience;
use super::subject::{self, Around};
use super::templates::model::PutTemplate;
use super::templates::queries::Place;
use super::verdict::{self, Reservations};
use super::wording::{self, Wording};
use super::{audience, calendar, facts};
use crate::db::Conn;
use crate::identity::people::Person;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{ItemId, UserId};
use crate::kernel::{Result, Timestamp, html};
use crate::messaging::Messaging;

/// Words to try out; those that count when absent.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"subject": "For you: {{item.title}}"}))]
pub struct PreviewNotification {
    #[schema(min_length = 1, max_length = 300)]
    pub subject: Option<String>,
    #[schema(min_length = 1, max_length = 20_000)]
    pub body: Option<String>,
    #[schema(min_length = 1, max_length = 50_000)]
    pub html: Option<String>,
}

/// A notification as one recipient would read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationPreview {
    /// Null for people outside, and in a preview with example data.
    pub recipient_id: Option<UserId>,
    #[schema(example = "ana@northwind.example")]
    pub address: String,
    /// Why this person would not get the mail; null when they would.
    pub reason: Option<Reason>,
    #[schema(example = "A task for you: Three situations")]
    pub subject: String,
    pub text: String,
    pub html: String,
    /// What would go along.
    pub attachments: Vec<MailAttachment>,
    /// The appointment that would go along, as iCalendar.
    pub calendar: Option<String>,
}

/// One preview a recipient.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationPreviews {
    pub data: Vec<NotificationPreview>,
}

/// For each recipient of an item.
pub fn of_item(
    conn: &mut Conn,
    messaging: &Messaging,
    caller: &Caller,
    id: ItemId,
    trial: PreviewNotification,
    now: Timestamp,
) -> Result<NotificationPreviews> {
    let place = Place::item(conn, caller, id)?;
    let entry = place.own_type()?;
    let subject = subject::of(conn, caller.organization_id, &id.to_string(), Around::default())?;
    let wording = tried(wording::of(conn, entry, &subject)?, entry, trial)?;
    let people = audience::of(conn, Audience::Recipients, &subject)?;
    let known = Reservations::of(conn, &subject, entry, &people)?;
    let files: Vec<MailAttachment> = attachments::of(conn, entry, &subject)?.into_iter().map(Into::into).collect();
    let preview = |person: &Person| {
        let rendered = wording::render(&wording, &facts::of(messaging, &subject, person, None));
        NotificationPreview {
            recipient_id: person.user_id(),
            address: person.email().to_owned(),
            reason: verdict::of_person(entry, &wording, &subject, person, Channel::Email, &known),
            subject: rendered.title,
            text: rendered.text,
            html: rendered.html,
            attachments: files.clone(),
            calendar: None,
        }
    };
    let mut data: Vec<NotificationPreview> = people.iter().map(preview).collect();
    for (person, shown) in people.iter().zip(&mut data) {
        shown.calendar = calendar::of(conn, messaging, entry, &subject, person, None, now)?.map(|calendar| calendar.ics);
    }
    Ok(NotificationPreviews { data })
}

/// With example data, for whoever writes the organization's words.
pub fn with_examples(
    conn: &mut Conn,
    caller: &Caller,
    entry: &NotificationType,
    trial: PreviewNotification,
) -> Result<NotificationPreviews> {
    let subject = subject::of(conn, caller.organization_id, &caller.organization_id.to_string(), Around::default())?;
    let wording = tried(wording::of(conn, entry, &subject)?, entry, trial)?;
    let mut facts: Facts = VARIABLES.iter().map(|variable| (variable.name, variable.example.to_owned())).collect();
    facts.insert("organization.name", subject.organization_name);
    let rendered = wording::render(&wording, &facts);
    let preview = NotificationPreview {
        recipient_id: None,
        address: "ana@northwind.example".into(),
        reason: (!wording.is_enabled).then_some(Reason::SwitchedOff),
        subject: rendered.title,
        text: rendered.text,
        html: rendered.html,
        attachments: Vec::new(),
        calendar: None,
    };
    Ok(NotificationPreviews { data: vec![preview] })
}

fn tried(mut wording: Wording, entry: &NotificationType, trial: PreviewNotification) -> Result<Wording> {
    let trial = PutTemplate { enabled: None, subject: trial.subject, body: trial.body, html: trial.html };
    super::templates::commands::ensure_known_variables(entry, &trial)?;
    if trial.body.is_some() || trial.html.is_some() {
        wording.html = trial.html.map(|html| html::mail(&html));
    }
    wording.subject = trial.subject.unwrap_or(wording.subject);
    wording.body = trial.body.unwrap_or(wording.body);
    Ok(wording)
}
