//! An engagement's way from draft to done.

use super::commands::{open, save};
use super::model::{Action, CancelEngagement, CatchUp, Engagement, EngagementStatus};
use super::views::EngagementView;
use super::{queries, store};
use crate::coaching::items::lifecycle as items;
use crate::coaching::items::schedule::Start;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::EngagementId;
use crate::kernel::{Code, Problem, Result};

/// `draft → active`. What was scheduled in the draft is no longer held.
pub fn activate(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, catch_up: Option<CatchUp>) -> Result<EngagementView> {
    let mut engagement = step(tx, caller, id, Action::Activate)?;
    if engagement.coach_id.is_none() {
        return Err(Problem::new(Code::CoachRequired));
    }
    engagement.activated_at = Some(tx.now());
    save(tx, &mut engagement, "engagement.activated")?;
    items::arm(tx, &mut engagement, Start::First, catch_up)?;
    queries::get(tx.conn(), caller, id)
}

/// Lets the coachees see it.
pub fn share(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId) -> Result<EngagementView> {
    let mut engagement = step(tx, caller, id, Action::Share)?;
    engagement.is_shared = true;
    save(tx, &mut engagement, "engagement.shared")?;
    queries::get(tx.conn(), caller, id)
}

pub fn unshare(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId) -> Result<EngagementView> {
    let mut engagement = step(tx, caller, id, Action::Unshare)?;
    engagement.is_shared = false;
    save(tx, &mut engagement, "engagement.unshared")?;
    queries::get(tx.conn(), caller, id)
}

/// `active → completed`, never by itself and only when nothing is left to do.
pub fn complete(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId) -> Result<EngagementView> {
    let mut engagement = step(tx, caller, id, Action::Complete)?;
    if engagement.progress.completed < engagement.progress.total {
        let open = items::open_items(tx, &engagement)?;
        return Err(Problem::new(Code::OpenItems).detail(format!("{} items are not completed.", open.len())).with("open_items", open));
    }
    engagement.completed_at = Some(tx.now());
    save(tx, &mut engagement, "engagement.completed")?;
    queries::get(tx.conn(), caller, id)
}

/// Ends it before its time; nothing goes out any more.
pub fn cancel(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, change: CancelEngagement) -> Result<EngagementView> {
    let mut engagement = step(tx, caller, id, Action::Cancel)?;
    engagement.cancel_reason = Some(change.reason);
    engagement.cancelled_at = Some(tx.now());
    items::disarm(tx, &engagement)?;
    save(tx, &mut engagement, "engagement.cancelled")?;
    queries::get(tx.conn(), caller, id)
}

/// Back to `active`. What is still scheduled goes out again at its time.
pub fn reopen(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, catch_up: Option<CatchUp>) -> Result<EngagementView> {
    let mut engagement = step(tx, caller, id, Action::Reopen)?;
    engagement.completed_at = None;
    engagement.cancelled_at = None;
    engagement.cancel_reason = None;
    save(tx, &mut engagement, "engagement.reopened")?;
    items::arm(tx, &mut engagement, Start::Again, catch_up)?;
    queries::get(tx.conn(), caller, id)
}

/// Only a draft is deleted: nobody else has seen it.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId) -> Result<()> {
    let engagement = step(tx, caller, id, Action::Delete)?;
    store::delete(tx.conn(), id)?;
    super::commands::announce(tx, "engagement.deleted", &engagement)
}

/// The engagement with its status after the action, or the problem that it cannot be done.
fn step(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, action: Action) -> Result<Engagement> {
    let mut engagement = open(tx, caller, id)?;
    tx.ensure_fresh(engagement.version)?;
    let after: EngagementStatus = engagement.status.after(action, engagement.is_shared)?;
    engagement.status = after;
    Ok(engagement)
}
