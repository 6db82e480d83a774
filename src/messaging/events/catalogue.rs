//! Every type of event there is. Names are stable: subscribers filter by them.

use serde::Serialize;
use utoipa::ToSchema;

/// A type of event.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct EventType {
    /// `thing.past_tense`.
    #[serde(rename = "type")]
    #[schema(example = "item.completed")]
    pub name: &'static str,
    /// What has happened when it is announced.
    #[schema(example = "An item was completed.")]
    pub description: &'static str,
}

macro_rules! event_types {
    ($($name:literal $description:literal;)+) => {
        /// The table.
        pub const ALL: &[EventType] = &[$(EventType { name: $name, description: $description }),+];
    };
}

event_types! {
    "organization.updated"           "The organization's name or settings were changed.";
    "user.created"                   "A person was added.";
    "user.updated"                   "A person's details or roles were changed.";
    "user.invited"                   "A person was invited; earlier links stopped working.";
    "user.invitation_revoked"        "An invitation was taken back.";
    "user.activated"                 "A person accepted the invitation and can log in.";
    "user.deactivated"               "A person can no longer log in and is no longer notified.";
    "user.reactivated"               "A person can log in again.";
    "user.deleted"                   "A person was deleted; what others need was kept without their name.";
    "user.password_changed"          "A person's password was changed.";
    "user.password_reset_requested"  "Somebody asked for a new password for this person.";
    "user.password_reset_issued"     "A link to a new password was made.";
    "user.refresh_token_reused"      "A refresh token was used twice; the login was ended.";
    "user.attributes_changed"        "What is known of a person beyond name and roles changed.";
    "attribute_definition.created"   "An attribute was defined.";
    "attribute_definition.deleted"   "An attribute was deleted, with its values.";
    "segment.created"                "A segment was made.";
    "segment.updated"                "A segment's name, description or rule was changed.";
    "segment.deleted"                "A segment was deleted.";
    "segment.built"                  "Who is in a segment is in line with its new rule.";
    "segment.entered"                "A person is in a segment from now on.";
    "segment.exited"                 "A person is no longer in a segment.";
    "coach_assignment.created"       "A coach may serve a coachee.";
    "coach_assignment.deleted"       "A coach may no longer take on a coachee.";
    "api_key.created"                "An API key was made.";
    "api_key.revoked"                "An API key stopped working.";
    "program_template.created"       "A program template was made.";
    "program_template.updated"       "A program template has a new version.";
    "program_template.deleted"       "A program template was deleted.";
    "mission_template.created"       "A mission template was made.";
    "mission_template.updated"       "A mission template was changed; missions made from it were not.";
    "mission_template.deleted"       "A mission template was deleted.";
    "engagement.created"             "An engagement was made, as a draft.";
    "engagement.updated"             "An engagement's title or description was changed.";
    "engagement.activated"           "An engagement began to run.";
    "engagement.shared"              "The coachees see the engagement.";
    "engagement.unshared"            "The coachees no longer see the engagement.";
    "engagement.completed"           "An engagement was completed.";
    "engagement.cancelled"           "An engagement was ended before its time.";
    "engagement.reopened"            "An engagement runs again.";
    "engagement.deleted"             "A draft was deleted.";
    "engagement.coach_replaced"      "Another coach runs the engagement.";
    "engagement.items_reordered"     "Items were put in another order.";
    "item.created"                   "An item was added.";
    "item.updated"                   "An item's details were changed.";
    "item.deleted"                   "An item was taken out.";
    "item.scheduled"                 "An item was given a date.";
    "item.rescheduled"               "An item's date, length or place was changed.";
    "item.unscheduled"               "An item's date was taken away.";
    "item.sent"                      "An item was sent to its recipients.";
    "item.resent"                    "An item was sent once more.";
    "item.reminder_due"              "The time of a reminder came.";
    "item.missed"                    "An item's date passed so long ago that it was not sent any more.";
    "item.completed"                 "An item was completed.";
    "item.completed_by_recipient"    "One of several recipients completed their part.";
    "item.reopened"                  "A completed item was opened again.";
    "item.recipient_added"           "An item has a further recipient.";
    "item.recipient_removed"         "An item has a recipient less.";
    "item.record_added"              "Notes or an assessment were associated with an item.";
    "item.record_removed"            "A record is no longer associated with an item.";
    "resource.shared"                "A file or link was shared with everybody in an engagement.";
    "resource.removed"               "A file or link was taken out of an engagement.";
    "session.scheduled"              "A session stands in the calendar.";
    "session.rescheduled"            "A session's time, length or place was changed.";
    "session.cancelled"              "A session does not take place.";
    "session.completed"              "A session was held.";
    "session.no_show"                "A session's time came and somebody did not.";
    "session.attendee_added"         "Somebody attends an announced session from now on.";
    "session.attendee_removed"       "Somebody no longer attends an announced session.";
    "match.created"                  "A coachee and coaches to choose from were put together.";
    "match.started"                  "A coachee was asked to choose a coach.";
    "match.selection_due"            "Enough interviews were held to select a coach.";
    "match.completed"                "A coach was found.";
    "match.cancelled"                "A coachee no longer chooses a coach.";
    "interview.requested"            "A coachee asked for an interview with a coach.";
    "interview.approved"             "An interview may be scheduled.";
    "interview.declined"             "An interview was refused.";
    "interview.times_proposed"       "A coach proposed times for an interview.";
    "interview.scheduled"            "An interview has a time.";
    "interview.completed"            "An interview was held.";
    "interview.cancelled"            "An interview does not take place.";
    "selection.made"                 "A coachee selected a coach.";
    "selection.approved"             "An admin approved the selection of a coach.";
    "selection.rejected"             "An admin refused the selection of a coach.";
    "availability.updated"           "When a coach can be booked, or who sees it, was changed.";
    "calendar_feed.created"          "Somebody made a link to their calendar.";
    "calendar_feed.revoked"          "A link to a calendar stopped working.";
    "note.created"                   "A note was written.";
    "note.updated"                   "A note was changed.";
    "note.deleted"                   "A note was deleted.";
    "file.uploaded"                  "A file was uploaded or made.";
    "file.deleted"                   "A file was deleted.";
    "form.created"                   "A form was made.";
    "form.updated"                   "A form's draft was changed.";
    "form.published"                 "A form has a new version that people answer.";
    "form.deleted"                   "A form was deleted; what was answered stays.";
    "form_response.started"          "Somebody began to answer a form.";
    "form_response.submitted"        "Somebody handed in their answers to a form.";
    "form_response.reopened"         "Answers can be changed again, because their item was opened again.";
    "invoice.created"                "An invoice was drafted.";
    "invoice.updated"                "A draft of an invoice was changed.";
    "invoice.deleted"                "A draft of an invoice was deleted.";
    "invoice.sent"                   "An invoice got its number; its document and payment link are being made.";
    "invoice.issued"                 "An invoice's document and payment link are there; it is mailed now.";
    "invoice.resent"                 "An invoice was mailed once more.";
    "invoice.late"                   "The day on which an invoice was due is over, and it is not paid.";
    "invoice.paid"                   "An invoice was paid.";
    "invoice.voided"                 "An invoice counts no more.";
    "invoice.payment_unexpected"     "Money came in that the invoice did not wait for.";
    "invoice.payment_refunded"       "Money that was paid for an invoice went back.";
    "payment_provider.connected"     "A payment provider was connected, or got other secrets.";
    "payment_provider.disconnected"  "A payment provider was disconnected.";
    "goal.created"                   "A goal was set.";
    "goal.updated"                   "A goal's name or description was changed.";
    "goal.achieved"                  "A goal was reached.";
    "goal.dropped"                   "A goal was given up.";
    "goal.reopened"                  "A goal is worked on again.";
    "goal.deleted"                   "A goal was deleted.";
    "goal.feedback_received"         "Somebody who was asked has said what they think of a goal.";
    "milestone.created"              "A goal has a further milestone.";
    "milestone.updated"              "A milestone was changed.";
    "milestone.completed"            "A milestone was reached.";
    "milestone.reopened"             "A milestone is open again.";
    "milestone.deleted"              "A milestone was deleted.";
    "milestone.reminder_due"         "The time of a milestone's reminder came.";
    "feedback_request.created"       "Somebody was asked what they think of a goal.";
    "feedback_request.reminded"      "Somebody was reminded that they were asked.";
    "feedback_request.revoked"       "Somebody is no longer asked.";
    "points.changed"                 "Somebody earned points, spent or got back some, or they were corrected.";
    "reward.created"                 "A reward is in the catalogue.";
    "reward.updated"                 "A reward was changed.";
    "reward.archived"                "A reward is no longer in the catalogue.";
    "reward.restored"                "A reward is in the catalogue again.";
    "reward.deleted"                 "A reward was deleted; who got it keeps it.";
    "reward.redeemed"                "An advocate spent points on a reward.";
    "reward_grant.created"           "Somebody gets a reward, for a mission or from the staff.";
    "reward_grant.fulfilled"         "A reward was handed over.";
    "reward_grant.cancelled"         "Somebody does not get a reward after all; points came back.";
    "mission.created"                "A mission was made, as a draft.";
    "mission.updated"                "A mission was changed.";
    "mission.deleted"                "A draft of a mission was deleted.";
    "mission.scheduled"              "A mission will launch by itself.";
    "mission.unscheduled"            "A mission will not launch by itself any more.";
    "mission.launched"               "A mission began to run.";
    "mission.launch_failed"          "The time of a scheduled launch came and something was missing; it is a draft again.";
    "mission.paused"                 "A mission was taken back for now.";
    "mission.resumed"                "A mission runs again after a pause.";
    "mission.closed"                 "A mission was ended by hand.";
    "mission.expired"                "A mission's date has passed.";
    "mission.reopened"               "A mission that had ended runs again.";
    "mission.link_rotated"           "A mission has another link; the one before works no more.";
    "mission.viewed"                 "An advocate looked at a mission for the first time.";
    "mission.assigned"               "Somebody entered the segment that a mission waits for, and can take part.";
    "mission.assignment_withdrawn"   "Somebody left that segment again, and can no longer take part.";
    "mission.assignment_completed"   "Somebody who was assigned a mission has taken part.";
    "mission.assignment_reopened"    "Somebody who had taken part may do so again.";
    "automation.stopped"             "Automations set each other off again and again; the next step was not done.";
    "submission.created"             "An advocate began to write a submission.";
    "submission.updated"             "A submission's content was changed by whoever hands it in.";
    "submission.confirmation_requested" "A guest's submission waits for them to confirm their address.";
    "submission.confirmed"           "A guest confirmed the address that a submission was made with.";
    "submission.submitted"           "A submission was handed in.";
    "submission.resubmitted"         "A submission was handed in again after changes.";
    "submission.withdrawn"           "A submission was taken back by whoever made it.";
    "submission.approved"            "A submission was approved, by staff or by its mission's terms.";
    "submission.rejected"            "A submission was rejected.";
    "submission.changes_requested"   "Staff asked for changes of a submission.";
    "submission.revoked"             "The approval of a submission was taken back, and with it what it gave.";
    "referral.received"              "An advocate has referred somebody.";
    "referral.withdrawn"             "The submission counts no more that somebody was referred in.";
    "referral.qualified"             "Somebody who was referred is worth pursuing.";
    "referral.won"                   "Somebody who was referred was won.";
    "referral.lost"                  "Nothing will come of somebody who was referred.";
    "referral.erased"                "Somebody who was referred was forgotten.";
    "reference_profile.created"      "Somebody speaks for the organization when asked.";
    "reference_profile.updated"      "What a reference agreed to was changed.";
    "reference_profile.paused"       "For now nobody asks a reference.";
    "reference_profile.resumed"      "A reference may be asked again.";
    "reference_profile.used"         "A reference was asked.";
    "reference_profile.use_removed"  "It did not come to asking a reference.";
    "export.requested"               "An export was asked for.";
    "export.completed"               "An export can be downloaded.";
    "export.failed"                  "An export was given up.";
    "mission.available"              "A mission was launched: everybody whom it is for can take part. Goes where the mission sends it.";
    "mission.reminder_due"           "The time of a mission's follow-up came. Goes where the mission sends it.";
    "mission.follow_up_skipped"      "The time of a mission's follow-up came or had gone, and it did not go out.";
    "mission.entries_gathered"       "People were assigned a mission; one post for Slack tells how many.";
    "connection.created"             "A webhook endpoint, hook, Slack or email connection was made.";
    "connection.updated"             "A connection was changed.";
    "connection.enabled"             "A connection works again.";
    "connection.disabled"            "A connection was switched off, by hand or because it failed.";
    "connection.secret_rotated"      "A webhook endpoint signs with a new secret.";
    "connection.deleted"             "A connection was deleted.";
    "email.bounced"                  "An address refused mail for good, or its owner complained.";
}

/// Notices of missions: they go where the mission sends them and nowhere else.
const NOTICES: &[&str] = &["mission.available", "mission.assigned", "mission.reminder_due", "mission.entries_gathered"];

/// What stands before the dot in the names of the wing of advocacy.
const ADVOCACY: &[&str] = &[
    "attribute_definition",
    "automation",
    "guest",
    "mission",
    "mission_template",
    "points",
    "reference_profile",
    "referral",
    "reward",
    "reward_grant",
    "segment",
    "submission",
];

pub fn is_notice(name: &str) -> bool {
    NOTICES.contains(&name)
}

pub fn is_of_advocacy(name: &str) -> bool {
    name.split_once('.').is_some_and(|(thing, _)| ADVOCACY.contains(&thing))
}

pub fn is_known(name: &str) -> bool {
    ALL.iter().any(|event| event.name == name)
}
