//! From a notification to the mail that leaves: looked at once more when it goes, and rendered then, so
//! that it says how things are now and not how they were when it was planned.

use super::catalogue::{self, NotificationType};
use super::commands::Fate;
use super::facts;
use super::links;
use super::model::{Channel, Notification, Reason};
use super::preferences::queries::unsubscribe_token;
use super::render;
use super::store;
use super::subject;
use super::verdict::{self, Reservations};
use super::wording::{self, Rendered};
use super::{attachments, calendar};
use crate::db::Conn;
use crate::files::model::File;
use crate::identity::people::{Outside, Person};
use crate::identity::users;
use crate::kernel::ids::{NotificationId, OrganizationId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::Messaging;
use crate::messaging::channels::email::{Address, Mail};
use crate::messaging::connections::model::Connection;
use crate::messaging::connections::settings::Target;
use crate::messaging::events::reader;

/// What is to be done with a notification whose time has come.
pub enum Composed {
    /// A mail, and the files that go along in it. Their bytes are read once no transaction is open.
    Mail(Box<Mail>, Vec<File>),
    /// There is no more reason to send it.
    Dropped(Fate),
}

pub fn compose(
    conn: &mut Conn,
    messaging: &Messaging,
    organization_id: OrganizationId,
    id: NotificationId,
    connection: Option<&Connection>,
    now: Timestamp,
) -> Result<Composed> {
    let notification = store::find(conn, organization_id, id)?;
    let entry = catalogue::find(&notification.notification_type)?;
    let mut subject = match reader::find_opt(conn, organization_id, notification.event_id)? {
        Some(event) => subject::of_event(conn, &event)?,
        None => subject::of(conn, organization_id, &notification.subject_id, notification.around())?,
    };
    let Some(person) = recipient(conn, &notification)? else {
        return Ok(Composed::Dropped(Fate::Suppressed(Reason::RecipientDeactivated)));
    };
    if notification.due_at.plus(subject.settings.max_lateness.delta()) < now {
        return Ok(Composed::Dropped(Fate::Missed));
    }
    let wording = wording::of(conn, entry, &subject)?;
    let known = Reservations::of(conn, &subject, entry, std::slice::from_ref(&person))?;
    let reason = match verdict::of_person(entry, &wording, &subject, &person, Channel::Email, &known) {
        Some(reason) => Some(reason),
        None if entry.can_wait && store::has_newer(conn, &notification)? => Some(Reason::NoLongerNeeded),
        None => verdict::of_need(conn, entry, &subject, &person, now)?,
    };
    if let Some(reason) = reason {
        return Ok(Composed::Dropped(Fate::Suppressed(reason)));
    }
    let link = links::of(conn, messaging, entry, &subject, &person, now)?;
    if let (None, Some(person)) = (&subject.actor, &subject.person) {
        subject.actor = Some(person.clone().into());
    }
    let rendered = wording::render(&wording, &facts::of(messaging, &subject, &person, link.as_ref()));
    let files = attachments::of(conn, entry, &subject)?;
    let calendar = calendar::of(conn, messaging, entry, &subject, &person, connection, now)?;
    let mail = mail(messaging, &notification, entry, &person, connection, rendered)?;
    Ok(Composed::Mail(Box::new(Mail { calendar, ..mail }), files))
}

/// `None` when the account is gone.
pub fn recipient(conn: &mut Conn, notification: &Notification) -> Result<Option<Person>> {
    match notification.recipient_id {
        Some(id) => Ok(users::store::find_opt(conn, notification.organization_id, id)?.map(Person::from)),
        None => Ok(Some(Person::Outside(Outside { name: notification.recipient_name.clone(), email: notification.address.clone() }))),
    }
}

fn mail(
    messaging: &Messaging,
    notification: &Notification,
    entry: &NotificationType,
    person: &Person,
    connection: Option<&Connection>,
    rendered: Rendered,
) -> Result<Mail> {
    let (from, reply_to) = match connection.map(|connection| &connection.settings.0) {
        Some(Target::Email(settings)) => (
            Address { name: settings.from_name.as_deref().map(render::one_line), email: settings.from_email.clone() },
            settings.reply_to.clone().map(|email| Address { name: None, email }),
        ),
        _ => (messaging.mail_from.clone(), None),
    };
    let unsubscribe_url = match person.user_id().filter(|_| entry.optional) {
        Some(user_id) => {
            let token = unsubscribe_token(messaging, user_id, entry.key)?;
            Some(format!("{}/api/v1/public/unsubscribe/{token}", messaging.base_url))
        }
        None => None,
    };
    Ok(Mail {
        message_id: format!("{}@{}", notification.id, messaging.mail_domain),
        from,
        reply_to,
        to: Address { name: Some(render::one_line(person.name())), email: person.email().to_owned() },
        subject: rendered.title,
        text: rendered.text,
        html: rendered.html,
        attachments: Vec::new(),
        calendar: None,
        unsubscribe_url,
    })
}
