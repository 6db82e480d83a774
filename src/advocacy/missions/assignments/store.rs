//! The tables `mission_assignments` and `mission_triggers`.

use diesel::prelude::*;

use super::model::{Assignment, AssignmentState, Trigger};
use crate::advocacy::missions::model::Mission;
use crate::db::schema::{mission_assignments, mission_triggers, missions, segment_members, users};
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::kernel::ids::{MissionAssignmentId, MissionId, SegmentId, UserId};
use crate::kernel::{Result, Timestamp};

/// From here on entering the segment assigns the mission.
pub fn arm(conn: &mut Conn, trigger: &Trigger) -> Result<()> {
    let row = mission_triggers::table.find(trigger.mission_id);
    let change = (mission_triggers::is_armed.eq(true), mission_triggers::segment_id.eq(trigger.segment_id));
    if diesel::update(row).set(change).execute(conn)? == 0 {
        diesel::insert_into(mission_triggers::table).values(trigger).execute(conn)?;
    }
    Ok(())
}

/// Entering assigns nothing any more, until it is armed again.
pub fn disarm(conn: &mut Conn, id: MissionId) -> Result<()> {
    diesel::update(mission_triggers::table.find(id)).set(mission_triggers::is_armed.eq(false)).execute(conn)?;
    Ok(())
}

/// It waits for nobody any more.
pub fn forget(conn: &mut Conn, id: MissionId) -> Result<()> {
    diesel::delete(mission_triggers::table.find(id)).execute(conn)?;
    Ok(())
}

/// The mission waits for people to enter another segment.
pub fn retarget(conn: &mut Conn, mission: &Mission) -> Result<()> {
    if let Some(id) = mission.trigger_segment_id {
        diesel::update(mission_triggers::table.find(mission.id)).set(mission_triggers::segment_id.eq(id)).execute(conn)?;
    }
    Ok(())
}

/// Missions that wait for one of these segments, armed or not.
pub fn waiting_for(conn: &mut Conn, segments: &[SegmentId]) -> Result<Vec<(Trigger, Mission)>> {
    Ok(mission_triggers::table
        .inner_join(missions::table.on(missions::id.eq(mission_triggers::mission_id)))
        .filter(mission_triggers::segment_id.eq_any(segments.to_vec()))
        .order(mission_triggers::mission_id)
        .select((Trigger::as_select(), Mission::as_select()))
        .load(conn)?)
}

/// The next mission whose segment's first members still have to be assigned.
pub fn to_fill(conn: &mut Conn) -> Result<Option<Trigger>> {
    Ok(mission_triggers::table
        .filter(mission_triggers::backfill_after.is_not_null())
        .filter(mission_triggers::is_armed)
        .order(mission_triggers::backfill_after)
        .select(Trigger::as_select())
        .first(conn)
        .optional()?)
}

/// How far the first members have been assigned.
pub fn filled(conn: &mut Conn, id: MissionId, until: Option<UserId>) -> Result<()> {
    diesel::update(mission_triggers::table.find(id)).set(mission_triggers::backfill_after.eq(until)).execute(conn)?;
    Ok(())
}

/// The next members of a segment, by their ids.
pub fn members_after(conn: &mut Conn, segment_id: SegmentId, after: UserId, limit: i64) -> Result<Vec<UserId>> {
    Ok(segment_members::table
        .filter(segment_members::segment_id.eq(segment_id))
        .filter(segment_members::user_id.gt(after))
        .order(segment_members::user_id)
        .limit(limit)
        .select(segment_members::user_id)
        .load(conn)?)
}

/// Every assignment of these people among these missions.
pub fn of(conn: &mut Conn, missions: &[MissionId], people: &[UserId]) -> Result<Vec<Assignment>> {
    Ok(mission_assignments::table
        .filter(mission_assignments::mission_id.eq_any(missions.to_vec()))
        .filter(mission_assignments::user_id.eq_any(people.to_vec()))
        .order((mission_assignments::mission_id, mission_assignments::user_id, mission_assignments::entry_no))
        .select(Assignment::as_select())
        .load(conn)?)
}

/// The newest assignment of one person.
pub fn newest(conn: &mut Conn, mission_id: MissionId, user_id: UserId) -> Result<Option<Assignment>> {
    Ok(mission_assignments::table
        .filter(mission_assignments::mission_id.eq(mission_id))
        .filter(mission_assignments::user_id.eq(user_id))
        .order(mission_assignments::entry_no.desc())
        .select(Assignment::as_select())
        .first(conn)
        .optional()?)
}

pub fn insert_many(conn: &mut Conn, rows: &[Assignment]) -> Result<()> {
    dialect::insert_all!(conn, mission_assignments::table, rows)?;
    Ok(())
}

/// Counts new assignments; the mission's version stays, for nothing that anybody wrote has changed.
pub fn count(conn: &mut Conn, id: MissionId, more: i64) -> Result<()> {
    let change = missions::assigned_count.eq(missions::assigned_count + more);
    Prepared(diesel::update(missions::table.find(id)).set(change)).execute(conn)?;
    Ok(())
}

pub fn set_state(conn: &mut Conn, ids: &[MissionAssignmentId], state: AssignmentState, ended_at: Option<Timestamp>) -> Result<()> {
    diesel::update(mission_assignments::table.filter(mission_assignments::id.eq_any(ids.to_vec())))
        .set((mission_assignments::state.eq(state), mission_assignments::ended_at.eq(ended_at)))
        .execute(conn)?;
    Ok(())
}

/// A page of a mission's, oldest first, each with the person's name.
pub fn list(
    conn: &mut Conn,
    mission_id: MissionId,
    states: Option<&[AssignmentState]>,
    after: Option<(Timestamp, MissionAssignmentId)>,
    limit: i64,
) -> Result<Vec<(Assignment, String)>> {
    let mut query = mission_assignments::table
        .inner_join(users::table.on(users::id.eq(mission_assignments::user_id)))
        .filter(mission_assignments::mission_id.eq(mission_id))
        .order((mission_assignments::assigned_at, mission_assignments::id))
        .limit(limit)
        .select((Assignment::as_select(), users::name))
        .into_boxed::<MultiBackend>();
    query = match states {
        // An equality lets the index give the order as well.
        Some([only]) => query.filter(mission_assignments::state.eq(*only)),
        Some(several) => query.filter(mission_assignments::state.eq_any(several.to_vec())),
        None => query,
    };
    if let Some((at, id)) = after {
        query = dialect::after!(query, mission_assignments::assigned_at, mission_assignments::id, at, id);
    }
    Ok(query.load(conn)?)
}
