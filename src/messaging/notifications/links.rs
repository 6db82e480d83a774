//! Links that open something without a login, by kind of notification. Their tokens are derived, so that a
//! mail that is sent again carries the same link and no token has to be stored.

use super::catalogue::NotificationType;
use super::subject::Subject;
use crate::advocacy::submissions;
use crate::coaching::forms::responses;
use crate::coaching::goals::feedback;
use crate::coaching::invoices;
use crate::db::Conn;
use crate::identity::people::Person;
use crate::identity::{invitations, sessions};
use crate::kernel::{Result, Timestamp};
use crate::messaging::Messaging;

/// A link that only this mail may carry, and until when it works.
#[derive(Debug, Clone)]
pub struct PersonalLink {
    /// What stands before the token: `{frontend_url}/{path}/{token}`, or the same below `/api/v1/public`.
    pub path: &'static str,
    pub token: String,
    /// Null where it works until what it opens ends.
    pub expires_at: Option<Timestamp>,
}

pub fn of(
    conn: &mut Conn,
    messaging: &Messaging,
    entry: &NotificationType,
    subject: &Subject,
    person: &Person,
    now: Timestamp,
) -> Result<Option<PersonalLink>> {
    if let (Some(item), "form_sent" | "assessment_sent" | "item_reminder") = (&subject.item, entry.key) {
        let open = responses::queries::link_of(conn, item, person)?;
        let link = |(id, expires_at)| Ok(PersonalLink { path: "forms", token: responses::token_of(messaging, id)?, expires_at });
        return open.map(link).transpose();
    }
    if let (Some(request), "feedback_request" | "feedback_reminder") = (&subject.request, entry.key) {
        let token = feedback::token_of(messaging, request.id)?;
        return Ok(Some(PersonalLink { path: "feedback", token, expires_at: Some(request.expires_at) }));
    }
    if let (Some(submission), "submission_confirmation") = (&subject.submission, entry.key) {
        let token = submissions::token_of(messaging, submission.id)?;
        return Ok(Some(PersonalLink { path: "submissions/confirm", token, expires_at: submission.confirm_by }));
    }
    let found = match (entry.key, person.user_id()) {
        ("invitation", Some(user_id)) => invitations::queries::open_of(conn, user_id, now)?
            .map(|(id, until)| ("invitations", invitations::token_of(messaging, id), Some(until))),
        ("password_reset", Some(user_id)) => sessions::queries::open_reset_of(conn, user_id, now)?
            .map(|(id, until)| ("password-reset", sessions::reset_token_of(messaging, id), Some(until))),
        ("invoice_sent" | "invoice_reminder" | "invoice_receipt", _) => {
            subject.invoice.as_ref().map(|invoice| ("invoices", invoices::token_of(messaging, invoice.id), None))
        }
        _ => None,
    };
    found.map(|(path, token, expires_at)| Ok(PersonalLink { path, token: token?, expires_at })).transpose()
}
