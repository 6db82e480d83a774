//! The ledger of points, a row an entry.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::people::{self, Person};
use super::{Place, Source, behind, between};
use crate::advocacy::points::model::PointEntry;
use crate::db::schema::{missions, point_entries};
use crate::db::{Conn, MultiBackend};
use crate::exports::columns::{Cell, Column, Table, maybe, maybe_text, plain};
use crate::exports::filters::Selection;
use crate::kernel::Result;
use crate::kernel::ids::{MissionId, PointEntryId};
use crate::kernel::list::distinct;

/// Entries read at once.
const PAGE: i64 = 1_000;

/// One row of the file.
pub(super) struct Record {
    entry: PointEntry,
    person: Option<Person>,
    mission_title: Option<String>,
}

const COLUMNS: &[Column<Record>] = &[
    Column { name: "entry_id", cell: |r| plain(r.entry.id) },
    Column { name: "created_at", cell: |r| plain(r.entry.created_at) },
    Column { name: "user_id", cell: |r| plain(r.entry.user_id) },
    Column { name: "user_name", cell: |r| maybe_text(r.person.as_ref().map(|person| &person.name)) },
    Column { name: "user_email", cell: |r| maybe_text(r.person.as_ref().map(|person| &person.email)) },
    Column { name: "kind", cell: |r| plain(r.entry.kind) },
    Column { name: "points", cell: |r| Cell::Number(r.entry.amount) },
    Column { name: "balance", cell: |r| Cell::Number(r.entry.balance) },
    Column { name: "reason", cell: |r| maybe_text(r.entry.reason.as_ref()) },
    Column { name: "mission_id", cell: |r| maybe(r.entry.mission_id) },
    Column { name: "mission_title", cell: |r| maybe_text(r.mission_title.as_ref()) },
    Column { name: "submission_id", cell: |r| maybe(r.entry.submission_id) },
    Column { name: "reward_grant_id", cell: |r| maybe(r.entry.grant_id) },
];

pub(super) struct Points {
    selection: Selection,
    place: Place<PointEntryId>,
}

impl Points {
    pub(super) fn of(selection: Selection) -> Self {
        Self { selection, place: Place::start() }
    }
}

impl Source for Points {
    type Record = Record;

    fn table(&mut self, _: &mut Conn) -> Result<Table<Record>> {
        Ok(Table::of(COLUMNS))
    }

    fn count(&self, conn: &mut Conn) -> Result<i64> {
        Ok(chosen(&self.selection).select(count_star()).get_result(conn)?)
    }

    fn next(&mut self, conn: &mut Conn) -> Result<Option<Vec<Record>>> {
        if self.place.ended {
            return Ok(None);
        }
        let query = behind!(chosen(&self.selection), point_entries::created_at, point_entries::id, self.place);
        let query = query.order((point_entries::created_at, point_entries::id)).limit(PAGE);
        let page: Vec<PointEntry> = query.select(PointEntry::as_select()).load(conn)?;
        self.place.pass(&page, PAGE, |entry| (entry.created_at, entry.id));
        complete(conn, page).map(Some)
    }
}

fn chosen(selection: &Selection) -> point_entries::BoxedQuery<'static, MultiBackend> {
    let query = point_entries::table.filter(point_entries::organization_id.eq(selection.organization_id)).into_boxed::<MultiBackend>();
    between!(query, selection, point_entries::created_at)
}

fn complete(conn: &mut Conn, page: Vec<PointEntry>) -> Result<Vec<Record>> {
    let people = people::of(conn, page.iter().map(|entry| entry.user_id))?;
    let titles = titles(conn, page.iter().filter_map(|entry| entry.mission_id))?;
    let record = |entry: PointEntry| Record {
        person: people.get(&entry.user_id).cloned(),
        mission_title: entry.mission_id.and_then(|id| titles.get(&id).cloned()),
        entry,
    };
    Ok(page.into_iter().map(record).collect())
}

/// The titles of missions, with one query a page.
pub(super) fn titles(conn: &mut Conn, ids: impl Iterator<Item = MissionId>) -> Result<HashMap<MissionId, String>> {
    let rows: Vec<(MissionId, String)> =
        missions::table.filter(missions::id.eq_any(distinct(ids.collect()))).select((missions::id, missions::title)).load(conn)?;
    Ok(rows.into_iter().collect())
}
