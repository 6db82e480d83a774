//! Whether a person hears of something by a channel, and if not, why. Asked when a notification is made,
//! and once more when it goes.

use std::collections::HashSet;

use super::catalogue::NotificationType;
use super::model::{Channel, Reason};
use super::subject::Subject;
use super::wording::Wording;
use super::{advocacy, preferences, suppressions};
use crate::coaching::goals::feedback;
use crate::coaching::invoices::state::InvoiceState;
use crate::coaching::items::model::ItemStatus;
use crate::coaching::items::recipients;
use crate::coaching::sessions;
use crate::coaching::sessions::model::Session;
use crate::db::Conn;
use crate::identity::organizations::model::InactiveDelivery;
use crate::identity::people::Person;
use crate::identity::users::model::{User, UserState};
use crate::identity::{invitations, sessions as logins};
use crate::kernel::ids::UserId;
use crate::kernel::{Result, Timestamp};

/// What is known of the recipients, read for all of them at once.
#[derive(Debug, Default)]
pub struct Reservations {
    unsubscribed: HashSet<(UserId, Channel)>,
    suppressed: HashSet<String>,
}

impl Reservations {
    pub fn of(conn: &mut Conn, subject: &Subject, entry: &NotificationType, people: &[Person]) -> Result<Self> {
        let ids: Vec<UserId> = people.iter().filter_map(Person::user_id).collect();
        let keys: Vec<String> = people.iter().map(Person::email_key).collect();
        let unsubscribed = if entry.optional { preferences::store::switched_off(conn, entry.key, &ids)? } else { Vec::new() };
        let suppressed = suppressions::store::among(conn, subject.organization_id, &keys)?;
        Ok(Self { unsubscribed: unsubscribed.into_iter().collect(), suppressed: suppressed.into_iter().collect() })
    }
}

/// `None` means that they hear of it.
pub fn of_person(
    entry: &NotificationType,
    wording: &Wording,
    subject: &Subject,
    person: &Person,
    channel: Channel,
    known: &Reservations,
) -> Option<Reason> {
    if !wording.is_enabled {
        return Some(Reason::SwitchedOff);
    }
    if person.is_nobody() {
        return Some(Reason::RecipientDeactivated);
    }
    if let Some(reason) = person.user().and_then(|user| of_account(entry, subject, user)) {
        return Some(reason);
    }
    if person.user_id().is_some_and(|id| known.unsubscribed.contains(&(id, channel))) {
        return Some(Reason::Unsubscribed);
    }
    let refuses_mail = channel == Channel::Email && known.suppressed.contains(&person.email_key());
    refuses_mail.then_some(Reason::AddressSuppressed)
}

/// Whether the person's account lets them hear of it.
fn of_account(entry: &NotificationType, subject: &Subject, user: &User) -> Option<Reason> {
    match user.state {
        UserState::Active => None,
        UserState::Deactivated | UserState::Anonymised => Some(Reason::RecipientDeactivated),
        // What activates an account cannot wait for an active one.
        UserState::Record | UserState::Invited if entry.key == "invitation" => None,
        UserState::Record | UserState::Invited => {
            let lets_through = entry.intentional && subject.settings.inactive_coachee_delivery == InactiveDelivery::Intentional;
            (!lets_through).then_some(Reason::RecipientNotActive)
        }
    }
}

/// Whether there is still a reason to send it.
pub fn of_need(conn: &mut Conn, entry: &NotificationType, subject: &Subject, person: &Person, now: Timestamp) -> Result<Option<Reason>> {
    let reason = match entry.key {
        "invitation" | "password_reset" => of_link(conn, entry, person, now)?,
        "session_scheduled" | "session_rescheduled" | "interview_scheduled" | "interview_rescheduled" | "session_reminder" => {
            match of_session(entry, subject, now) {
                None => of_attendee(conn, subject, person)?,
                reason => reason,
            }
        }
        "session_cancelled" | "interview_cancelled" => of_cancellation(conn, subject, person)?,
        "assessment_sent" | "form_sent" | "file_sent" | "link_sent" | "task_sent" | "item_reminder" => match of_item(subject) {
            None => of_recipient(conn, subject, person)?,
            reason => reason,
        },
        "resource_shared" => (subject.resource.is_none() || !is_still_member(subject, person)).then_some(Reason::NoLongerNeeded),
        "milestone_reminder" => of_milestone(subject),
        "feedback_request" | "feedback_reminder" => of_request(subject, now),
        "engagement_shared" => {
            let is_open = subject.engagement.as_ref().is_some_and(|engagement| engagement.is_shared);
            (!is_open).then_some(Reason::NoLongerNeeded)
        }
        "mission_available" | "mission_reminder" => advocacy::need_of_mission(conn, subject, person, now)?,
        key if key.starts_with("submission_") => advocacy::need_of_submission(key, subject, now),
        key if key.starts_with("reward_") => advocacy::need_of_grant(key, subject),
        "invoice_sent" | "invoice_reminder" | "invoice_voided" => of_invoice(entry, subject),
        _ => None,
    };
    Ok(reason)
}

