//! The columns of each export: name, order and content in one table. People build on the order, so
//! columns are only ever appended.

use std::borrow::Cow;
use std::fmt::Display;

use super::source::{EngagementRecord, ItemRecord, Person};

/// What stands in one cell.
pub(super) enum Cell<'a> {
    Empty,
    /// What people wrote; a spreadsheet must not take it for a formula.
    Text(Cow<'a, str>),
    /// What we wrote: ids, words, moments.
    Plain(String),
    Number(i64),
    Flag(bool),
}

/// A column of an export of `R`s.
pub(super) struct Column<R> {
    pub name: &'static str,
    pub cell: fn(&R) -> Cell<'_>,
}

pub(super) const ENGAGEMENTS: &[Column<EngagementRecord>] = &[
    Column { name: "engagement_id", cell: |r| plain(r.engagement.id) },
    Column { name: "title", cell: |r| text(&r.engagement.title) },
    Column { name: "status", cell: |r| plain(r.engagement.status) },
    Column { name: "shared", cell: |r| Cell::Flag(r.engagement.is_shared) },
    Column { name: "coach_name", cell: |r| maybe_text(r.coach.as_ref().map(|coach| &coach.name)) },
    Column { name: "coach_email", cell: |r| maybe_text(r.coach.as_ref().map(|coach| &coach.email)) },
    Column { name: "coachee_names", cell: |r| joined(&r.coachees, |coachee| &coachee.name) },
    Column { name: "coachee_emails", cell: |r| joined(&r.coachees, |coachee| &coachee.email) },
    Column { name: "items_total", cell: |r| Cell::Number(r.engagement.items_total.into()) },
    Column { name: "items_unscheduled", cell: |r| Cell::Number(r.engagement.items_unscheduled.into()) },
    Column { name: "items_scheduled", cell: |r| Cell::Number(r.engagement.items_scheduled.into()) },
    Column { name: "items_completed", cell: |r| Cell::Number(r.engagement.items_completed.into()) },
    Column { name: "template_id", cell: |r| maybe(r.engagement.template_id) },
    Column { name: "batch_id", cell: |r| maybe(r.engagement.batch_id) },
    Column { name: "created_at", cell: |r| plain(r.engagement.created_at) },
    Column { name: "activated_at", cell: |r| maybe(r.engagement.activated_at) },
    Column { name: "completed_at", cell: |r| maybe(r.engagement.completed_at) },
    Column { name: "cancelled_at", cell: |r| maybe(r.engagement.cancelled_at) },
    Column { name: "cancel_reason", cell: |r| maybe_text(r.engagement.cancel_reason.as_ref()) },
];

pub(super) const ITEMS: &[Column<ItemRecord>] = &[
    Column { name: "item_id", cell: |r| plain(r.item.id) },
    Column { name: "engagement_id", cell: |r| plain(r.item.engagement_id) },
    Column { name: "engagement_title", cell: |r| text(&r.engagement_title) },
    Column { name: "position", cell: |r| Cell::Number(r.item.position.into()) },
    Column { name: "kind", cell: |r| plain(&r.item.kind) },
    Column { name: "title", cell: |r| text(&r.item.title) },
    Column { name: "status", cell: |r| plain(&r.item.status) },
    Column { name: "scheduled_at", cell: |r| maybe(r.item.scheduled_at) },
    Column { name: "time_zone", cell: |r| maybe_text(r.item.time_zone.as_ref()) },
    Column { name: "sent_at", cell: |r| maybe(r.item.sent_at) },
    Column { name: "completed_at", cell: |r| maybe(r.item.completed_at) },
    Column { name: "coach_name", cell: |r| maybe_text(r.coach_name.as_ref()) },
    Column { name: "created_at", cell: |r| plain(r.item.created_at) },
];

fn plain<'a>(value: impl Display) -> Cell<'a> {
    Cell::Plain(value.to_string())
}

fn maybe<'a>(value: Option<impl Display>) -> Cell<'a> {
    value.map_or(Cell::Empty, plain)
}

fn text(value: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(value))
}

fn maybe_text(value: Option<&String>) -> Cell<'_> {
    value.map_or(Cell::Empty, |value| text(value))
}

fn joined(people: &[Person], field: impl Fn(&Person) -> &String) -> Cell<'_> {
    let all: Vec<&str> = people.iter().map(|person| field(person).as_str()).collect();
    Cell::Text(Cow::Owned(all.join("; ")))
}
