//! Which missions stand in an advocate's list: what runs for everybody, what runs for a segment that they are
//! in, and what they were assigned. Each is found by its own index, newest first, and no further than a page
//! reaches; so it costs the same among many missions and segments.

use std::collections::HashSet;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::assignments::model::{Assignment, AssignmentState};
use super::settings::{AudienceKind, NotifyMode, TriggerKind};
use super::state::MissionState;
use crate::advocacy::types::MissionType;
use crate::db::schema::{mission_assignments, mission_segments, missions, segment_members};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{MissionId, OrganizationId, UserId};
use crate::kernel::{Result, Timestamp};

/// Where a mission stands in the list: since when it is there, and its id.
pub type Place = (Timestamp, MissionId);

diesel::alias!(mission_assignments as newer: NewerAssignment);

/// Whose list it is and what part of it.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub mission_type: Option<MissionType>,
    pub now: Timestamp,
    pub after: Option<Place>,
    pub limit: i64,
}

/// What ends or ended before now is out, also before a worker has noted it.
macro_rules! in_time {
    ($query:expr, $wanted:expr) => {{
        let query = $query.filter(missions::expires_at.is_null().or(missions::expires_at.assume_not_null().gt($wanted.now)));
        match $wanted.mission_type {
            Some(kind) => query.filter(missions::mission_type.eq(kind)),
            None => query,
        }
    }};
}

/// The next of the list.
pub fn page(conn: &mut Conn, wanted: &Wanted) -> Result<Vec<Place>> {
    let mut places = of_everybody(conn, wanted, AudienceKind::Registered)?;
    places.extend(of_everybody(conn, wanted, AudienceKind::Anyone)?);
    places.extend(of_segments(conn, wanted)?);
    places.extend(assigned(conn, wanted)?);
    places.sort_by(|one, other| other.cmp(one));
    places.truncate(wanted.limit as usize);
    Ok(places)
}

/// What is for every advocate.
fn of_everybody(conn: &mut Conn, wanted: &Wanted, audience: AudienceKind) -> Result<Vec<Place>> {
    let since = missions::listed_at.assume_not_null();
    let mut query = missions::table
        .filter(missions::organization_id.eq(wanted.organization_id))
        .filter(missions::audience_kind.eq(audience))
        .filter(missions::listed_at.is_not_null())
        .order((since.desc(), missions::id.desc()))
        .limit(wanted.limit)
        .select((since, missions::id))
        .into_boxed::<MultiBackend>();
    query = in_time!(query, wanted);
    if let Some((at, id)) = wanted.after {
        query = dialect::before!(query, since, missions::id, at, id);
    }
    Ok(query.load(conn)?)
}

/// What is for a segment that they are in.
fn of_segments(conn: &mut Conn, wanted: &Wanted) -> Result<Vec<Place>> {
    let since = mission_segments::listed_at.assume_not_null();
    let mut query = segment_members::table
        .inner_join(mission_segments::table.on(mission_segments::segment_id.eq(segment_members::segment_id)))
        .inner_join(missions::table.on(missions::id.eq(mission_segments::mission_id)))
        .filter(segment_members::user_id.eq(wanted.user_id))
        .filter(mission_segments::listed_at.is_not_null())
        .filter(missions::organization_id.eq(wanted.organization_id))
        .filter(missions::audience_kind.eq(AudienceKind::Segment))
        .order((since.desc(), mission_segments::mission_id.desc()))
        .limit(wanted.limit)
        .select((since, mission_segments::mission_id))
        .distinct()
        .into_boxed::<MultiBackend>();
    query = in_time!(query, wanted);
    if let Some((at, id)) = wanted.after {
        query = dialect::before!(query, since, mission_segments::mission_id, at, id);
    }
    Ok(query.load(conn)?)
}

