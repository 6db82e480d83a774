//! Setting when a coach can be booked, and who sees it.

use super::events::AvailabilityUpdated;
use super::model::{Availability, AvailabilityView, Timetable};
use super::{queries, store};
use crate::coaching::sessions;
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::UserId;
use crate::messaging::events;

/// Sets the whole timetable. Sessions that are booked already stay where they are.
pub fn put(tx: &mut Tx<'_>, caller: &Caller, user_id: UserId, timetable: Timetable) -> Result<AvailabilityView> {
    timetable.ensure_sound()?;
    change(tx, caller, user_id, |row| row.timetable = Json(timetable))
}

/// Lets coachees see free slots and book one, or no longer.
pub fn share(tx: &mut Tx<'_>, caller: &Caller, user_id: UserId, is_shared: bool) -> Result<AvailabilityView> {
    change(tx, caller, user_id, |row| row.is_shared = is_shared)
}

fn change(tx: &mut Tx<'_>, caller: &Caller, user_id: UserId, change: impl FnOnce(&mut Availability)) -> Result<AvailabilityView> {
    let coach = queries::coach_of(tx.conn(), caller, user_id)?;
    // Two who set it at once, or set it while somebody books, take turns.
    sessions::store::hold_calendar(tx.conn(), coach.id)?;
    let stored = store::find_opt(tx.conn(), caller.organization_id, user_id)?;
    tx.ensure_fresh(stored.as_ref().map_or(0, |row| row.version))?;
    let is_new = stored.is_none();
    let now = tx.now();
    let mut row = stored.unwrap_or_else(|| Availability {
        user_id,
        organization_id: caller.organization_id,
        timetable: Json(Timetable::empty(&coach.time_zone)),
        is_shared: false,
        version: 0,
        created_at: now,
        updated_at: now,
    });
    let was = (row.timetable.0.clone(), row.is_shared);
    change(&mut row);
    if !is_new && was == (row.timetable.0.clone(), row.is_shared) {
        return Ok(row.into());
    }
    row.version += 1;
    row.updated_at = now;
    if is_new {
        store::insert(tx.conn(), &row)?;
    } else {
        store::update(tx.conn(), &row)?;
    }
    events::emit(tx, &AvailabilityUpdated::from(&row))?;
    Ok(row.into())
}
