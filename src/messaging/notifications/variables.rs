//! What can be put into the words of notifications, and which kinds have which of it.

use serde::Serialize;
use utoipa::ToSchema;

/// What can be put into the words of a notification.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = TemplateVariable)]
pub struct Variable {
    #[schema(example = "session.starts_at")]
    pub name: &'static str,
    #[schema(example = "When it begins, in the recipient's time zone, which is named.")]
    pub description: &'static str,
    #[schema(example = "Monday, 2 March 2026, 10:00 (Europe/Berlin)")]
    pub example: &'static str,
}

macro_rules! variables {
    ($($name:literal $description:literal $example:literal;)+) => {
        /// Every variable.
        pub const VARIABLES: &[Variable] = &[$(Variable { name: $name, description: $description, example: $example }),+];
    };
}

variables! {
    "recipient.name"     "Who gets it." "Ana Alvarez";
    "organization.name"  "The organization." "Northwind Coaching";
    "coach.name"         "The coach of the engagement." "Cora Conti";
    "engagement.title"   "The engagement." "Leading a first team";
    "item.title"         "The item." "First session";
    "item.description"   "What the item's description says." "Before we meet.";
    "item.url"           "The address of a link or file." "https://reading.example/welcome";
    "resource.title"     "What was shared." "Values workbook";
    "resource.description" "What is said about it." "For our next session.";
    "session.starts_at"  "When it begins, in the recipient's time zone, which is named." "Monday, 2 March 2026, 10:00 (Europe/Berlin)";
    "session.duration"   "How long it takes." "45 minutes";
    "session.location"   "Where it takes place." "Room 7";
    "actor.name"         "Who did it." "Ana Alvarez";
    "link"               "Where to go from here." "https://app.northwind.example/items/item_01kfq8v6n2e9t8w4x3y5z7a1bc";
    "expires_at"         "Until when the link works, in the recipient's time zone." "Monday, 16 March 2026, 10:00 (Europe/Berlin)";
    "invoice.number"     "The invoice's number." "INV-2026-0001";
    "invoice.subject"    "What the invoice is about." "Coaching in spring";
    "invoice.total"      "What it comes to." "EUR 642.60";
    "invoice.due_on"     "The day until which it is to be paid." "15 March 2026";
    "invoice.payment_url" "Where it is paid by card; empty where it is not." "https://buy.stripe.com/test_4gw7tKaEz7hP8AUeV0";
    "invoice.payment"    "A sentence with that address; empty where it is not paid by card." "Pay by card: https://buy.stripe.com/test_4gw7tKaEz7hP8AUeV0";
    "invoice.payer"      "Whom it is billed to." "Ana Alvarez";
    "goal.name"          "The goal." "Speak up in meetings";
    "goal.description"   "What the goal's description says." "Be heard in the weekly meeting.";
    "goal.answered"      "How many have said what they think of the goal." "4";
    "milestone.title"    "The milestone." "Ask one question in every meeting";
    "milestone.due_at"   "When it is due, in the recipient's time zone, which is named." "Monday, 2 March 2026, 17:00 (Europe/Berlin)";
    "feedback.message"   "What whoever asks has written." "You see Ana in meetings every week.";
    "session.title"      "What the interview is called." "Interview: Cora Conti and Ana Alvarez";
    "coachee.name"       "Who chooses a coach." "Ana Alvarez";
    "match.message"      "What the match says to its coachee." "Please talk to at least one of them.";
    "interview.times"    "Times that the coach has proposed, in the recipient's time zone." "Monday, 2 March 2026, 10:00 (Europe/Berlin)";
    "reason"             "Why it was refused." "No time before the summer.";
    "mission.title"      "The mission." "Share our spring release";
    "mission.summary"    "What the mission is about, in short." "It takes two minutes and helps others find us.";
    "mission.recognition" "A sentence about what is given for it; empty where nothing is." "You get 50 points for it.";
    "mission.until"      "A sentence about when it ends, in the recipient's time zone; empty where it does not." "It is open until Monday, 2 March 2026, 10:00 (Europe/Berlin).";
    "submitter.name"     "Who handed in." "Ana Alvarez";
    "submission.recognition" "A sentence about what was given; empty where nothing was." "You got 50 points for it.";
    "reward.name"        "The reward." "Coffee mug";
    "reward.note"        "What was written for its recipient when it was handed over." "Your code is 7F3K-22QD.";
    "reward.recipient"   "Who gets the reward." "Ana Alvarez";
    "points.change"      "How many points more, or with a minus how many less." "-20";
    "points.balance"     "How many points there are now." "130";
    "connection.name"    "The connection." "Our CRM";
    "connection.reason"  "Why it was disabled." "every attempt failed for five days";
}

