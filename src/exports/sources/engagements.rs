//! Engagements with their people.

use std::collections::HashMap;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use super::people::{self, Person};
use super::{Place, Source, behind, between, in_states};
use crate::coaching::engagements::model::EngagementStatus;
use crate::db::schema::{engagement_coachees, engagements, users};
use crate::db::{Conn, MultiBackend};
use crate::exports::columns::{Cell, Column, Table, joined, maybe, maybe_text, plain, text};
use crate::exports::filters::Selection;
use crate::exports::model::DateField;
use crate::kernel::ids::{BatchId, EngagementId, ProgramTemplateId, UserId};
use crate::kernel::{Result, Timestamp};

/// Engagements read at once.
const PAGE: i64 = 1_000;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = engagements, check_for_backend(MultiBackend))]
pub(super) struct EngagementRow {
    pub id: EngagementId,
    pub coach_id: Option<UserId>,
    pub batch_id: Option<BatchId>,
    pub template_id: Option<ProgramTemplateId>,
    pub title: String,
    pub status: EngagementStatus,
    pub is_shared: bool,
    pub items_total: i32,
    pub items_unscheduled: i32,
    pub items_scheduled: i32,
    pub items_completed: i32,
    pub cancel_reason: Option<String>,
    pub activated_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// One row of the file.
pub(super) struct Record {
    engagement: EngagementRow,
    coach: Option<Person>,
    coachees: Vec<Person>,
}

const COLUMNS: &[Column<Record>] = &[
    Column { name: "engagement_id", cell: |r| plain(r.engagement.id) },
    Column { name: "title", cell: |r| text(&r.engagement.title) },
    Column { name: "status", cell: |r| plain(r.engagement.status) },
    Column { name: "shared", cell: |r| Cell::Flag(r.engagement.is_shared) },
    Column { name: "coach_name", cell: |r| maybe_text(r.coach.as_ref().map(|coach| &coach.name)) },
    Column { name: "coach_email", cell: |r| maybe_text(r.coach.as_ref().map(|coach| &coach.email)) },
    Column { name: "coachee_names", cell: |r| joined(&r.coachees, |coachee| coachee.name.as_str()) },
    Column { name: "coachee_emails", cell: |r| joined(&r.coachees, |coachee| coachee.email.as_str()) },
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

pub(super) struct Engagements {
    selection: Selection,
    place: Place<EngagementId>,
}

impl Engagements {
    pub(super) fn of(selection: Selection) -> Self {
        Self { selection, place: Place::start() }
    }
}

impl Source for Engagements {
    type Record = Record;

    fn table(&mut self, _: &mut Conn) -> Result<Table<Record>> {
        Ok(Table::of(COLUMNS))
    }

    fn count(&self, conn: &mut Conn) -> Result<i64> {
        Ok(chosen(&self.selection).select(count_star()).get_result(conn)?)
    }

    fn next(&mut self, conn: &mut Conn) -> Result<Option<Vec<Record>>> {
        match page(conn, &self.selection, &mut self.place, PAGE)? {
            Some(page) => with_people(conn, page).map(Some),
            None => Ok(None),
        }
    }
}

/// The engagements of the selection. Names are looked up row by row, so that no index but the one
/// that gives the order is tempting.
pub(super) fn chosen(selection: &Selection) -> engagements::BoxedQuery<'static, MultiBackend> {
    let mut query = engagements::table.filter(engagements::organization_id.eq(selection.organization_id)).into_boxed::<MultiBackend>();
    if let Some(coach_id) = selection.coach_id {
        query = query.filter(engagements::coach_id.eq(coach_id));
    }
    query = match selection.date_field {
        DateField::ActivatedAt => between!(query, selection, engagements::activated_at),
        DateField::CompletedAt => between!(query, selection, engagements::completed_at),
        _ => between!(query, selection, engagements::created_at),
    };
    query = in_states!(query, engagements::status, selection.states::<EngagementStatus>(), EngagementStatus::ALL);
    if let Some(pattern) = selection.coach_pattern.clone() {
        let coach = users::table.filter(users::id.nullable().eq(engagements::coach_id));
        query = query.filter(exists(coach.filter(users::search_name.like(pattern).escape('\\'))));
    }
    if let Some(pattern) = selection.coachee_pattern.clone() {
        let coachee = engagement_coachees::table
            .inner_join(users::table.on(users::id.eq(engagement_coachees::coachee_id)))
            .filter(engagement_coachees::engagement_id.eq(engagements::id));
        query = query.filter(exists(coachee.filter(users::search_name.like(pattern).escape('\\'))));
    }
    query
}

/// The next engagements; `None` behind the last.
pub(super) fn page(
    conn: &mut Conn,
    selection: &Selection,
    place: &mut Place<EngagementId>,
    size: i64,
) -> Result<Option<Vec<EngagementRow>>> {
    if place.ended {
        return Ok(None);
    }
    let query = behind!(chosen(selection), engagements::created_at, engagements::id, place);
    let page = query.order((engagements::created_at, engagements::id)).limit(size).select(EngagementRow::as_select()).load(conn)?;
    place.pass(&page, size, |row: &EngagementRow| (row.created_at, row.id));
    Ok(Some(page))
}

pub(super) fn coaches(conn: &mut Conn, page: &[EngagementRow]) -> Result<HashMap<UserId, Person>> {
    people::of(conn, page.iter().filter_map(|row| row.coach_id))
}

/// Adds coaches and coachees with one query each for the page.
fn with_people(conn: &mut Conn, page: Vec<EngagementRow>) -> Result<Vec<Record>> {
    let coaches = coaches(conn, &page)?;
    let ids: Vec<EngagementId> = page.iter().map(|row| row.id).collect();
    let rows: Vec<(EngagementId, Person)> = engagement_coachees::table
        .inner_join(users::table.on(users::id.eq(engagement_coachees::coachee_id)))
        .filter(engagement_coachees::engagement_id.eq_any(ids))
        .order((engagement_coachees::engagement_id, engagement_coachees::position, engagement_coachees::coachee_id))
        .select((engagement_coachees::engagement_id, (users::name, users::email)))
        .load(conn)?;
    let mut people: HashMap<EngagementId, Vec<Person>> = HashMap::with_capacity(page.len());
    for (id, person) in rows {
        people.entry(id).or_default().push(person);
    }
    let records = page.into_iter().map(|engagement| Record {
        coach: engagement.coach_id.and_then(|id| coaches.get(&id).cloned()),
        coachees: people.remove(&engagement.id).unwrap_or_default(),
        engagement,
    });
    Ok(records.collect())
}
