//! The items of the engagements that are chosen, in the engagements' order and then in their own.

use std::collections::HashMap;

use diesel::dsl::sum;
use diesel::prelude::*;

use super::engagements::{self as chosen, EngagementRow};
use super::{Place, Source};
use crate::db::schema::{engagements, items};
use crate::db::{Conn, MultiBackend};
use crate::exports::columns::{Cell, Column, Table, maybe, maybe_text, plain, text};
use crate::exports::filters::Selection;
use crate::kernel::ids::{EngagementId, ItemId};
use crate::kernel::{Result, Timestamp};

/// Engagements whose items are read at once.
const PAGE: i64 = 125;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = items, check_for_backend(MultiBackend))]
struct ItemRow {
    id: ItemId,
    engagement_id: EngagementId,
    position: i32,
    kind: String,
    title: String,
    status: String,
    scheduled_at: Option<Timestamp>,
    time_zone: Option<String>,
    sent_at: Option<Timestamp>,
    completed_at: Option<Timestamp>,
    created_at: Timestamp,
}

/// One row of the file.
pub(super) struct Record {
    item: ItemRow,
    engagement_title: String,
    coach_name: Option<String>,
}

const COLUMNS: &[Column<Record>] = &[
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

pub(super) struct Items {
    selection: Selection,
    place: Place<EngagementId>,
}

impl Items {
    pub(super) fn of(selection: Selection) -> Self {
        Self { selection, place: Place::start() }
    }
}

impl Source for Items {
    type Record = Record;

    fn table(&mut self, _: &mut Conn) -> Result<Table<Record>> {
        Ok(Table::of(COLUMNS))
    }

    fn count(&self, conn: &mut Conn) -> Result<i64> {
        let query = chosen::chosen(&self.selection);
        Ok(query.select(sum(engagements::items_total)).get_result::<Option<i64>>(conn)?.unwrap_or(0))
    }

    fn next(&mut self, conn: &mut Conn) -> Result<Option<Vec<Record>>> {
        match chosen::page(conn, &self.selection, &mut self.place, PAGE)? {
            Some(page) => items_of(conn, page).map(Some),
            None => Ok(None),
        }
    }
}

fn items_of(conn: &mut Conn, page: Vec<EngagementRow>) -> Result<Vec<Record>> {
    let coaches = chosen::coaches(conn, &page)?;
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
        items.into_iter().map(move |item| Record { item, engagement_title: engagement.title.clone(), coach_name: coach.clone() })
    });
    Ok(records.collect())
}
