//! The appointment that a mail carries, so that it goes into the recipient's calendar by itself.

use super::catalogue::NotificationType;
use super::subject::Subject;
use crate::coaching::sessions::invite::{self, Organizer};
use crate::coaching::sessions::model::SessionStatus;
use crate::coaching::sessions::queries;
use crate::db::Conn;
use crate::identity::people::Person;
use crate::kernel::{Result, Timestamp};
use crate::messaging::Messaging;
use crate::messaging::channels::email::Calendar;
use crate::messaging::connections::model::Connection;
use crate::messaging::connections::settings::Target;

/// What the notification does to calendars: `REQUEST` puts a session in or moves it, `CANCEL` takes it out.
fn method(entry: &NotificationType) -> Option<&'static str> {
    match entry.key {
        "session_scheduled" | "session_rescheduled" | "interview_scheduled" | "interview_rescheduled" => Some("REQUEST"),
        "session_cancelled" | "interview_cancelled" => Some("CANCEL"),
        _ => None,
    }
}

pub fn of(
    conn: &mut Conn,
    messaging: &Messaging,
    entry: &NotificationType,
    subject: &Subject,
    person: &Person,
    connection: Option<&Connection>,
    now: Timestamp,
) -> Result<Option<Calendar>> {
    let (Some(method), Some(session)) = (method(entry), &subject.session) else { return Ok(None) };
    let mut session = session.clone();
    if method == "CANCEL" {
        // Also for who was taken off a session that others attend.
        session.status = SessionStatus::Cancelled;
    }
    let is_chair = session.coach_id.is_some() && session.coach_id == person.user_id();
    let attendee = (!is_chair).then(|| person.clone());
    let entry = queries::entry(conn, subject.organization_id, session, attendee)?;
    let organizer = organizer(messaging, &subject.organization_name, connection);
    let calendar = invite::Calendar { method, name: None, organizer: &organizer, now };
    Ok(Some(Calendar { method: method.to_owned(), ics: invite::write(&calendar, &[entry]) }))
}

/// The address that the mail comes from, by the organization's name.
pub fn organizer(messaging: &Messaging, organization: &str, connection: Option<&Connection>) -> Organizer {
    let email = match connection.map(|connection| &connection.settings.0) {
        Some(Target::Email(settings)) => settings.from_email.clone(),
        _ => messaging.mail_from.email.clone(),
    };
    Organizer { name: organization.to_owned(), email }
}
