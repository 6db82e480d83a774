//! One engagement each for many coachees, all or nothing.

use super::commands;
use super::filter::EngagementFilter;
use super::model::CreateEngagements;
use super::queries;
use super::views::{EngagementBatchView, EngagementSummaryView};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{BatchId, UserId};
use crate::kernel::list::distinct;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateEngagements) -> Result<EngagementBatchView> {
    let coachee_ids = distinct(new.coachee_ids);
    let batch_id: BatchId = tx.new_id();
    let mut plan = commands::plan(tx, caller, new.title, new.description, new.template_id, new.coach_id)?;
    plan.batch_id = Some(batch_id);
    commands::ensure_may_serve(tx, caller, plan.coach_id, &coachee_ids)?;
    let groups: Vec<Vec<UserId>> = coachee_ids.into_iter().map(|id| vec![id]).collect();
    let ids = commands::insert(tx, caller, &plan, &groups)?;
    Ok(EngagementBatchView { batch_id, data: summaries(tx, caller, batch_id, ids.len())? })
}

/// The batch as the list shows it, read a page at a time.
fn summaries(tx: &mut Tx<'_>, caller: &Caller, batch_id: BatchId, count: usize) -> Result<Vec<EngagementSummaryView>> {
    let mut data: Vec<EngagementSummaryView> = Vec::with_capacity(count);
    let mut cursor = None;
    loop {
        let page = queries::list(tx.conn(), caller, EngagementFilter::of_batch(batch_id, cursor))?;
        data.extend(page.data);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(data);
        }
    }
}