/// A coachee sees the engagement only while it is shared.
fn is_still_member(subject: &Subject, person: &Person) -> bool {
    let engagement = subject.engagement.as_ref();
    engagement.is_some_and(|engagement| engagement.is_visible_to_coachees() || engagement.coach_id == person.user_id())
}

/// Whether the link that it would carry still works.
fn of_link(conn: &mut Conn, entry: &NotificationType, person: &Person, now: Timestamp) -> Result<Option<Reason>> {
    let is_open = match person.user_id() {
        Some(id) if entry.key == "invitation" => invitations::queries::open_of(conn, id, now)?.is_some(),
        Some(id) => logins::queries::open_reset_of(conn, id, now)?.is_some(),
        None => false,
    };
    Ok((!is_open).then_some(Reason::LinkNotValid))
}

/// Nobody is asked for money that they do not owe any more, and nobody hears of the end of what they never got.
fn of_invoice(entry: &NotificationType, subject: &Subject) -> Option<Reason> {
    let is_needed = subject.invoice.as_ref().is_some_and(|invoice| match entry.key {
        "invoice_voided" => invoice.issued_at.is_some(),
        _ => invoice.state == InvoiceState::Sent,
    });
    (!is_needed).then_some(Reason::NoLongerNeeded)
}

/// A session that is announced and, for a reminder, has not begun.
fn of_session(entry: &NotificationType, subject: &Subject, now: Timestamp) -> Option<Reason> {
    if subject.engagement.is_some()
        && let Some(reason) = of_engagement(subject)
    {
        return Some(reason);
    }
    let is_needed = subject
        .session
        .as_ref()
        .is_some_and(|session| session.is_announced() && (entry.key != "session_reminder" || is_of_its_time(subject, session, now)));
    (!is_needed).then_some(Reason::NoLongerNeeded)
}

/// A reminder of a session that has not begun, and that was not moved since: for its new time there is
/// another, and who attends was told of the change.
fn is_of_its_time(subject: &Subject, session: &Session, now: Timestamp) -> bool {
    session.starts_at > now && subject.announced_for.is_none_or(|at| at == session.starts_at)
}

/// Who holds it and who attends it.
fn of_attendee(conn: &mut Conn, subject: &Subject, person: &Person) -> Result<Option<Reason>> {
    let Some(session) = &subject.session else { return Ok(Some(Reason::NoLongerNeeded)) };
    let holds = session.coach_id.is_some() && session.coach_id == person.user_id();
    let is_needed = holds || sessions::queries::is_attended_by(conn, session, person)?;
    Ok((!is_needed).then_some(Reason::NoLongerNeeded))
}

/// A cancellation is wrong only for who attends a session that was brought back meanwhile.
fn of_cancellation(conn: &mut Conn, subject: &Subject, person: &Person) -> Result<Option<Reason>> {
    let is_on_again = subject.session.as_ref().is_some_and(Session::is_announced);
    Ok(if is_on_again && of_attendee(conn, subject, person)?.is_none() { Some(Reason::NoLongerNeeded) } else { None })
}

fn of_item(subject: &Subject) -> Option<Reason> {
    if let Some(reason) = of_engagement(subject) {
        return Some(reason);
    }
    let Some(item) = &subject.item else { return Some(Reason::NoLongerNeeded) };
    let is_needed = item.deleted_at.is_none() && item.status == ItemStatus::Scheduled && item.is_sent();
    (!is_needed).then_some(Reason::NoLongerNeeded)
}

/// Who was taken off the item meanwhile, or has done their part, needs no more of it.
fn of_recipient(conn: &mut Conn, subject: &Subject, person: &Person) -> Result<Option<Reason>> {
    let Some(item) = &subject.item else { return Ok(Some(Reason::NoLongerNeeded)) };
    let recipient = recipients::store::find_person_opt(conn, item.id, person)?;
    let is_needed = recipient.is_some_and(|recipient| recipient.completed_at.is_none());
    Ok((!is_needed).then_some(Reason::NoLongerNeeded))
}

/// Whoever sees the milestone, while it is open, is reminded of it.
fn of_milestone(subject: &Subject) -> Option<Reason> {
    if let Some(reason) = of_engagement(subject) {
        return Some(reason);
    }
    let is_seen = subject.engagement.as_ref().is_some_and(|engagement| engagement.is_shared);
    let goal = subject.goal.as_ref().is_some_and(|goal| goal.is_active() && goal.deleted_at.is_none());
    let is_open = subject.milestone.as_ref().is_some_and(|milestone| milestone.is_open() && milestone.due_at.is_some());
    (!(is_seen && goal && is_open)).then_some(Reason::NoLongerNeeded)
}

/// Whether who is asked could still answer.
fn of_request(subject: &Subject, now: Timestamp) -> Option<Reason> {
    let around = subject.request.as_ref().zip(subject.goal.as_ref()).zip(subject.engagement.as_ref());
    let is_wanted = around.is_some_and(|((request, goal), engagement)| feedback::queries::is_wanted(request, goal, engagement, now));
    (!is_wanted).then_some(Reason::LinkNotValid)
}

fn of_engagement(subject: &Subject) -> Option<Reason> {
    let runs = subject.engagement.as_ref().is_some_and(crate::coaching::engagements::model::Engagement::is_active);
    (!runs).then_some(Reason::EngagementNotActive)
}
