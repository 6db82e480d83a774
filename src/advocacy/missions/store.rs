//! The tables `missions` and `mission_segments`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::filter::{MissionFilter, MissionSort};
use super::model::{Mission, MissionSegment};
use super::settings::{AudienceKind, MissionVisibility};
use super::state::MissionState;
use crate::db::schema::{mission_segments, missions};
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::kernel::ids::{FileId, MissionId, OrganizationId, RewardId, SegmentId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result, Timestamp};

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: MissionId) -> Result<Option<Mission>> {
    Ok(missions::table
        .filter(missions::id.eq(id))
        .filter(missions::organization_id.eq(organization_id))
        .select(Mission::as_select())
        .first(conn)
        .optional()?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: MissionId) -> Result<Mission> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

/// Holds the mission until the transaction ends. Everything about it but its counters changes under this lock.
pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: MissionId) -> Result<Mission> {
    dialect::lock_row(conn, "missions", &id.to_string())?;
    find(conn, organization_id, id)
}

/// Missions of rows that were found through their organization; in no order.
pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[MissionId]) -> Result<Vec<Mission>> {
    let query = missions::table
        .filter(missions::id.eq_any(ids.to_vec()))
        .filter(missions::organization_id.eq(organization_id))
        .select(Mission::as_select());
    Ok(Prepared(query).load(conn)?)
}

pub fn insert(conn: &mut Conn, mission: &Mission) -> Result<()> {
    diesel::insert_into(missions::table).values(mission).execute(conn)?;
    Ok(())
}

/// Writes everything of a mission that is held.
pub fn update(conn: &mut Conn, mission: &Mission) -> Result<()> {
    let own = missions::table.find(mission.id).filter(missions::organization_id.eq(mission.organization_id));
    Prepared(diesel::update(own).set(mission)).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: MissionId) -> Result<()> {
    diesel::delete(missions::table.find(id).filter(missions::organization_id.eq(organization_id))).execute(conn)?;
    Ok(())
}

/// Missions of any organization whose time for this has come, oldest first, held until the transaction ends.
pub fn lock_due(conn: &mut Conn, due: &'static str, now: Timestamp, limit: i64) -> Result<Vec<Mission>> {
    let ids = dialect::lock_due(conn, "missions", due, now, limit)?;
    let ids: Vec<MissionId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    Ok(missions::table.filter(missions::id.eq_any(ids)).order(missions::id).select(Mission::as_select()).load(conn)?)
}

/// The segments that a mission is for, in the order in which they were chosen.
pub fn segments(conn: &mut Conn, id: MissionId) -> Result<Vec<SegmentId>> {
    let own = mission_segments::table.filter(mission_segments::mission_id.eq(id)).order(mission_segments::position);
    Ok(own.select(mission_segments::segment_id).load(conn)?)
}

/// The same of many missions in one query.
pub fn segments_of(conn: &mut Conn, ids: &[MissionId]) -> Result<HashMap<MissionId, Vec<SegmentId>>> {
    let query = mission_segments::table
        .filter(mission_segments::mission_id.eq_any(ids.to_vec()))
        .order((mission_segments::mission_id, mission_segments::position))
        .select((mission_segments::mission_id, mission_segments::segment_id));
    let rows: Vec<(MissionId, SegmentId)> = Prepared(query).load(conn)?;
    let mut grouped: HashMap<MissionId, Vec<SegmentId>> = HashMap::new();
    for (mission_id, segment_id) in rows {
        grouped.entry(mission_id).or_default().push(segment_id);
    }
    Ok(grouped)
}

/// Makes these the segments that it is for.
pub fn replace_segments(conn: &mut Conn, mission: &Mission, ids: &[SegmentId]) -> Result<()> {
    diesel::delete(mission_segments::table.filter(mission_segments::mission_id.eq(mission.id))).execute(conn)?;
    let row = |(segment_id, position): (&SegmentId, i32)| MissionSegment {
        mission_id: mission.id,
        segment_id: *segment_id,
        organization_id: mission.organization_id,
        position,
        listed_at: mission.listed_at,
    };
    let rows: Vec<MissionSegment> = ids.iter().zip(1..).map(row).collect();
    dialect::insert_all!(conn, mission_segments::table, rows)?;
    Ok(())
}

/// Lets the segments tell since when it stands in lists.
pub fn list_segments(conn: &mut Conn, mission: &Mission) -> Result<()> {
    diesel::update(mission_segments::table.filter(mission_segments::mission_id.eq(mission.id)))
        .set(mission_segments::listed_at.eq(mission.listed_at))
        .execute(conn)?;
    Ok(())
}

