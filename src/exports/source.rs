//! Reads what is exported, page by page in one snapshot. Every page begins where the last one ended in
//! the index, so the hundredth costs what the first did.

use std::collections::HashMap;
use std::ops::ControlFlow;

use diesel::dsl::{count_star, exists, sum};
use diesel::prelude::*;

use super::columns::{self, Column};
use super::encode::Encoding;
use super::filters::Selection;
use super::model::{DateField, ExportResource};
use crate::coaching::engagements::model::EngagementStatus;
use crate::db::schema::{engagement_coachees, engagements, items, users};
use crate::db::{Conn, MultiBackend};
use crate::kernel::ids::{BatchId, EngagementId, ItemId, ProgramTemplateId, UserId};
use crate::kernel::{Result, Timestamp};

/// Engagements read at once.
const ENGAGEMENTS_A_PAGE: i64 = 1_000;
/// The same where their items are read with them.
const ENGAGEMENTS_A_PAGE_OF_ITEMS: i64 = 125;

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

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = items, check_for_backend(MultiBackend))]
pub(super) struct ItemRow {
    pub id: ItemId,
    pub engagement_id: EngagementId,
    pub position: i32,
    pub kind: String,
    pub title: String,
    pub status: String,
    pub scheduled_at: Option<Timestamp>,
    pub time_zone: Option<String>,
    pub sent_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Queryable)]
pub(super) struct Person {
    pub name: String,
    pub email: String,
}

/// One row of an export of engagements.
pub(super) struct EngagementRecord {
    pub engagement: EngagementRow,
    pub coach: Option<Person>,
    pub coachees: Vec<Person>,
}

/// One row of an export of items.
pub(super) struct ItemRecord {
    pub item: ItemRow,
    pub engagement_title: String,
    pub coach_name: Option<String>,
}

/// What is to be read, and how it is to be written.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub resource: ExportResource,
    pub encoding: Encoding,
    pub selection: Selection,
    /// Whether somebody wants to know how far it is, which takes a count.
    pub counted: bool,
}

/// A part of the file.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub bytes: Vec<u8>,
    pub rows: i64,
    /// Rows of the whole, told with the first piece of a plan that counts.
    pub total: Option<i64>,
}

/// Gives the file to `sink` piece by piece until it is through or `sink` has had enough.
pub(super) fn pour(conn: &mut Conn, plan: &Plan, sink: &mut dyn FnMut(Piece) -> ControlFlow<()>) -> Result<()> {
    match plan.resource {
        ExportResource::Engagements => pages(conn, plan, ENGAGEMENTS_A_PAGE, columns::ENGAGEMENTS, with_people, sink),
        ExportResource::Items => pages(conn, plan, ENGAGEMENTS_A_PAGE_OF_ITEMS, columns::ITEMS, items_of, sink),
    }
}

