//! When reminders are due, and which are not caught up with.

use super::events as notices;
use super::model::{Broadcast, BroadcastScope, BroadcastState, Skip, follow_up_offsets};
use super::store;
use crate::advocacy::missions::model::Mission;
use crate::db::Tx;
use crate::kernel::Result;
use crate::kernel::duration::IsoDuration;
use crate::messaging::events;

/// Makes the follow-ups be what the mission says. What would have been due before it said so, or while the
/// mission did not run, is skipped and not made up for. At most as many as a mission may have, each looked at
/// on its own.
pub fn plan(tx: &mut Tx<'_>, mission: &Mission, has_resumed: bool) -> Result<()> {
    let wanted = follow_up_offsets(mission);
    let known = store::follow_ups_of(tx.conn(), mission.id)?;
    for offset in &wanted {
        match known.iter().find(|row| row.offset_seconds == *offset) {
            None => begin(tx, mission, None, *offset)?,
            Some(row) if row.state == BroadcastState::Off => begin(tx, mission, Some(row.clone()), *offset)?,
            Some(row) if has_resumed && row.due_at.is_some_and(|at| at <= tx.now()) => {
                let mut row = row.clone();
                pass_over(tx, mission, &mut row, Skip::MissionNotRunning)?;
                store::update(tx.conn(), &row)?;
            }
            Some(_) => {}
        }
    }
    for mut row in known.into_iter().filter(|row| row.is_open() && !wanted.contains(&row.offset_seconds)) {
        row.end(BroadcastState::Off, None, tx.now());
        store::update(tx.conn(), &row)?;
    }
    Ok(())
}

/// A follow-up that is wanted from now on.
fn begin(tx: &mut Tx<'_>, mission: &Mission, known: Option<Broadcast>, offset: i64) -> Result<()> {
    let Some(launched_at) = mission.launched_at else { return Ok(()) };
    let now = tx.now();
    let is_new = known.is_none();
    let mut row = known.unwrap_or_else(|| Broadcast::follow_up(tx.new_id(), mission, offset, now));
    (row.state, row.reason, row.finished_at) = (BroadcastState::Waiting, None, None);
    match row.scope {
        BroadcastScope::Audience => row.due_at = Some(launched_at.plus(IsoDuration::from_seconds(offset).delta())),
        BroadcastScope::Assignments => row.due_at = next_due(tx, &row)?,
    }
    if row.due_at.is_some_and(|at| at <= now) {
        pass_over(tx, mission, &mut row, Skip::TurnedOnLate)?;
    }
    if is_new { store::insert(tx.conn(), &row) } else { store::update(tx.conn(), &row) }
}

/// What is due by now is written down as skipped; of assignments the later ones still wait for their time.
pub(super) fn pass_over(tx: &mut Tx<'_>, mission: &Mission, row: &mut Broadcast, reason: Skip) -> Result<()> {
    let now = tx.now();
    match row.scope {
        BroadcastScope::Audience => {
            row.end(BroadcastState::Skipped, Some(reason), now);
            events::emit(tx, &notices::follow_up_skipped(mission, row.offset(), reason, None))
        }
        BroadcastScope::Assignments => {
            let until = row.assigned_until(now);
            let count = store::assigned_between(tx.conn(), row, until)?;
            row.skipped += count;
            (row.after_at, row.after_id) = (row.after_at.max(Some(until)), None);
            row.due_at = next_due(tx, row)?;
            if count == 0 {
                return Ok(());
            }
            events::emit(tx, &notices::follow_up_skipped(mission, row.offset(), reason, Some(count)))
        }
    }
}

/// When the next of those who were assigned it is to be reminded; `None` while there is nobody.
pub(super) fn next_due(tx: &mut Tx<'_>, row: &Broadcast) -> Result<Option<crate::kernel::Timestamp>> {
    let next = store::next_assignment_at(tx.conn(), row)?;
    Ok(next.map(|at| at.plus(row.offset().delta())))
}

/// Somebody was assigned the mission just now: follow-ups that waited for nobody wait for them.
pub(super) fn expect(tx: &mut Tx<'_>, mission: &Mission) -> Result<()> {
    let now = tx.now();
    for mut row in store::follow_ups_of(tx.conn(), mission.id)? {
        let is_idle = row.scope == BroadcastScope::Assignments && row.state == BroadcastState::Waiting && row.due_at.is_none();
        if is_idle {
            row.due_at = Some(now.plus(row.offset().delta()));
            store::update(tx.conn(), &row)?;
        }
    }
    Ok(())
}
