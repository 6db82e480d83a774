//! Why a notification was sent, waits or was suppressed: every question that is asked of it, and the
//! answer.

use super::model::{Channel, NotificationState};
use super::subject::{self, Subject};
use super::verdict::{self, Reservations};
use super::views::{Explanation, ExplanationStep};
use super::{catalogue, mail, store, wording};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::NotificationId;
use crate::kernel::{Result, Timestamp};
use crate::messaging::deliveries;

pub fn explain(conn: &mut Conn, caller: &Caller, id: NotificationId, now: Timestamp) -> Result<Explanation> {
    let notification = store::find(conn, caller.organization_id, id)?;
    let entry = catalogue::find(&notification.notification_type)?;
    let subject = subject::of(conn, caller.organization_id, &notification.subject_id, notification.around())?;
    let wording = wording::of(conn, entry, &subject)?;
    let mut steps = vec![
        step("rule", true, format!("{} is heard as {}: {}", notification.event_type, entry.key, entry.description)),
        step("template", wording.is_enabled, if wording.is_enabled { "It is switched on." } else { "It is switched off." }),
    ];
    if let Some(person) = mail::recipient(conn, &notification)? {
        let known = Reservations::of(conn, &subject, entry, std::slice::from_ref(&person))?;
        let refusal = verdict::of_person(entry, &wording, &subject, &person, notification.channel, &known);
        steps.push(step(
            "account",
            true,
            match person.user() {
                Some(user) => format!("{} is {}; {}", user.name, user.state, policy(&subject)),
                None => format!("{} is somebody outside, without an account.", person.name()),
            },
        ));
        steps.push(match refusal {
            None => step("recipient", true, "Nothing keeps it from this person now."),
            Some(reason) => step("recipient", false, format!("Now it would be suppressed: {reason}.")),
        });
        if notification.channel == Channel::Email && notification.state == NotificationState::Pending {
            steps.push(match verdict::of_need(conn, entry, &subject, &person, now)? {
                None => step("need", true, "There is a reason to send it."),
                Some(reason) => step("need", false, format!("There is no more reason to send it: {reason}.")),
            });
        }
    }
    steps.push(outcome(&notification));
    let delivery = deliveries::store::of_notification(conn, id)?;
    if let Some(delivery) = &delivery {
        let detail = match &delivery.last_error {
            Some(error) => format!("{} after {}: {error}", delivery.state, attempts(delivery.attempts)),
            None => format!("{} after {}", delivery.state, attempts(delivery.attempts)),
        };
        steps.push(step("delivery", delivery.last_error.is_none(), detail));
    }
    Ok(Explanation { notification: notification.into(), steps, delivery_id: delivery.map(|delivery| delivery.id) })
}

fn attempts(count: i32) -> String {
    if count == 1 { "1 attempt".to_owned() } else { format!("{count} attempts") }
}

fn step(check: &str, passed: bool, detail: impl Into<String>) -> ExplanationStep {
    ExplanationStep { check: check.into(), passed, detail: detail.into() }
}

fn policy(subject: &Subject) -> String {
    format!("inactive_coachee_delivery is {}.", subject.settings.inactive_coachee_delivery)
}

/// What was decided, as it is kept.
fn outcome(notification: &super::model::Notification) -> ExplanationStep {
    let why = notification.reason.as_deref().unwrap_or_default();
    match notification.state {
        NotificationState::Pending => step("outcome", true, format!("It goes out when it is due, {}.", notification.due_at)),
        NotificationState::Sent => step("outcome", true, "It was sent."),
        NotificationState::Failed => step("outcome", false, format!("It could not be delivered: {why}")),
        NotificationState::Suppressed => step("outcome", false, format!("It was suppressed: {why}.")),
        NotificationState::Missed => step("outcome", false, "Its time had passed by more than max_lateness."),
    }
}
