//! The table `items`. A deleted item is invisible to everything here.

use std::collections::HashMap;

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::{Item, ItemStatus};
use crate::db::schema::{engagements, items};
use crate::db::{Conn, Prepared, dialect};
use crate::kernel::ids::{EngagementId, ItemId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: ItemId) -> Result<Item> {
    let found = items::table
        .filter(items::id.eq(id))
        .filter(items::organization_id.eq(organization_id))
        .filter(items::deleted_at.is_null())
        .select(Item::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

/// Also when it was deleted, for messages about it.
pub fn find_any(conn: &mut Conn, organization_id: OrganizationId, id: ItemId) -> Result<Option<Item>> {
    Ok(items::table
        .filter(items::id.eq(id))
        .filter(items::organization_id.eq(organization_id))
        .select(Item::as_select())
        .first(conn)
        .optional()?)
}

/// What is said of these items, where something is; also of deleted ones.
pub fn descriptions(conn: &mut Conn, organization_id: OrganizationId, ids: &[ItemId]) -> Result<HashMap<ItemId, String>> {
    let rows: Vec<(ItemId, String)> = items::table
        .filter(items::id.eq_any(ids.to_vec()))
        .filter(items::organization_id.eq(organization_id))
        .filter(items::description.is_not_null())
        .select((items::id, items::description.assume_not_null()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Which engagement an item belongs to; that is where the lock is.
pub fn engagement_of(conn: &mut Conn, organization_id: OrganizationId, id: ItemId) -> Result<EngagementId> {
    let found = items::table
        .filter(items::id.eq(id))
        .filter(items::organization_id.eq(organization_id))
        .filter(items::deleted_at.is_null())
        .select(items::engagement_id)
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn of_engagement(conn: &mut Conn, id: EngagementId) -> Result<Vec<Item>> {
    Ok(items::table
        .filter(items::engagement_id.eq(id))
        .filter(items::deleted_at.is_null())
        .order((items::position, items::id))
        .select(Item::as_select())
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, item: &Item) -> Result<()> {
    diesel::insert_into(items::table).values(item).execute(conn)?;
    Ok(())
}

pub fn insert_many(conn: &mut Conn, rows: &[Item]) -> Result<()> {
    dialect::insert_all!(conn, items::table, rows)?;
    Ok(())
}

/// Everything that a command may change, and nothing that an index is on but the due date.
pub fn update(conn: &mut Conn, item: &Item) -> Result<()> {
    let change = (
        items::title.eq(&item.title),
        items::description.eq(&item.description),
        items::details.eq(&item.details),
        items::status.eq(item.status),
        items::completion_rule.eq(item.completion_rule),
        items::scheduled_at.eq(item.scheduled_at),
        items::time_zone.eq(&item.time_zone),
        items::after_item_id.eq(item.after_item_id),
        items::after_delay_seconds.eq(item.after_delay_seconds),
        items::released_at.eq(item.released_at),
        items::send_due_at.eq(item.send_due_at),
        items::reminders.eq(&item.reminders),
        items::next_reminder_at.eq(item.next_reminder_at),
        items::form_version.eq(item.form_version),
        items::sent_at.eq(item.sent_at),
        items::completed_at.eq(item.completed_at),
        items::completed_by.eq(item.completed_by),
        items::deleted_at.eq(item.deleted_at),
        items::version.eq(item.version),
        items::updated_at.eq(item.updated_at),
    );
    Prepared(diesel::update(items::table.find(item.id)).set(change)).execute(conn)?;
    Ok(())
}

/// Moves everything from this position on by one place.
pub fn shift(conn: &mut Conn, id: EngagementId, from_position: i32, by: i32) -> Result<()> {
    let later =
        items::table.filter(items::engagement_id.eq(id)).filter(items::deleted_at.is_null()).filter(items::position.ge(from_position));
    diesel::update(later).set(items::position.eq(items::position + by)).execute(conn)?;
    Ok(())
}

/// Whether items still wait for this one.
pub fn has_dependents(conn: &mut Conn, id: ItemId) -> Result<bool> {
    let waiting = items::table
        .filter(items::after_item_id.eq(id))
        .filter(items::deleted_at.is_null())
        .filter(items::status.eq(ItemStatus::Unscheduled));
    Ok(select(exists(waiting)).get_result(conn)?)
}

/// Items that were not sent or scheduled yet and go out after this one.
pub fn waiting_for(conn: &mut Conn, id: ItemId) -> Result<Vec<Item>> {
    Ok(items::table
        .filter(items::after_item_id.eq(id))
        .filter(items::deleted_at.is_null())
        .filter(items::status.eq(ItemStatus::Unscheduled))
        .filter(items::sent_at.is_null())
        .order((items::position, items::id))
        .select(Item::as_select())
        .load(conn)?)
}

/// Where each of these stands.
pub fn statuses(conn: &mut Conn, ids: &[ItemId]) -> Result<HashMap<ItemId, ItemStatus>> {
    let rows: Vec<(ItemId, ItemStatus)> =
        items::table.filter(items::id.eq_any(ids.to_vec())).select((items::id, items::status)).load(conn)?;
    Ok(rows.into_iter().collect())
}

pub fn status_of(conn: &mut Conn, id: ItemId) -> Result<ItemStatus> {
    Ok(items::table.find(id).select(items::status).first(conn)?)
}

/// Engagements in which this time of an item has come, each once, oldest first.
macro_rules! engagements_whose {
    ($conn:expr, $time:path, $now:expr, $limit:expr) => {{
        let mut due: Vec<(OrganizationId, EngagementId)> = items::table
            .filter($time.le($now))
            .order(($time, items::id))
            .select((items::organization_id, items::engagement_id))
            .limit($limit)
            .load($conn)?;
        let mut seen = std::collections::HashSet::new();
        due.retain(|(_, id)| seen.insert(*id));
        Ok(due)
    }};
}

/// Items of these engagements whose time has come.
macro_rules! items_whose {
    ($conn:expr, $time:path, $ids:expr, $now:expr) => {
        Ok(items::table
            .filter(items::engagement_id.eq_any($ids.to_vec()))
            .filter($time.le($now))
            .filter(items::deleted_at.is_null())
            .order(($time, items::id))
            .select(Item::as_select())
            .load($conn)?)
    };
}

pub fn engagements_due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<(OrganizationId, EngagementId)>> {
    engagements_whose!(conn, items::send_due_at, now, limit)
}

pub fn engagements_to_remind(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<(OrganizationId, EngagementId)>> {
    engagements_whose!(conn, items::next_reminder_at, now, limit)
}

pub fn due_in(conn: &mut Conn, ids: &[EngagementId], now: Timestamp) -> Result<Vec<Item>> {
    items_whose!(conn, items::send_due_at, ids, now)
}

pub fn to_remind_in(conn: &mut Conn, ids: &[EngagementId], now: Timestamp) -> Result<Vec<Item>> {
    items_whose!(conn, items::next_reminder_at, ids, now)
}

/// Those of the engagements that no other worker holds, now held by this transaction.
pub fn hold_engagements(conn: &mut Conn, ids: &[EngagementId]) -> Result<Vec<EngagementId>> {
    Ok(dialect::skip_locked!(conn, engagements::table, engagements::id, ids)?)
}

/// Their schedules have fired.
pub fn mark_sent(conn: &mut Conn, ids: &[ItemId], now: Timestamp) -> Result<()> {
    diesel::update(items::table.filter(items::id.eq_any(ids.to_vec())))
        .set((
            items::sent_at.eq(now),
            items::send_due_at.eq(None::<Timestamp>),
            items::version.eq(items::version + 1),
            items::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Nothing of this engagement fires any more.
pub fn disarm(conn: &mut Conn, id: EngagementId) -> Result<()> {
    let armed =
        items::table.filter(items::engagement_id.eq(id)).filter(items::send_due_at.is_not_null().or(items::next_reminder_at.is_not_null()));
    let nothing = (items::send_due_at.eq(None::<Timestamp>), items::next_reminder_at.eq(None::<Timestamp>));
    diesel::update(armed).set(nothing).execute(conn)?;
    Ok(())
}

/// Puts items at new positions in one statement.
pub fn reposition(conn: &mut Conn, positions: &[(ItemId, i32)], now: Timestamp) -> Result<()> {
    dialect::reposition_items(conn, positions, now)?;
    Ok(())
}
