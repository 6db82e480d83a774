//! Missions with what has come of them.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Place, Source, behind, between, in_states};
use crate::advocacy::missions::model::{Mission, MissionState};
use crate::advocacy::segments;
use crate::db::schema::{mission_segments, missions};
use crate::db::{Conn, MultiBackend};
use crate::exports::columns::{Cell, Column, Table, joined, maybe, maybe_text, plain, text};
use crate::exports::filters::Selection;
use crate::exports::model::DateField;
use crate::kernel::Result;
use crate::kernel::ids::{MissionId, OrganizationId, SegmentId};
use crate::kernel::list::distinct;

/// Missions read at once.
const PAGE: i64 = 250;

/// One row of the file.
pub(super) struct Record {
    mission: Mission,
    /// Names of the segments that it is for.
    audience: Vec<String>,
    trigger: Option<String>,
}

const COLUMNS: &[Column<Record>] = &[
    Column { name: "mission_id", cell: |r| plain(r.mission.id) },
    Column { name: "title", cell: |r| text(&r.mission.title) },
    Column { name: "type", cell: |r| plain(r.mission.mission_type) },
    Column { name: "status", cell: |r| plain(r.mission.state) },
    Column { name: "trigger", cell: |r| plain(r.mission.trigger_kind) },
    Column { name: "trigger_segment", cell: |r| maybe_text(r.trigger.as_ref()) },
    Column { name: "audience", cell: |r| plain(r.mission.audience_kind) },
    Column { name: "audience_segments", cell: |r| joined(&r.audience, String::as_str) },
    Column { name: "notify_mode", cell: |r| maybe(r.mission.notify_mode) },
    Column { name: "channels", cell: |r| joined(&r.mission.notify_channels.0, |kind| kind.as_str()) },
    Column { name: "recognition", cell: |r| plain(r.mission.recognition.0.kind) },
    Column { name: "points", cell: |r| r.mission.recognition.0.points.map_or(Cell::Empty, Cell::Number) },
    Column { name: "reward_id", cell: |r| maybe(r.mission.reward_id) },
    Column { name: "auto_approve", cell: |r| Cell::Flag(r.mission.auto_approve) },
    Column { name: "total_cap", cell: |r| r.mission.total_cap.map_or(Cell::Empty, Cell::Number) },
    Column { name: "assigned", cell: |r| Cell::Number(r.mission.assigned_count) },
    Column { name: "notified", cell: |r| Cell::Number(r.mission.notified_count) },
    Column { name: "viewed", cell: |r| Cell::Number(r.mission.viewed_count) },
    Column { name: "started", cell: |r| Cell::Number(r.mission.started_count) },
    Column { name: "submitted", cell: |r| Cell::Number(r.mission.submitted_count) },
    Column { name: "approved", cell: |r| Cell::Number(r.mission.approved_count) },
    Column { name: "created_at", cell: |r| plain(r.mission.created_at) },
    Column { name: "launched_at", cell: |r| maybe(r.mission.launched_at) },
    Column { name: "expires_at", cell: |r| maybe(r.mission.expires_at) },
    Column { name: "closed_at", cell: |r| maybe(r.mission.closed_at) },
];

pub(super) struct Missions {
    selection: Selection,
    place: Place<MissionId>,
}

impl Missions {
    pub(super) fn of(selection: Selection) -> Self {
        Self { selection, place: Place::start() }
    }
}

impl Source for Missions {
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
        let query = behind!(chosen(&self.selection), missions::created_at, missions::id, self.place);
        let page: Vec<Mission> = query.order((missions::created_at, missions::id)).limit(PAGE).select(Mission::as_select()).load(conn)?;
        self.place.pass(&page, PAGE, |mission| (mission.created_at, mission.id));
        complete(conn, self.selection.organization_id, page).map(Some)
    }
}

fn chosen(selection: &Selection) -> missions::BoxedQuery<'static, MultiBackend> {
    let query = missions::table.filter(missions::organization_id.eq(selection.organization_id)).into_boxed::<MultiBackend>();
    let query = if selection.date_field == DateField::LaunchedAt {
        between!(query, selection, missions::launched_at)
    } else {
        between!(query, selection, missions::created_at)
    };
    let query = in_states!(query, missions::state, selection.states::<MissionState>(), MissionState::ALL);
    match selection.mission_type {
        Some(kind) => query.filter(missions::mission_type.eq(kind)),
        None => query,
    }
}

fn complete(conn: &mut Conn, organization_id: OrganizationId, page: Vec<Mission>) -> Result<Vec<Record>> {
    let ids: Vec<MissionId> = page.iter().map(|mission| mission.id).collect();
    let rows: Vec<(MissionId, SegmentId)> = mission_segments::table
        .filter(mission_segments::mission_id.eq_any(ids))
        .order((mission_segments::mission_id, mission_segments::position))
        .select((mission_segments::mission_id, mission_segments::segment_id))
        .load(conn)?;
    let triggers = page.iter().filter_map(|mission| mission.trigger_segment_id);
    let named = distinct(rows.iter().map(|(_, id)| *id).chain(triggers).collect());
    let names = segments::queries::names(conn, organization_id, &named)?;
    let mut audiences: HashMap<MissionId, Vec<String>> = HashMap::new();
    for (mission, segment) in rows {
        audiences.entry(mission).or_default().extend(names.get(&segment).cloned());
    }
    let record = |mission: Mission| Record {
        audience: audiences.remove(&mission.id).unwrap_or_default(),
        trigger: mission.trigger_segment_id.and_then(|id| names.get(&id).cloned()),
        mission,
    };
    Ok(page.into_iter().map(record).collect())
}