fn pages<R>(
    conn: &mut Conn,
    plan: &Plan,
    size: i64,
    columns: &[Column<R>],
    complete: fn(&mut Conn, Vec<EngagementRow>) -> Result<Vec<R>>,
    sink: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> Result<()> {
    let total = if plan.counted { Some(count(conn, plan)?) } else { None };
    let mut flow = sink(Piece { bytes: plan.encoding.head(columns)?, rows: 0, total });
    let mut after = None;
    while flow.is_continue() {
        let page = page(conn, &plan.selection, after, size)?;
        let is_last = (page.len() as i64) < size;
        after = page.last().map(|row| (row.created_at, row.id));
        if !page.is_empty() {
            let rows = complete(conn, page)?;
            flow = sink(Piece { bytes: plan.encoding.rows(columns, &rows)?, rows: rows.len() as i64, total: None });
        }
        if is_last {
            break;
        }
    }
    Ok(())
}

/// The engagements of the selection. Names are looked up row by row and several states are asked for
/// by leaving out the others, so that no index but the one that gives the order is tempting.
fn chosen(selection: &Selection) -> engagements::BoxedQuery<'static, MultiBackend> {
    let mut query = engagements::table.filter(engagements::organization_id.eq(selection.organization_id)).into_boxed::<MultiBackend>();
    if let Some(coach_id) = selection.coach_id {
        query = query.filter(engagements::coach_id.eq(coach_id));
    }
    if let Some(from) = selection.from {
        query = match selection.date_field {
            DateField::CreatedAt => query.filter(engagements::created_at.ge(from)),
            DateField::ActivatedAt => query.filter(engagements::activated_at.ge(from)),
            DateField::CompletedAt => query.filter(engagements::completed_at.ge(from)),
        };
    }
    if let Some(until) = selection.until {
        query = match selection.date_field {
            DateField::CreatedAt => query.filter(engagements::created_at.lt(until)),
            DateField::ActivatedAt => query.filter(engagements::activated_at.lt(until)),
            DateField::CompletedAt => query.filter(engagements::completed_at.lt(until)),
        };
    }
    match selection.status.as_slice() {
        [] => {}
        [only] => query = query.filter(engagements::status.eq(*only)),
        several => {
            for other in EngagementStatus::ALL.iter().filter(|status| !several.contains(status)) {
                query = query.filter(engagements::status.ne(*other));
            }
        }
    }
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

fn page(conn: &mut Conn, selection: &Selection, after: Option<(Timestamp, EngagementId)>, size: i64) -> Result<Vec<EngagementRow>> {
    let mut query = chosen(selection);
    if let Some((at, id)) = after {
        // The first half lets the index begin there; the second passes over the rest of that moment.
        query = query.filter(engagements::created_at.ge(at)).filter(engagements::created_at.gt(at).or(engagements::id.gt(id)));
    }
    Ok(query.order((engagements::created_at, engagements::id)).limit(size).select(EngagementRow::as_select()).load(conn)?)
}

fn count(conn: &mut Conn, plan: &Plan) -> Result<i64> {
    let query = chosen(&plan.selection);
    Ok(match plan.resource {
        ExportResource::Engagements => query.select(count_star()).get_result(conn)?,
        ExportResource::Items => query.select(sum(engagements::items_total)).get_result::<Option<i64>>(conn)?.unwrap_or(0),
    })
}

/// Adds coaches and coachees with one query each for the page.
fn with_people(conn: &mut Conn, page: Vec<EngagementRow>) -> Result<Vec<EngagementRecord>> {
    let coaches = coaches_of(conn, &page)?;
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
    let records = page.into_iter().map(|engagement| EngagementRecord {
        coach: engagement.coach_id.and_then(|id| coaches.get(&id).cloned()),
        coachees: people.remove(&engagement.id).unwrap_or_default(),
        engagement,
    });
    Ok(records.collect())
}

fn coaches_of(conn: &mut Conn, page: &[EngagementRow]) -> Result<HashMap<UserId, Person>> {
    let mut ids: Vec<UserId> = page.iter().filter_map(|row| row.coach_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(UserId, Person)> =
        users::table.filter(users::id.eq_any(ids)).select((users::id, (users::name, users::email))).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The items of the page's engagements, in the engagements' order and then in their own.
fn items_of(conn: &mut Conn, page: Vec<EngagementRow>) -> Result<Vec<ItemRecord>> {
    let coaches = coaches_of(conn, &page)?;
    let ids: Vec<EngagementId> = page.iter().map(|row| row.id).collect();
    let rows: Vec<ItemRow> = items::table
        .filter(items::engagement_id.eq_any(ids))
        .filter(items::deleted_at.is_null())
        .order((items::engagement_id, items::position, items::id))
        .select(ItemRow::as_select())
        .load(conn)?;
    let mut of_engagement: HashMap<EngagementId, Vec<ItemRow>> = HashMap::with_capacity(page.len());
    for row in rows {
        of_engagement.entry(row.engagement_id).or_default().push(row);
    }
    let records = page.into_iter().flat_map(|engagement| {
        let coach = engagement.coach_id.and_then(|id| coaches.get(&id)).map(|coach| coach.name.clone());
        let items = of_engagement.remove(&engagement.id).unwrap_or_default();
        items.into_iter().map(move |item| ItemRecord { item, engagement_title: engagement.title.clone(), coach_name: coach.clone() })
    });
    Ok(records.collect())
}
