//! The advocates whom a mission is for: all of them, or those in its segments, and where it waits for people
//! to enter a segment only those who have been assigned it. Nobody is found by reading everybody.

use diesel::dsl::{count_star, exists, select};
use diesel::prelude::*;

use super::assignments::model::AssignmentState;
use super::model::Mission;
use super::settings::{AudienceKind, TriggerKind};
use crate::db::schema::{mission_assignments, mission_segments, segment_members, users};
use crate::db::{Conn, MultiBackend};
use crate::identity::users::model::{User, UserState};
use crate::kernel::Result;
use crate::kernel::ids::{SegmentId, UserId};

/// The states in which somebody has the mission.
const HELD: [AssignmentState; 2] = [AssignmentState::Assigned, AssignmentState::Completed];

/// Whether the advocate is in one of the segments that it is for.
pub fn is_in_segments(conn: &mut Conn, mission: &Mission, user_id: UserId) -> Result<bool> {
    let inside = segment_members::table
        .inner_join(mission_segments::table.on(mission_segments::segment_id.eq(segment_members::segment_id)))
        .filter(segment_members::user_id.eq(user_id))
        .filter(mission_segments::mission_id.eq(mission.id));
    Ok(select(exists(inside)).get_result(conn)?)
}

/// Whether the advocate has it, open or done.
pub fn is_assigned(conn: &mut Conn, mission: &Mission, user_id: UserId) -> Result<bool> {
    let own = mission_assignments::table
        .filter(mission_assignments::mission_id.eq(mission.id))
        .filter(mission_assignments::user_id.eq(user_id))
        .filter(mission_assignments::state.eq_any(HELD));
    Ok(select(exists(own)).get_result(conn)?)
}

/// Whether this one is an active advocate whom it is for.
pub fn is_eligible(conn: &mut Conn, mission: &Mission, user_id: UserId) -> Result<bool> {
    let active = users::table
        .filter(users::id.eq(user_id))
        .filter(users::organization_id.eq(mission.organization_id))
        .filter(users::is_advocate)
        .filter(users::state.eq(UserState::Active));
    if !select(exists(active)).get_result::<bool>(conn)? {
        return Ok(false);
    }
    if mission.audience_kind == AudienceKind::Segment && !is_in_segments(conn, mission, user_id)? {
        return Ok(false);
    }
    Ok(mission.trigger_kind == TriggerKind::Instant || is_assigned(conn, mission, user_id)?)
}

/// The next of those whom it is for, by their ids. A batch is found from the segment's members, or from the
/// assignments, so that it costs by what is in it.
pub fn eligible_after(conn: &mut Conn, mission: &Mission, after: Option<UserId>, limit: i64) -> Result<Vec<User>> {
    let after = after.unwrap_or(UserId::nil());
    match (mission.trigger_kind, mission.audience_kind) {
        (TriggerKind::Instant, AudienceKind::Segment) => {
            let segments = super::store::segments(conn, mission.id)?;
            members_after(conn, mission, &segments, after, limit)
        }
        (TriggerKind::Instant, _) => Ok(users::table
            .filter(users::organization_id.eq(mission.organization_id))
            .filter(users::is_advocate)
            .filter(users::state.eq(UserState::Active))
            .filter(users::id.gt(after))
            .order(users::id)
            .limit(limit)
            .select(User::as_select())
            .load(conn)?),
        (TriggerKind::Segment, _) => assigned_after(conn, mission, after, limit),
    }
}

/// Active advocates in one of these segments.
fn members_after(conn: &mut Conn, mission: &Mission, segments: &[SegmentId], after: UserId, limit: i64) -> Result<Vec<User>> {
    let mut members = segment_members::table
        .inner_join(users::table.on(users::id.eq(segment_members::user_id)))
        .filter(segment_members::user_id.gt(after))
        .filter(users::organization_id.eq(mission.organization_id))
        .filter(users::is_advocate)
        .filter(users::state.eq(UserState::Active))
        .order(segment_members::user_id)
        .limit(limit)
        .select((segment_members::user_id, User::as_select()))
        .into_boxed::<MultiBackend>();
    members = match segments {
        // An equality lets the index give the order as well.
        [only] => members.filter(segment_members::segment_id.eq(*only)),
        several => members.filter(segment_members::segment_id.eq_any(several.to_vec())).distinct(),
    };
    let rows: Vec<(UserId, User)> = members.load(conn)?;
    Ok(rows.into_iter().map(|(_, user)| user).collect())
}

/// Active advocates who have an open assignment, and are in the audience.
fn assigned_after(conn: &mut Conn, mission: &Mission, after: UserId, limit: i64) -> Result<Vec<User>> {
    let mut assigned = mission_assignments::table
        .inner_join(users::table.on(users::id.eq(mission_assignments::user_id)))
        .filter(mission_assignments::mission_id.eq(mission.id))
        .filter(mission_assignments::state.eq(AssignmentState::Assigned))
        .filter(mission_assignments::user_id.gt(after))
        .filter(users::is_advocate)
        .filter(users::state.eq(UserState::Active))
        .order(mission_assignments::user_id)
        .limit(limit)
        .select(User::as_select())
        .into_boxed::<MultiBackend>();
    if mission.audience_kind == AudienceKind::Segment {
        let segments = super::store::segments(conn, mission.id)?;
        let inside = segment_members::table.filter(segment_members::segment_id.eq_any(segments)).select(segment_members::user_id);
        assigned = assigned.filter(mission_assignments::user_id.eq_any(inside));
    }
    Ok(assigned.load(conn)?)
}

/// Out of whom people are counted.
enum Pool {
    Everybody,
    Assigned,
    Members(SegmentId),
}

/// How many those are.
pub fn count_eligible(conn: &mut Conn, mission: &Mission) -> Result<i64> {
    match mission.trigger_kind {
        TriggerKind::Instant => count(conn, mission, Pool::Everybody),
        TriggerKind::Segment => count(conn, mission, Pool::Assigned),
    }
}

/// How many of a segment's members are in the audience.
pub fn count_inside(conn: &mut Conn, mission: &Mission, segment_id: SegmentId) -> Result<i64> {
    count(conn, mission, Pool::Members(segment_id))
}

fn count(conn: &mut Conn, mission: &Mission, pool: Pool) -> Result<i64> {
    let mut people = users::table
        .filter(users::organization_id.eq(mission.organization_id))
        .filter(users::is_advocate)
        .filter(users::state.eq(UserState::Active))
        .select(count_star())
        .into_boxed::<MultiBackend>();
    let members =
        |ids: Vec<SegmentId>| segment_members::table.filter(segment_members::segment_id.eq_any(ids)).select(segment_members::user_id);
    if mission.audience_kind == AudienceKind::Segment {
        let segments = super::store::segments(conn, mission.id)?;
        people = people.filter(users::id.eq_any(members(segments)));
    }
    people = match pool {
        Pool::Everybody => people,
        Pool::Members(id) => people.filter(users::id.eq_any(members(vec![id]))),
        Pool::Assigned => people.filter(
            users::id.eq_any(
                mission_assignments::table
                    .filter(mission_assignments::mission_id.eq(mission.id))
                    .filter(mission_assignments::state.eq(AssignmentState::Assigned))
                    .select(mission_assignments::user_id),
            ),
        ),
    };
    Ok(people.first(conn)?)
}