/// Whether an advocate is in one of the segments that the mission is for.
macro_rules! inside {
    ($user_id:expr) => {
        exists(
            mission_segments::table
                .inner_join(segment_members::table.on(segment_members::segment_id.eq(mission_segments::segment_id)))
                .filter(mission_segments::mission_id.eq(missions::id))
                .filter(segment_members::user_id.eq($user_id)),
        )
    };
}

/// Whether the mission is in nobody's list.
macro_rules! hidden {
    () => {
        missions::audience_kind.eq(AudienceKind::Registered).and(missions::notify_mode.assume_not_null().eq(NotifyMode::LinkOnly))
    };
}

/// The states in which somebody has a mission.
const HELD: [AssignmentState; 2] = [AssignmentState::Assigned, AssignmentState::Completed];

/// What they were assigned, unless it is hidden or they are not in its audience.
fn assigned(conn: &mut Conn, wanted: &Wanted) -> Result<Vec<Place>> {
    let once_more = newer
        .filter(newer.field(mission_assignments::mission_id).eq(missions::id))
        .filter(newer.field(mission_assignments::user_id).eq(wanted.user_id))
        .filter(newer.field(mission_assignments::state).eq_any(HELD))
        .filter(newer.field(mission_assignments::entry_no).gt(mission_assignments::entry_no));
    let mut query = mission_assignments::table
        .inner_join(missions::table.on(missions::id.eq(mission_assignments::mission_id)))
        .filter(mission_assignments::user_id.eq(wanted.user_id))
        .filter(mission_assignments::state.eq_any(HELD))
        .filter(missions::organization_id.eq(wanted.organization_id))
        .filter(missions::state.eq(MissionState::Armed))
        .filter(missions::notify_mode.is_not_null())
        .filter(not(hidden!()))
        .filter(not(exists(once_more)))
        .filter(missions::audience_kind.ne(AudienceKind::Segment).or(inside!(wanted.user_id)))
        .order((mission_assignments::assigned_at.desc(), mission_assignments::mission_id.desc()))
        .limit(wanted.limit)
        .select((mission_assignments::assigned_at, mission_assignments::mission_id))
        .into_boxed::<MultiBackend>();
    query = in_time!(query, wanted);
    if let Some((at, id)) = wanted.after {
        query = dialect::before!(query, mission_assignments::assigned_at, mission_assignments::mission_id, at, id);
    }
    Ok(query.load(conn)?)
}

/// Those of the missions that an advocate could see by their ids, running or over.
pub fn visible_among(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, ids: &[MissionId]) -> Result<HashSet<MissionId>> {
    let given = mission_assignments::table
        .filter(mission_assignments::mission_id.eq(missions::id))
        .filter(mission_assignments::user_id.eq(user_id))
        .filter(mission_assignments::state.eq_any(HELD));
    let rows: Vec<MissionId> = missions::table
        .filter(missions::id.eq_any(ids.to_vec()))
        .filter(missions::organization_id.eq(organization_id))
        .filter(missions::launched_at.is_not_null())
        .filter(missions::notify_mode.is_not_null())
        .filter(not(hidden!()))
        .filter(missions::audience_kind.ne(AudienceKind::Segment).or(inside!(user_id)))
        .filter(missions::trigger_kind.eq(TriggerKind::Instant).or(exists(given)))
        .select(missions::id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The assignments that one person has of these, the newest of each.
pub fn assignments(conn: &mut Conn, user_id: UserId, missions: &[MissionId]) -> Result<Vec<Assignment>> {
    let rows: Vec<Assignment> = mission_assignments::table
        .filter(mission_assignments::user_id.eq(user_id))
        .filter(mission_assignments::mission_id.eq_any(missions.to_vec()))
        .filter(mission_assignments::state.eq_any(HELD))
        .order((mission_assignments::mission_id, mission_assignments::entry_no.desc()))
        .select(Assignment::as_select())
        .load(conn)?;
    let mut seen = HashSet::new();
    Ok(rows.into_iter().filter(|row| seen.insert(row.mission_id)).collect())
}
