//! One post for Slack of all who entered a segment within a while. The first post comes soon, so that those who
//! watch see that the mission works; the next ones leave a quarter of an hour between them.

use chrono::TimeDelta;

use super::events as notices;
use super::model::Gathering;
use super::store;
use crate::advocacy::missions;
use crate::advocacy::missions::model::Mission;
use crate::db::Tx;
use crate::kernel::Result;
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::events;

/// How long those who come first are gathered.
const FIRST: TimeDelta = TimeDelta::seconds(15);
/// From one post to the next, at least.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

pub(super) fn add(tx: &mut Tx<'_>, mission: &Mission, count: usize) -> Result<()> {
    let now = tx.now();
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let soon = now.plus(FIRST);
    match store::find_gathering(tx.conn(), mission.id)? {
        None => {
            let row = Gathering {
                id: mission.id,
                organization_id: mission.organization_id,
                entries: count,
                since: now,
                due_at: Some(soon),
                posted_at: None,
            };
            store::insert_gathering(tx.conn(), &row)
        }
        Some(mut row) => {
            if row.due_at.is_none() {
                row.since = now;
                row.due_at = row.posted_at.map(|at| at.plus(WINDOW)).max(Some(soon));
            }
            row.entries += count;
            store::update_gathering(tx.conn(), &row)
        }
    }
}

/// Posts the next that is due, and tells whether there was one. Nothing is posted of what does not run any more.
pub fn post_next(tx: &mut Tx<'_>) -> Result<usize> {
    let now = tx.now();
    let Some(mut row) = store::lock_due_gathering(tx.conn(), now)? else { return Ok(0) };
    let mission = missions::store::find(tx.conn(), row.organization_id, row.id)?;
    if mission.state_at(now).is_running() && mission.announced_by().contains(&ConnectionKind::Slack) {
        events::emit(tx, &notices::entries_gathered(&mission, row.entries, row.since))?;
        row.posted_at = Some(now);
    }
    (row.entries, row.due_at) = (0, None);
    store::update_gathering(tx.conn(), &row)?;
    Ok(1)
}
