//! What time brings about, for workers: schedules that fire, and reminders.

use std::collections::{HashMap, HashSet};

use super::commands::save;
use super::events::ItemEvent;
use super::model::{Item, ItemStatus};
use super::{schedule, store};
use crate::coaching::engagements;
use crate::coaching::forms::responses::issue;
use crate::db::{Tx, dialect};
use crate::identity::organizations;
use crate::kernel::ids::{EngagementId, ItemId, OrganizationId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::events;

/// Sends what is due. Tells how many items; none means that nothing is due or that others are at it.
/// What is due for longer than the organization's `max_lateness` is not sent; its coach is told.
pub fn fire_due(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    let waiting = store::engagements_due(tx.conn(), now, limit)?;
    let Some((held, organizations)) = hold(tx, waiting)? else { return Ok(0) };
    // Read again under the lock: a command may have been faster.
    let due = store::due_in(tx.conn(), &held, now)?;
    let count = due.len();
    let oldest = oldest_in_time(tx, &organizations)?;
    let is_late = |item: &Item| item.scheduled_at.zip(oldest.get(&item.organization_id)).is_some_and(|(at, oldest)| at < *oldest);
    let (late, mut in_time): (Vec<Item>, Vec<Item>) = due.into_iter().partition(is_late);
    for item in &mut in_time {
        item.sent_at = Some(now);
        item.next_reminder_at = item.next_reminder(true, now);
    }
    issue::pin(tx, &mut in_time)?;
    let item_ids: Vec<ItemId> = in_time.iter().map(|item| item.id).collect();
    store::mark_sent(tx.conn(), &item_ids, now)?;
    dialect::set_next_reminders(tx.conn(), &next_reminders(&in_time))?;
    dialect::set_form_versions(tx.conn(), &form_versions(&in_time))?;
    issue::issue(tx, &in_time)?;
    engagements::store::bump_versions(tx.conn(), &held, now)?;
    let announced: Vec<_> = in_time.iter().map(|item| ItemEvent::new("item.sent", item, true)).collect();
    events::emit_all(tx, &announced)?;
    for item in late {
        miss(tx, item)?;
    }
    Ok(count)
}

/// Announces reminders that are due. Where several of an item's have passed, only one is.
pub fn fire_reminders(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    let waiting = store::engagements_to_remind(tx.conn(), now, limit)?;
    let Some((held, organizations)) = hold(tx, waiting)? else { return Ok(0) };
    let mut due = store::to_remind_in(tx.conn(), &held, now)?;
    let oldest = oldest_in_time(tx, &organizations)?;
    let is_late = |item: &Item| item.next_reminder_at.zip(oldest.get(&item.organization_id)).is_some_and(|(at, oldest)| at < *oldest);
    let announced: Vec<_> = due.iter().filter(|item| !is_late(item)).map(|item| ItemEvent::new("item.reminder_due", item, true)).collect();
    for item in &mut due {
        item.next_reminder_at = item.reminder_times().into_iter().filter(|at| *at > now).min();
    }
    dialect::set_next_reminders(tx.conn(), &next_reminders(&due))?;
    events::emit_all(tx, &announced)?;
    Ok(due.len())
}

/// Those of the engagements that nobody else holds, and whose they are.
fn hold(tx: &mut Tx<'_>, waiting: Vec<(OrganizationId, EngagementId)>) -> Result<Option<(Vec<EngagementId>, HashSet<OrganizationId>)>> {
    if waiting.is_empty() {
        return Ok(None);
    }
    let organizations = waiting.iter().map(|(id, _)| *id).collect();
    let ids: Vec<EngagementId> = waiting.into_iter().map(|(_, id)| id).collect();
    Ok(Some((store::hold_engagements(tx.conn(), &ids)?, organizations)))
}

/// What was due before this moment is too late, for each organization.
fn oldest_in_time(tx: &mut Tx<'_>, organizations: &HashSet<OrganizationId>) -> Result<HashMap<OrganizationId, Timestamp>> {
    let now = tx.now();
    let ids: Vec<OrganizationId> = organizations.iter().copied().collect();
    let settings = organizations::queries::settings_of(tx.conn(), &ids)?;
    Ok(settings.into_iter().map(|(id, settings)| (id, now.plus(-settings.max_lateness.delta()))).collect())
}

fn next_reminders(items: &[Item]) -> Vec<(ItemId, Option<Timestamp>)> {
    items.iter().map(|item| (item.id, item.next_reminder_at)).collect()
}

fn form_versions(items: &[Item]) -> Vec<(ItemId, i64)> {
    items.iter().filter_map(|item| Some((item.id, item.form_version?))).collect()
}

/// Takes the date away and says so.
fn miss(tx: &mut Tx<'_>, mut item: Item) -> Result<()> {
    let mut engagement = engagements::store::find(tx.conn(), item.organization_id, item.engagement_id)?;
    schedule::clear(&mut item);
    save(tx, &mut item, &mut engagement, ItemStatus::Scheduled, "item.missed")
}
