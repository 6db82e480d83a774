//! The tables `mission_broadcasts` and `mission_gatherings`, and what broadcasts read of others.

use std::collections::HashSet;

use diesel::dsl::{exists, min, select};
use diesel::prelude::*;

use super::model::{Broadcast, BroadcastKind, Gathering};
use crate::advocacy::missions::assignments::model::AssignmentState;
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::settings::{AudienceKind, TriggerKind};
use crate::db::schema::{
    email_suppressions, mission_assignments, mission_broadcasts, mission_gatherings, mission_segments, missions, notification_preferences,
    notifications, participations, segment_members, users,
};
use crate::db::{Conn, MultiBackend, dialect};
use crate::identity::users::model::UserState;
use crate::kernel::ids::{BroadcastId, MissionAssignmentId, MissionId, OrganizationId, SegmentId, UserId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::notifications::model::{Channel, NotificationState};

pub fn insert(conn: &mut Conn, row: &Broadcast) -> Result<()> {
    diesel::insert_into(mission_broadcasts::table).values(row).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, row: &Broadcast) -> Result<()> {
    diesel::update(mission_broadcasts::table.find(row.id)).set(row).execute(conn)?;
    Ok(())
}

/// The broadcast that is due the longest; of any organization, for workers.
pub fn next_due(conn: &mut Conn, now: Timestamp) -> Result<Option<Broadcast>> {
    let due = mission_broadcasts::table.filter(mission_broadcasts::due_at.le(now)).order(mission_broadcasts::due_at);
    Ok(due.select(Broadcast::as_select()).first(conn).optional()?)
}

/// The same read again, if it still is due.
pub fn find_due(conn: &mut Conn, id: BroadcastId, now: Timestamp) -> Result<Option<Broadcast>> {
    let due = mission_broadcasts::table.filter(mission_broadcasts::id.eq(id)).filter(mission_broadcasts::due_at.le(now));
    Ok(due.select(Broadcast::as_select()).first(conn).optional()?)
}

/// All of a mission's, its launch first.
pub fn of_mission(conn: &mut Conn, mission_id: MissionId) -> Result<Vec<Broadcast>> {
    Ok(mission_broadcasts::table
        .filter(mission_broadcasts::mission_id.eq(mission_id))
        .order((mission_broadcasts::kind.desc(), mission_broadcasts::offset_seconds))
        .select(Broadcast::as_select())
        .load(conn)?)
}

pub fn launch_of(conn: &mut Conn, mission_id: MissionId) -> Result<Option<Broadcast>> {
    let own = mission_broadcasts::table
        .filter(mission_broadcasts::mission_id.eq(mission_id))
        .filter(mission_broadcasts::kind.eq(BroadcastKind::Launch));
    Ok(own.select(Broadcast::as_select()).first(conn).optional()?)
}

pub fn follow_ups_of(conn: &mut Conn, mission_id: MissionId) -> Result<Vec<Broadcast>> {
    let all = of_mission(conn, mission_id)?;
    Ok(all.into_iter().filter(|row| row.kind == BroadcastKind::FollowUp).collect())
}

pub fn find_gathering(conn: &mut Conn, mission_id: MissionId) -> Result<Option<Gathering>> {
    Ok(mission_gatherings::table.find(mission_id).select(Gathering::as_select()).first(conn).optional()?)
}

pub fn insert_gathering(conn: &mut Conn, row: &Gathering) -> Result<()> {
    diesel::insert_into(mission_gatherings::table).values(row).execute(conn)?;
    Ok(())
}

pub fn update_gathering(conn: &mut Conn, row: &Gathering) -> Result<()> {
    diesel::update(mission_gatherings::table.find(row.id)).set(row).execute(conn)?;
    Ok(())
}

/// The gathering that is due the longest, held until the transaction ends; for workers.
pub fn lock_due_gathering(conn: &mut Conn, now: Timestamp) -> Result<Option<Gathering>> {
    let due = dialect::lock_due(conn, "mission_gatherings", "due_at", now, 1)?.pop();
    let Some(id) = due.and_then(|id| id.parse::<MissionId>().ok()) else { return Ok(None) };
    find_gathering(conn, id)
}

/// Adds to how many were told of a mission.
pub fn count_notified(conn: &mut Conn, mission_id: MissionId, more: i64) -> Result<()> {
    diesel::update(missions::table.find(mission_id)).set(missions::notified_count.eq(missions::notified_count + more)).execute(conn)?;
    Ok(())
}

/// Who was told of its launch, the next by their ids.
pub fn told_after(conn: &mut Conn, mission_id: MissionId, after: Option<UserId>, limit: i64) -> Result<Vec<UserId>> {
    let ids: Vec<Option<UserId>> = notifications::table
        .filter(notifications::mission_id.eq(mission_id))
        .filter(notifications::notification_type.eq("mission_available"))
        .filter(notifications::recipient_id.gt(after.unwrap_or(UserId::nil())))
        .filter(notifications::channel.eq(Channel::Email))
        .order(notifications::recipient_id)
        .limit(limit)
        .select(notifications::recipient_id)
        .load(conn)?;
    Ok(ids.into_iter().flatten().collect())
}

/// Somebody who was assigned a mission.
#[derive(Debug, Queryable)]
pub struct Assigned {
    pub id: MissionAssignmentId,
    pub user_id: UserId,
    pub state: AssignmentState,
    pub assigned_at: Timestamp,
}

impl Assigned {
    pub fn is_open(&self) -> bool {
        self.state == AssignmentState::Assigned
    }
    pub fn is_completed(&self) -> bool {
        self.state == AssignmentState::Completed
    }
}

/// Assignments of the broadcast's mission after those that it has come to.
macro_rules! coming {
    ($row:expr) => {{
        let row = $row;
        let query = mission_assignments::table.filter(mission_assignments::mission_id.eq(row.mission_id)).into_boxed::<MultiBackend>();
        match (row.after_at, &row.after_id) {
            (Some(at), Some(id)) => dialect::after!(query, mission_assignments::assigned_at, mission_assignments::id, at, id.clone()),
            (Some(at), None) => query.filter(mission_assignments::assigned_at.gt(at)),
            (None, _) => query,
        }
    }};
}

/// The next who were assigned by then, in their order.
pub fn assigned_until(conn: &mut Conn, row: &Broadcast, until: Timestamp, limit: i64) -> Result<Vec<Assigned>> {
    Ok(coming!(row)
        .filter(mission_assignments::assigned_at.le(until))
        .order((mission_assignments::assigned_at, mission_assignments::id))
        .limit(limit)
        .select((mission_assignments::id, mission_assignments::user_id, mission_assignments::state, mission_assignments::assigned_at))
        .load(conn)?)
}

/// The next who will be reminded, in their order.
pub fn assigned_next(conn: &mut Conn, row: &Broadcast, limit: i64) -> Result<Vec<Assigned>> {
    Ok(coming!(row)
        .filter(mission_assignments::state.eq(AssignmentState::Assigned))
        .order((mission_assignments::assigned_at, mission_assignments::id))
        .limit(limit)
        .select((mission_assignments::id, mission_assignments::user_id, mission_assignments::state, mission_assignments::assigned_at))
        .load(conn)?)
}

/// How many open ones come yet.
pub fn count_next(conn: &mut Conn, row: &Broadcast) -> Result<i64> {
    Ok(coming!(row).filter(mission_assignments::state.eq(AssignmentState::Assigned)).count().get_result(conn)?)
}

/// How many who are still open were assigned by then.
pub fn assigned_between(conn: &mut Conn, row: &Broadcast, until: Timestamp) -> Result<i64> {
    Ok(coming!(row)
        .filter(mission_assignments::assigned_at.le(until))
        .filter(mission_assignments::state.eq(AssignmentState::Assigned))
        .count()
        .get_result(conn)?)
}

/// When the next of them was assigned.
pub fn next_assignment_at(conn: &mut Conn, row: &Broadcast) -> Result<Option<Timestamp>> {
    Ok(coming!(row).select(min(mission_assignments::assigned_at)).first(conn)?)
}

/// Whether somebody has the mission and has not completed it.
pub fn has_open_assignment(conn: &mut Conn, mission_id: MissionId, user_id: UserId) -> Result<bool> {
    let open = mission_assignments::table
        .filter(mission_assignments::mission_id.eq(mission_id))
        .filter(mission_assignments::user_id.eq(user_id))
        .filter(mission_assignments::state.eq(AssignmentState::Assigned));
    Ok(select(exists(open)).get_result(conn)?)
}

/// Those of these people who are active advocates in the mission's audience.
pub fn in_audience(conn: &mut Conn, mission: &Mission, ids: &[UserId]) -> Result<HashSet<UserId>> {
    let query = audience(mission).filter(users::id.eq_any(ids.to_vec()));
    Ok(query.select(users::id).load::<UserId>(conn)?.into_iter().collect())
}

type Audience = users::BoxedQuery<'static, MultiBackend>;

/// Active advocates in the mission's audience, whether they were assigned it or not.
fn audience(mission: &Mission) -> Audience {
    let query = users::table
        .filter(users::organization_id.eq(mission.organization_id))
        .filter(users::is_advocate)
        .filter(users::state.eq(UserState::Active))
        .into_boxed::<MultiBackend>();
    if mission.audience_kind != AudienceKind::Segment {
        return query;
    }
    let segments = mission_segments::table.filter(mission_segments::mission_id.eq(mission.id)).select(mission_segments::segment_id);
    let inside = segment_members::table.filter(segment_members::segment_id.eq_any(segments)).select(segment_members::user_id);
    query.filter(users::id.eq_any(inside))
}

/// The same, where the mission waits for people to enter a segment only those who are in it.
fn reached_at_launch(mission: &Mission) -> Audience {
    match (mission.trigger_kind, mission.trigger_segment_id) {
        (TriggerKind::Segment, Some(id)) => audience(mission).filter(users::id.eq_any(members(id))),
        _ => audience(mission),
    }
}

fn members(
    id: SegmentId,
) -> diesel::dsl::Select<
    diesel::dsl::Filter<segment_members::table, diesel::dsl::Eq<segment_members::segment_id, SegmentId>>,
    segment_members::user_id,
> {
    segment_members::table.filter(segment_members::segment_id.eq(id)).select(segment_members::user_id)
}

/// How many of those whom a launch would tell get no mail: they do not want it, or their address refuses it.
pub fn count_without_mail(conn: &mut Conn, mission: &Mission) -> Result<i64> {
    let organization_id: OrganizationId = mission.organization_id;
    let unwilling = notification_preferences::table
        .filter(notification_preferences::organization_id.eq(organization_id))
        .filter(notification_preferences::notification_type.eq("mission_available"))
        .filter(notification_preferences::channel.eq(Channel::Email))
        .filter(notification_preferences::is_enabled.eq(false))
        .select(notification_preferences::user_id);
    let refusing =
        email_suppressions::table.filter(email_suppressions::organization_id.eq(organization_id)).select(email_suppressions::email);
    let without = users::id.eq_any(unwilling).or(users::email_key.eq_any(refusing));
    Ok(reached_at_launch(mission).filter(without).count().get_result(conn)?)
}

/// How many a launch would tell.
pub fn count_at_launch(conn: &mut Conn, mission: &Mission) -> Result<i64> {
    Ok(reached_at_launch(mission).count().get_result(conn)?)
}

/// How many of its audience hold a place in it.
pub fn count_completed(conn: &mut Conn, mission: &Mission) -> Result<i64> {
    let holding = participations::table
        .filter(participations::mission_id.eq(mission.id))
        .filter(participations::taken.gt(0))
        .select(participations::participant_key);
    Ok(audience(mission).filter(users::id.eq_any(holding)).count().get_result(conn)?)
}

/// What of a mission waits to be mailed, by kind: how many, and the first of them.
pub fn waiting(conn: &mut Conn, mission_id: MissionId) -> Result<Vec<(String, i64, Option<Timestamp>)>> {
    Ok(notifications::table
        .filter(notifications::mission_id.eq(mission_id))
        .filter(notifications::state.eq(NotificationState::Pending))
        .group_by(notifications::notification_type)
        .select((notifications::notification_type, diesel::dsl::count_star(), min(notifications::due_at)))
        .load(conn)?)
}
