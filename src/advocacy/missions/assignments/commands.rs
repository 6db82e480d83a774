//! Giving missions to people, and what becomes of that.

use std::collections::{BTreeMap, HashMap};

use super::model::{Assignment, AssignmentState, MAX_DEPTH};
use super::store;
use crate::advocacy::missions::events::{AssignmentEvent, StoppedEvent};
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::settings::Reentry;
use crate::advocacy::notices;
use crate::db::Tx;
use crate::kernel::ids::{MissionAssignmentId, SegmentId, UserId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::events;

/// Somebody who entered a segment.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub segment_id: SegmentId,
    pub user_id: UserId,
    /// How many automatic steps led to this one.
    pub depth: i32,
    pub entered_at: Timestamp,
}

/// Assigns a mission to everybody of these who has not had it; who had it before, only where it says so, and
/// then in the place of what is still open. Who came after its date came too late. How many that were.
pub(super) fn assign(tx: &mut Tx<'_>, mission: &Mission, entries: &[Entry]) -> Result<usize> {
    let in_time = |entry: &&Entry| mission.expires_at.is_none_or(|end| entry.entered_at < end);
    let entries: Vec<&Entry> = entries.iter().filter(in_time).collect();
    let people: Vec<UserId> = entries.iter().map(|entry| entry.user_id).collect();
    let mut newest: HashMap<UserId, Assignment> = HashMap::new();
    for assignment in store::of(tx.conn(), &[mission.id], &people)? {
        newest.insert(assignment.user_id, assignment);
    }
    let (mut replaced, mut stopped) = (Vec::<MissionAssignmentId>::new(), Vec::new());
    let mut made: BTreeMap<UserId, Assignment> = BTreeMap::new();
    for entry in entries {
        let before = made.get(&entry.user_id).or_else(|| newest.get(&entry.user_id));
        if before.is_some() && (mission.reentry == Reentry::Never || made.contains_key(&entry.user_id)) {
            continue;
        }
        if entry.depth > MAX_DEPTH {
            stopped.push(*entry);
            continue;
        }
        replaced.extend(before.filter(|before| before.state == AssignmentState::Assigned).map(|before| before.id));
        let entry_no = before.map_or(1, |before| before.entry_no + 1);
        made.insert(entry.user_id, fresh(tx, mission, entry, entry_no));
    }
    let now = tx.now();
    if !replaced.is_empty() {
        store::set_state(tx.conn(), &replaced, AssignmentState::Withdrawn, Some(now))?;
    }
    let made: Vec<Assignment> = made.into_values().collect();
    if !made.is_empty() {
        store::insert_many(tx.conn(), &made)?;
        store::count(tx.conn(), mission.id, made.len() as i64)?;
        notices::commands::assigned(tx, mission, made.len())?;
    }
    announce(tx, mission, &made)?;
    stop(tx, mission, &stopped)?;
    Ok(made.len())
}

fn fresh(tx: &Tx<'_>, mission: &Mission, entry: &Entry, entry_no: i32) -> Assignment {
    Assignment {
        id: tx.new_id(),
        organization_id: mission.organization_id,
        mission_id: mission.id,
        user_id: entry.user_id,
        segment_id: entry.segment_id,
        state: AssignmentState::Assigned,
        entry_no,
        depth: entry.depth,
        assigned_at: tx.now(),
        ended_at: None,
    }
}

/// Each with as many automatic steps behind it as led to it.
fn announce(tx: &mut Tx<'_>, mission: &Mission, made: &[Assignment]) -> Result<()> {
    let mut by_depth: BTreeMap<i32, Vec<AssignmentEvent>> = BTreeMap::new();
    for assignment in made {
        by_depth.entry(assignment.depth).or_default().push(AssignmentEvent::new("mission.assigned", assignment, mission));
    }
    for (depth, announced) in by_depth {
        tx.set_depth(depth);
        events::emit_all(tx, &announced)?;
    }
    Ok(())
}

/// Says that automations would set each other off without end, in place of doing it.
fn stop(tx: &mut Tx<'_>, mission: &Mission, entries: &[Entry]) -> Result<()> {
    let stopped = |entry: &Entry| StoppedEvent {
        organization_id: mission.organization_id,
        mission_id: mission.id,
        user_id: entry.user_id,
        depth: entry.depth,
    };
    let announced: Vec<StoppedEvent> = entries.iter().map(stopped).collect();
    tx.set_depth(entries.iter().map(|entry| entry.depth).max().unwrap_or_default());
    events::emit_all(tx, &announced)
}

/// They have taken part; nobody has to remind them.
pub fn complete(tx: &mut Tx<'_>, mission: &Mission, user_id: UserId) -> Result<()> {
    settle(tx, mission, user_id, AssignmentState::Assigned, AssignmentState::Completed, "mission.assignment_completed")
}

/// What they handed in does not count any more, so that they may take part again.
pub fn reopen(tx: &mut Tx<'_>, mission: &Mission, user_id: UserId) -> Result<()> {
    settle(tx, mission, user_id, AssignmentState::Completed, AssignmentState::Assigned, "mission.assignment_reopened")
}

fn settle(
    tx: &mut Tx<'_>,
    mission: &Mission,
    user_id: UserId,
    from: AssignmentState,
    to: AssignmentState,
    event: &'static str,
) -> Result<()> {
    let now = tx.now();
    let Some(mut assignment) = store::newest(tx.conn(), mission.id, user_id)?.filter(|newest| newest.state == from) else { return Ok(()) };
    assignment.state = to;
    assignment.ended_at = (to != AssignmentState::Assigned).then_some(now);
    store::set_state(tx.conn(), &[assignment.id], assignment.state, assignment.ended_at)?;
    events::emit(tx, &AssignmentEvent::new(event, &assignment, mission))
}
