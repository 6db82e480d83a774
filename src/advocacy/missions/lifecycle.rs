//! A mission's way from draft to its end.

use super::commands::{open, save, view};
use super::launching;
use super::model::{Action, Mission, MissionState};
use super::requests::ScheduleMission;
use super::store;
use super::views::MissionView;
use crate::advocacy::notices;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::MissionId;
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp};

/// `draft → live`, or `armed` where a segment triggers it. Everything that is missing is told at once, and
/// then nothing has changed.
pub fn launch(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<MissionView> {
    let mut mission = open(tx, caller, id)?;
    let after = mission.state.after(Action::Launch, mission.trigger_kind)?;
    ensure_launchable(tx, &mission, tx.now())?;
    start(tx, &mut mission, after)?;
    view(tx, mission)
}

/// Begins to run.
pub(super) fn start(tx: &mut Tx<'_>, mission: &mut Mission, state: MissionState) -> Result<()> {
    mission.state = state;
    mission.launch_at = None;
    mission.launched_at = Some(tx.now());
    save(tx, mission, "mission.launched")?;
    notices::commands::launched(tx, mission)
}

fn ensure_launchable(tx: &mut Tx<'_>, mission: &Mission, at: Timestamp) -> Result<()> {
    let faults = what_is_missing(tx, mission, at)?;
    if faults.is_empty() { Ok(()) } else { Err(Problem::of_faults(faults)) }
}

pub(super) fn what_is_missing(tx: &mut Tx<'_>, mission: &Mission, at: Timestamp) -> Result<Vec<FieldError>> {
    let segments = store::segments(tx.conn(), mission.id)?;
    launching::faults(tx.conn(), mission, &segments, at)
}

/// Launches by itself at that time. Nothing may be missing now, and it is looked at again then.
pub fn schedule(tx: &mut Tx<'_>, caller: &Caller, id: MissionId, change: &ScheduleMission) -> Result<MissionView> {
    let mut mission = open(tx, caller, id)?;
    mission.state = mission.state.after(Action::Schedule, mission.trigger_kind)?;
    if change.launch_at <= tx.now() {
        return Err(Problem::field(Code::ScheduleInPast, "/launch_at"));
    }
    ensure_launchable(tx, &mission, change.launch_at)?;
    mission.launch_at = Some(change.launch_at);
    save(tx, &mut mission, "mission.scheduled")?;
    view(tx, mission)
}

/// A draft again.
pub fn unschedule(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<MissionView> {
    let mut mission = open(tx, caller, id)?;
    mission.state = mission.state.after(Action::Unschedule, mission.trigger_kind)?;
    mission.launch_at = None;
    save(tx, &mut mission, "mission.unscheduled")?;
    view(tx, mission)
}

/// Nothing goes out and nobody hands in, until it is resumed.
pub fn pause(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<MissionView> {
    let mut mission = open(tx, caller, id)?;
    mission.state = mission.state.after(Action::Pause, mission.trigger_kind)?;
    save(tx, &mut mission, "mission.paused")?;
    view(tx, mission)
}

pub fn resume(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<MissionView> {
    let mut mission = open(tx, caller, id)?;
    mission.state = mission.state.after(Action::Resume, mission.trigger_kind)?;
    save(tx, &mut mission, "mission.resumed")?;
    notices::commands::resumed(tx, &mission)?;
    view(tx, mission)
}

/// Ends it by hand.
pub fn close(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<MissionView> {
    let mut mission = open(tx, caller, id)?;
    mission.state = mission.state.after(Action::Close, mission.trigger_kind)?;
    mission.closed_at = Some(tx.now());
    save(tx, &mut mission, "mission.closed")?;
    view(tx, mission)
}

/// Runs again, if it could be launched; one whose date has passed needs a later one first.
pub fn reopen(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<MissionView> {
    let mut mission = open(tx, caller, id)?;
    let after = mission.state.after(Action::Reopen, mission.trigger_kind)?;
    ensure_launchable(tx, &mission, tx.now())?;
    mission.state = after;
    mission.closed_at = None;
    save(tx, &mut mission, "mission.reopened")?;
    notices::commands::resumed(tx, &mission)?;
    view(tx, mission)
}

/// Its date has passed.
pub(super) fn expire(tx: &mut Tx<'_>, mission: &mut Mission) -> Result<()> {
    mission.state = MissionState::Expired;
    save(tx, mission, "mission.expired")
}
