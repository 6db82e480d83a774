//! Follows the log: missions that are armed and disarmed, and people who enter and leave segments. Events are
//! taken in their order and in batches; what is alike and stands together costs one round of statements.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::commands::{self, Entry};
use super::model::{AssignmentState, Trigger};
use super::store;
use crate::advocacy::missions;
use crate::advocacy::missions::events::AssignmentEvent;
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::settings::{ExistingMembers, OnExit, TriggerKind};
use crate::db::Tx;
use crate::kernel::ids::{MissionId, SegmentId, UserId};
use crate::kernel::{Problem, Result};
use crate::messaging::events::{self, EventRow, reader};

/// The name under which the log is followed.
pub const FOLLOWER: &str = "missions";

/// What a segment announces.
#[derive(Deserialize)]
struct Movement {
    segment_id: SegmentId,
    user_id: UserId,
    /// A rule that was changed moves people who have not changed; it sets off nothing.
    cause: String,
}

/// What an event means here.
enum Step {
    Enter(Entry),
    Leave(Entry),
    Arm { mission_id: MissionId, is_launch: bool },
    Disarm(MissionId),
    Forget(MissionId),
}

fn step(event: &EventRow) -> Result<Option<Step>> {
    let name = event.event_type.as_str();
    if matches!(name, "segment.entered" | "segment.exited") {
        let moved: Movement = serde_json::from_value(event.data.0.clone()).map_err(Problem::internal)?;
        let is_rule = moved.cause == "rule";
        let Movement { segment_id, user_id, .. } = moved;
        let entry = Entry { segment_id, user_id, depth: event.depth + 1, entered_at: event.occurred_at };
        let step = if name == "segment.entered" { Step::Enter(entry) } else { Step::Leave(entry) };
        return Ok(Some(step).filter(|_| !is_rule));
    }
    Ok(event.mission_id.and_then(|id| match name {
        "mission.launched" => Some(Step::Arm { mission_id: id, is_launch: true }),
        "mission.resumed" | "mission.reopened" => Some(Step::Arm { mission_id: id, is_launch: false }),
        "mission.paused" => Some(Step::Disarm(id)),
        "mission.closed" | "mission.expired" => Some(Step::Forget(id)),
        _ => None,
    }))
}

/// Takes the next events; how many those were.
pub fn take(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let rows = reader::take(tx, FOLLOWER, limit)?;
    let (mut entering, mut leaving) = (Vec::new(), Vec::new());
    for row in &rows {
        let Some(step) = step(row)? else { continue };
        // What came before counts before.
        if !matches!(step, Step::Enter(_)) {
            enter(tx, &mut entering)?;
        }
        if !matches!(step, Step::Leave(_)) {
            leave(tx, &mut leaving)?;
        }
        match step {
            Step::Enter(entry) => entering.push(entry),
            Step::Leave(entry) => leaving.push(entry),
            Step::Arm { mission_id, is_launch } => arm(tx, row, mission_id, is_launch)?,
            Step::Disarm(id) => store::disarm(tx.conn(), id)?,
            Step::Forget(id) => store::forget(tx.conn(), id)?,
        }
    }
    enter(tx, &mut entering)?;
    leave(tx, &mut leaving)?;
    Ok(rows.len())
}

fn arm(tx: &mut Tx<'_>, event: &EventRow, id: MissionId, is_launch: bool) -> Result<()> {
    let Some(mission) = missions::store::find_opt(tx.conn(), event.organization_id, id)? else { return Ok(()) };
    let Some(segment_id) = mission.trigger_segment_id.filter(|_| mission.trigger_kind == TriggerKind::Segment) else { return Ok(()) };
    let includes_members = is_launch && mission.existing_members == ExistingMembers::Include;
    let trigger = Trigger {
        mission_id: id,
        organization_id: mission.organization_id,
        segment_id,
        is_armed: true,
        backfill_after: includes_members.then_some(UserId::nil()),
    };
    store::arm(tx.conn(), &trigger)
}

/// Missions that wait for these segments, by segment.
fn waiting(tx: &mut Tx<'_>, entries: &[Entry]) -> Result<HashMap<SegmentId, Vec<(Trigger, Mission)>>> {
    let mut segments: Vec<SegmentId> = entries.iter().map(|entry| entry.segment_id).collect();
    segments.sort();
    segments.dedup();
    let mut grouped: HashMap<SegmentId, Vec<(Trigger, Mission)>> = HashMap::new();
    for found in store::waiting_for(tx.conn(), &segments)? {
        grouped.entry(found.0.segment_id).or_default().push(found);
    }
    Ok(grouped)
}

fn enter(tx: &mut Tx<'_>, entries: &mut Vec<Entry>) -> Result<()> {
    let entries = std::mem::take(entries);
    if entries.is_empty() {
        return Ok(());
    }
    let waiting = waiting(tx, &entries)?;
    let mut by_mission: BTreeMap<MissionId, (&Mission, Vec<Entry>)> = BTreeMap::new();
    for entry in entries {
        for (_, mission) in waiting.get(&entry.segment_id).into_iter().flatten().filter(|(trigger, _)| trigger.is_armed) {
            by_mission.entry(mission.id).or_insert_with(|| (mission, Vec::new())).1.push(entry);
        }
    }
    for (mission, entries) in by_mission.into_values() {
        commands::assign(tx, mission, &entries)?;
    }
    Ok(())
}

/// Takes open assignments back where the mission says so, also while it is paused.
fn leave(tx: &mut Tx<'_>, entries: &mut Vec<Entry>) -> Result<()> {
    let entries = std::mem::take(entries);
    if entries.is_empty() {
        return Ok(());
    }
    let waiting = waiting(tx, &entries)?;
    let withdrawing = |(_, mission): &&(Trigger, Mission)| mission.on_exit == OnExit::Withdraw;
    let missions: HashMap<MissionId, &Mission> =
        waiting.values().flatten().filter(withdrawing).map(|(_, mission)| (mission.id, mission)).collect();
    let ids: Vec<MissionId> = missions.keys().copied().collect();
    let people: Vec<UserId> = entries.iter().map(|entry| entry.user_id).collect();
    let has_left = |mission: &Mission, user_id: UserId| {
        entries.iter().any(|entry| entry.user_id == user_id && Some(entry.segment_id) == mission.trigger_segment_id)
    };
    let now = tx.now();
    let mut withdrawn = Vec::new();
    let mut announced = Vec::new();
    for assignment in store::of(tx.conn(), &ids, &people)? {
        let Some(mission) = missions.get(&assignment.mission_id) else { continue };
        if assignment.state == AssignmentState::Assigned && has_left(mission, assignment.user_id) {
            announced.push(AssignmentEvent::new("mission.assignment_withdrawn", &assignment, mission));
            withdrawn.push(assignment.id);
        }
    }
    if withdrawn.is_empty() {
        return Ok(());
    }
    store::set_state(tx.conn(), &withdrawn, AssignmentState::Withdrawn, Some(now))?;
    let depth = entries.iter().map(|entry| entry.depth).max().unwrap_or_default();
    tx.set_depth(depth);
    events::emit_all(tx, &announced)
}
