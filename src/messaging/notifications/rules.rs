//! Who hears what: one table. An event that is not in it is heard by nobody but subscribers.

use serde_json::Value;

/// Who a rule speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Recipients of the item, whether they have completed their part or not.
    Recipients,
    /// Recipients of the item who have not completed their part.
    OpenRecipients,
    /// The coachees of the engagement.
    Coachees,
    /// The coach of the engagement.
    Coach,
    /// Everybody who sees the engagement and did not do it themselves.
    Members,
    /// Everybody who attends the session.
    Attendees,
    /// The coach of the session, unless it was them who did it.
    CoachElsewhere,
    /// The attendee that the event is about.
    ThatAttendee,
    /// The person that the event is about.
    Themselves,
    /// Who chooses a coach.
    Choosing,
    /// The coach of the interview or selection.
    Chosen,
    /// Whom the invoice is billed to.
    Payer,
    /// The coach who runs the invoice.
    InvoiceCoach,
    /// Whoever is asked for feedback.
    Asked,
    /// Who took part in a mission without an account.
    SubmissionGuest,
    /// Whoever handed in a submission.
    Submitter,
    /// Whoever is to look at a submission that waits for a review.
    Reviewers,
    /// Whoever gets a reward.
    Rewarded,
    /// Admins, who look after connections.
    Admins,
    /// The advocates that the mission is for. They are too many to be told in one go, so that a broadcast
    /// of the mission tells them batch by batch.
    Eligible,
}

/// What has to be so, from what the event says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// A session of an engagement that runs.
    RunningSession,
    /// An item of this kind.
    Kind(&'static str),
    /// A session that is an item's.
    OfItem,
    /// A session that is an interview.
    OfInterview,
    /// An admin has to approve it, or need not.
    NeedsApproval(bool),
    /// Anything but a session.
    NoSession,
    /// The coachees see what it is about.
    Shared,
    /// A recipient did it, not who runs the engagement.
    ByRecipient,
    /// The mission tells people by mail.
    ByMail,
    /// Somebody did something, and not only read it.
    Earned,
    /// A reward of this source.
    From(&'static str),
}

/// A line of the table: on this event, when this is so, these people hear that.
#[derive(Debug)]
pub struct Rule {
    event: &'static str,
    when: When,
    pub notification: &'static str,
    pub audience: Audience,
}

macro_rules! rules {
    ($($event:literal, $when:expr => $notification:literal to $audience:ident;)+) => {
        /// The table.
        pub const ALL: &[Rule] = &[$(Rule { event: $event, when: $when, notification: $notification, audience: Audience::$audience }),+];
    };
}

use When::{Always, ByMail, ByRecipient, Earned, From, Kind, NeedsApproval, NoSession, OfInterview, OfItem, RunningSession, Shared};

rules! {
    "user.invited",                 Always             => "invitation"          to Themselves;
    "user.password_reset_requested", Always            => "password_reset"      to Themselves;
    "user.password_reset_issued",   Always             => "password_reset"      to Themselves;
    "engagement.shared",            Always             => "engagement_shared"   to Coachees;
    "resource.shared",              Always             => "resource_shared"     to Members;
    "session.scheduled",            OfItem             => "session_scheduled"   to Attendees;
    "session.scheduled",            OfInterview => "interview_scheduled" to Attendees;
    "session.scheduled",            OfItem             => "session_scheduled"   to CoachElsewhere;
    "session.scheduled",            OfInterview => "interview_scheduled" to CoachElsewhere;
    "session.rescheduled",          OfItem             => "session_rescheduled" to Attendees;
    "session.rescheduled",          OfInterview => "interview_rescheduled" to Attendees;
    "session.rescheduled",          OfItem             => "session_rescheduled" to CoachElsewhere;
    "session.rescheduled",          OfInterview => "interview_rescheduled" to CoachElsewhere;
    "session.cancelled",            OfItem             => "session_cancelled"   to Attendees;
    "session.cancelled",            OfInterview => "interview_cancelled" to Attendees;
    "session.cancelled",            OfItem             => "session_cancelled"   to CoachElsewhere;
    "session.cancelled",            OfInterview => "interview_cancelled" to CoachElsewhere;
    "session.attendee_added",       Always             => "session_scheduled"   to ThatAttendee;
    "session.attendee_removed",     Always             => "session_cancelled"   to ThatAttendee;
    "match.started",                Always             => "match_started"       to Choosing;
    "match.selection_due",          Always             => "coach_selection_due" to Choosing;
    "match.completed",              Always             => "coach_selected"      to Choosing;
    "match.completed",              Always             => "coach_selected"      to Chosen;
    "interview.requested",          NeedsApproval(true) => "interview_approval" to Admins;
    "interview.requested",          NeedsApproval(false) => "interview_requested" to Chosen;
    "interview.approved",           Always             => "interview_requested" to Chosen;
    "interview.approved",           Always             => "interview_approved"  to Choosing;
    "interview.declined",           Always             => "interview_declined"  to Choosing;
    "interview.times_proposed",     Always             => "interview_times_proposed" to Choosing;
    "selection.made",               NeedsApproval(true) => "selection_approval" to Admins;
    "selection.rejected",           Always             => "selection_rejected"  to Choosing;
    "item.reminder_due",            RunningSession     => "session_reminder"    to Recipients;
    "item.reminder_due",            NoSession          => "item_reminder"       to OpenRecipients;
    "item.sent",                    Kind("assessment") => "assessment_sent"     to Recipients;
    "item.sent",                    Kind("form")       => "form_sent"           to Recipients;
    "item.sent",                    Kind("file")       => "file_sent"           to Recipients;
    "item.sent",                    Kind("link")       => "link_sent"           to Recipients;
    "item.sent",                    Kind("task")       => "task_sent"           to Recipients;
    "item.resent",                  Kind("assessment") => "assessment_sent"     to OpenRecipients;
    "item.resent",                  Kind("form")       => "form_sent"           to OpenRecipients;
    "item.resent",                  Kind("file")       => "file_sent"           to OpenRecipients;
    "item.resent",                  Kind("link")       => "link_sent"           to OpenRecipients;
    "item.resent",                  Kind("task")       => "task_sent"           to OpenRecipients;
    "item.completed",               ByRecipient        => "item_completed"      to Coach;
    "item.missed",                  Always             => "item_missed"         to Coach;
    "invoice.issued",               Always             => "invoice_sent"        to Payer;
    "invoice.resent",               Always             => "invoice_sent"        to Payer;
    "invoice.late",                 Always             => "invoice_reminder"    to Payer;
    "invoice.paid",                 Always             => "invoice_receipt"     to Payer;
    "invoice.paid",                 Always             => "invoice_paid"        to InvoiceCoach;
    "invoice.voided",               Always             => "invoice_voided"      to Payer;
    "invoice.payment_unexpected",   Always             => "invoice_payment_unexpected" to Admins;
    "milestone.reminder_due",       Shared             => "milestone_reminder"  to Coachees;
    "feedback_request.created",     Always             => "feedback_request"    to Asked;
    "feedback_request.reminded",    Always             => "feedback_reminder"   to Asked;
    "goal.feedback_received",       Always             => "feedback_received"   to Coach;
    "submission.confirmation_requested", Always        => "submission_confirmation" to SubmissionGuest;
    "submission.submitted",         Always             => "submission_received" to Reviewers;
    "submission.resubmitted",       Always             => "submission_received" to Reviewers;
    "submission.approved",          Earned             => "submission_approved" to Submitter;
    "submission.rejected",          Always             => "submission_rejected" to Submitter;
    "submission.changes_requested", Always             => "submission_changes_requested" to Submitter;
    "submission.revoked",           Always             => "submission_revoked"  to Submitter;
    "reward_grant.created",         From("staff")      => "reward_given"        to Rewarded;
    "reward_grant.created",         From("mission")    => "reward_to_hand_over" to Admins;
    "reward.redeemed",              Always             => "reward_to_hand_over" to Admins;
    "reward_grant.fulfilled",       Always             => "reward_handed_over"  to Rewarded;
    "reward_grant.cancelled",       Always             => "reward_cancelled"    to Rewarded;
    "points.changed",               Kind("adjustment") => "points_corrected"    to Themselves;
    "mission.available",            ByMail             => "mission_available"   to Eligible;
    "mission.assigned",             ByMail             => "mission_available"   to Themselves;
    "mission.reminder_due",         ByMail             => "mission_reminder"    to Eligible;
    "connection.disabled",          Always             => "connection_disabled" to Admins;
}

/// The rules that an event meets.
pub fn of<'a>(event_type: &'a str, data: &'a Value) -> impl Iterator<Item = &'static Rule> + 'a {
    ALL.iter().filter(move |rule| rule.event == event_type && is_so(rule.when, data))
}