/// Missions that a segment sets off or is the audience of, unless they have ended.
pub fn using_segment(conn: &mut Conn, organization_id: OrganizationId, id: SegmentId, limit: i64) -> Result<Vec<Mission>> {
    const ENDED: [MissionState; 2] = [MissionState::Closed, MissionState::Expired];
    let mut found: Vec<Mission> = missions::table
        .filter(missions::trigger_segment_id.eq(id))
        .filter(missions::organization_id.eq(organization_id))
        .filter(missions::state.ne_all(ENDED))
        .order(missions::id)
        .limit(limit)
        .select(Mission::as_select())
        .load(conn)?;
    let as_audience: Vec<Mission> = mission_segments::table
        .inner_join(missions::table.on(missions::id.eq(mission_segments::mission_id)))
        .filter(mission_segments::segment_id.eq(id))
        .filter(missions::organization_id.eq(organization_id))
        .filter(missions::state.ne_all(ENDED))
        .order(missions::id)
        .limit(limit)
        .select(Mission::as_select())
        .load(conn)?;
    found.extend(as_audience);
    found.sort_by_key(|mission| mission.id);
    found.dedup_by_key(|mission| mission.id);
    found.truncate(limit as usize);
    Ok(found)
}

/// Missions that show one of these pictures.
pub fn showing(conn: &mut Conn, organization_id: OrganizationId, file_ids: &[FileId]) -> Result<Vec<Mission>> {
    Ok(missions::table
        .filter(missions::organization_id.eq(organization_id))
        .filter(missions::image_file_id.eq_any(file_ids.to_vec()))
        .select(Mission::as_select())
        .load(conn)?)
}

/// Where a page begins: after this sort key and id.
#[derive(Debug)]
pub enum After {
    Created(Timestamp, MissionId),
    Title(String, MissionId),
}

/// A page of everything that staff see.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    filter: &MissionFilter,
    sort: MissionSort,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<Mission>> {
    let mut query = missions::table
        .filter(missions::organization_id.eq(organization_id))
        .select(Mission::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    // An equality lets the index give the order as well.
    match filter.status.as_ref().map(|list| list.0.as_slice()) {
        Some([only]) => query = query.filter(missions::state.eq(*only)),
        Some(several) => query = query.filter(missions::state.eq_any(several.to_vec())),
        None => {}
    }
    match filter.mission_type.as_ref().map(|list| list.0.as_slice()) {
        Some([only]) => query = query.filter(missions::mission_type.eq(*only)),
        Some(several) => query = query.filter(missions::mission_type.eq_any(several.to_vec())),
        None => {}
    }
    if let Some(kind) = filter.audience {
        query = query.filter(missions::audience_kind.eq(kind));
    }
    match filter.visibility {
        Some(MissionVisibility::Public) => query = query.filter(missions::audience_kind.eq(AudienceKind::Anyone)),
        Some(MissionVisibility::Private) => query = query.filter(missions::audience_kind.ne(AudienceKind::Anyone)),
        None => {}
    }
    if let Some(ids) = &filter.segment_ids {
        let of = mission_segments::table.filter(mission_segments::segment_id.eq_any(ids.clone())).select(mission_segments::mission_id);
        query = query.filter(missions::id.eq_any(of)).filter(missions::audience_kind.eq(AudienceKind::Segment));
    }
    if let Some(text) = &filter.q {
        query = query.filter(missions::search_text.like(contains_pattern(text)).escape('\\'));
    }
    query = match after {
        None => query,
        Some(After::Created(at, id)) if sort.is_descending() => dialect::before!(query, missions::created_at, missions::id, at, id),
        Some(After::Created(at, id)) => dialect::after!(query, missions::created_at, missions::id, at, id),
        Some(After::Title(title, id)) if sort.is_descending() => dialect::before!(query, missions::title, missions::id, title, id),
        Some(After::Title(title, id)) => dialect::after!(query, missions::title, missions::id, title, id),
    };
    query = match sort {
        MissionSort::CreatedAsc => query.order((missions::created_at.asc(), missions::id.asc())),
        MissionSort::CreatedDesc => query.order((missions::created_at.desc(), missions::id.desc())),
        MissionSort::TitleAsc => query.order((missions::title.asc(), missions::id.asc())),
        MissionSort::TitleDesc => query.order((missions::title.desc(), missions::id.desc())),
    };
    Ok(query.load(conn)?)
}

/// Whether a mission names this reward; the index is of missions that name one.
pub fn names_reward(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<bool> {
    let of = missions::table.filter(missions::reward_id.eq(id)).filter(missions::organization_id.eq(organization_id));
    Ok(diesel::select(diesel::dsl::exists(of)).get_result(conn)?)
}
