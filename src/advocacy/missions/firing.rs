//! What time brings about, for workers: launches that were scheduled, and missions that end by their date.

use super::commands::write;
use super::events::MissionEvent;
use super::lifecycle::{expire, start, what_is_missing};
use super::model::{Action, Mission, MissionState};
use super::store;
use crate::db::Tx;
use crate::kernel::Result;
use crate::messaging::events;

/// Launches what is due. What lacks something by now becomes a draft again, and the log says what it lacks.
pub fn launch(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    let due = store::lock_due(tx.conn(), "launch_at", now, limit)?;
    let count = due.len();
    for mission in due {
        launch_one(tx, mission)?;
    }
    Ok(count)
}

fn launch_one(tx: &mut Tx<'_>, mut mission: Mission) -> Result<()> {
    let after = mission.state.after(Action::Launch, mission.trigger_kind)?;
    let missing = what_is_missing(tx, &mission, tx.now())?;
    if missing.is_empty() {
        return start(tx, &mut mission, after);
    }
    mission.state = MissionState::Draft;
    mission.launch_at = None;
    write(tx, &mut mission)?;
    events::emit(tx, &MissionEvent::new("mission.launch_failed", &mission).because(missing))
}

/// Ends what has passed its date.
pub fn end(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    let mut due = store::lock_due(tx.conn(), "expiry_due_at", now, limit)?;
    for mission in &mut due {
        expire(tx, mission)?;
    }
    Ok(due.len())
}