fn is_so(when: When, data: &Value) -> bool {
    let is_session = data["kind"] == "session";
    let runs = data["held"] == false;
    match when {
        When::Always => true,
        When::RunningSession => is_session && runs,
        When::Kind(kind) => data["kind"] == kind,
        When::OfItem => data["item_id"].is_string(),
        When::OfInterview => data["interview_id"].is_string(),
        When::NeedsApproval(needed) => data["needs_approval"] == needed,
        When::NoSession => !is_session,
        When::Shared => data["shared"] == true,
        When::ByRecipient => data["by_recipient"] == true,
        When::Earned => data["type"] != "send_update",
        When::From(source) => data["source"] == source,
        When::ByMail => data["channels"].as_array().into_iter().flatten().any(|channel| channel == "email"),
    }
}

/// What goes out to an item's recipients when an item of this kind is sent, or a session scheduled.
pub fn of_item_kind(kind: &str) -> Option<&'static str> {
    if kind == "session" {
        return Some("session_scheduled");
    }
    let sends = |rule: &&Rule| rule.event == "item.sent" && matches!(rule.when, When::Kind(known) if known == kind);
    ALL.iter().find(sends).map(|rule| rule.notification)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messaging::events;
    use crate::messaging::notifications::catalogue;

    #[test]
    fn every_rule_speaks_of_what_there_is() {
        for rule in ALL {
            assert!(events::catalogue::is_known(rule.event), "{}", rule.event);
            assert!(catalogue::find_opt(rule.notification).is_some(), "{}", rule.notification);
        }
        for entry in catalogue::all() {
            assert!(ALL.iter().any(|rule| rule.notification == entry.key), "nothing leads to {}", entry.key);
        }
    }
}
