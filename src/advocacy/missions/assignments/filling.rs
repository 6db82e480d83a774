//! Assigns a mission to those who were in its segment when it was launched, a batch at a time.

use super::commands::{self, Entry};
use super::store;
use crate::advocacy::missions;
use crate::advocacy::missions::settings::Reentry;
use crate::db::{Conn, Tx, dialect};
use crate::kernel::Result;
use crate::kernel::ids::UserId;

/// Whether somebody still has to be assigned.
pub fn is_due(conn: &mut Conn) -> Result<bool> {
    Ok(store::to_fill(conn)?.is_some())
}

/// Assigns the next batch of one mission; how many people those were, also those who have it already.
pub fn step(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let Some(waiting) = store::to_fill(tx.conn())? else { return Ok(0) };
    dialect::lock_row(tx.conn(), "missions", &waiting.mission_id.to_string())?;
    // Read again under the lock: another worker may have been faster.
    let Some(trigger) = store::to_fill(tx.conn())?.filter(|trigger| trigger.mission_id == waiting.mission_id) else { return Ok(1) };
    let after = trigger.backfill_after.unwrap_or(UserId::nil());
    let members = store::members_after(tx.conn(), trigger.segment_id, after, limit)?;
    let mut mission = missions::store::find(tx.conn(), trigger.organization_id, trigger.mission_id)?;
    // Whoever has entered since the launch has it by that.
    mission.reentry = Reentry::Never;
    let entered_at = tx.now();
    let entry = |user_id: &UserId| Entry { segment_id: trigger.segment_id, user_id: *user_id, depth: 1, entered_at };
    commands::assign(tx, &mission, &members.iter().map(entry).collect::<Vec<_>>())?;
    let last = members.last().copied().filter(|_| members.len() as i64 == limit);
    store::filled(tx.conn(), mission.id, last)?;
    Ok(members.len().max(1))
}