pub(super) const PEOPLE: &[&str] = &["recipient.name", "organization.name", "link", "expires_at"];
pub(super) const ITEM: &[&str] =
    &["recipient.name", "organization.name", "coach.name", "engagement.title", "item.title", "item.description", "item.url", "link"];
pub(super) const SESSION: &[&str] = &[
    "recipient.name",
    "organization.name",
    "coach.name",
    "engagement.title",
    "item.title",
    "item.description",
    "session.starts_at",
    "session.duration",
    "session.location",
    "link",
];
pub(super) const ENGAGEMENT: &[&str] = &["recipient.name", "organization.name", "coach.name", "engagement.title", "link"];
pub(super) const RESOURCE: &[&str] = &[
    "recipient.name",
    "organization.name",
    "coach.name",
    "engagement.title",
    "resource.title",
    "resource.description",
    "actor.name",
    "link",
];
pub(super) const COACH: &[&str] = &["recipient.name", "organization.name", "engagement.title", "item.title", "actor.name", "link"];
pub(super) const INVOICE: &[&str] = &[
    "recipient.name",
    "organization.name",
    "coach.name",
    "engagement.title",
    "invoice.number",
    "invoice.subject",
    "invoice.total",
    "invoice.due_on",
    "invoice.payment_url",
    "invoice.payment",
    "invoice.payer",
    "link",
];
pub(super) const MILESTONE: &[&str] = &[
    "recipient.name",
    "organization.name",
    "coach.name",
    "engagement.title",
    "goal.name",
    "goal.description",
    "milestone.title",
    "milestone.due_at",
    "link",
];
/// Nothing of whom the goal belongs to.
pub(super) const FEEDBACK: &[&str] =
    &["recipient.name", "organization.name", "goal.name", "goal.description", "feedback.message", "link", "expires_at"];
pub(super) const GOAL: &[&str] =
    &["recipient.name", "organization.name", "engagement.title", "goal.name", "goal.description", "goal.answered", "link"];
pub(super) const CHOICE: &[&str] =
    &["recipient.name", "organization.name", "coach.name", "coachee.name", "match.message", "interview.times", "reason", "link"];
pub(super) const INTERVIEW: &[&str] =
    &["recipient.name", "organization.name", "coach.name", "session.title", "session.starts_at", "session.duration", "session.location"];
/// Nothing but what whoever took part has seen.
pub(super) const CONFIRMATION: &[&str] = &["recipient.name", "organization.name", "mission.title", "link", "expires_at"];
pub(super) const MISSION: &[&str] =
    &["recipient.name", "organization.name", "mission.title", "mission.summary", "mission.recognition", "mission.until", "link"];
pub(super) const SUBMISSION: &[&str] =
    &["recipient.name", "organization.name", "mission.title", "submitter.name", "submission.recognition", "reason", "link"];
pub(super) const REWARD: &[&str] =
    &["recipient.name", "organization.name", "reward.name", "reward.note", "reward.recipient", "reason", "link"];
pub(super) const POINTS: &[&str] = &["recipient.name", "organization.name", "points.change", "points.balance", "reason", "link"];
pub(super) const CONNECTION: &[&str] = &["recipient.name", "organization.name", "connection.name", "connection.reason"];
