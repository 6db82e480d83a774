//! When items go out: by a date, after another item, and not while the engagement is a draft.

use super::commands::{open, save, view, write};
use super::details::{Details, SessionDetails};
use super::model::{Action, Item, ItemStatus, ScheduleItem};
use super::views::ItemView;
use super::{recipients, store};
use crate::coaching::engagements::model::{CatchUp, Engagement};
use crate::coaching::forms::responses::issue;
use crate::coaching::sessions::model::Slot;
use crate::coaching::{forms, sessions};
use crate::db::Tx;
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::ItemId;
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp, wall_clock};

/// Sets or moves the date. In a draft it is held.
pub fn schedule(tx: &mut Tx<'_>, caller: &Caller, id: ItemId, mut change: ScheduleItem) -> Result<ItemView> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    item.ensure_allowed(Action::Schedule)?;
    forms::queries::ensure_sendable(tx.conn(), caller.organization_id, &item.details.0)?;
    let edited = change.session.take().map(|session| item.details.0.merge(session_patch(session))).transpose()?.unwrap_or(false);
    let zone = change.time_zone.unwrap_or_else(|| caller.time_zone.name().to_owned());
    let clock = zone.parse().unwrap_or(caller.time_zone);
    let wanted = wall_clock::chosen(change.scheduled_at, change.local_scheduled_at.as_deref(), clock, "scheduled_at")?;
    let at = Some(ensure_schedulable(tx, &item, wanted)?);
    if engagement.is_active() {
        recipients::commands::ensure_active(tx, &item, false)?;
    }
    settle_length(tx, &mut item)?;
    let zone = Some(zone);
    let moved = edited || item.scheduled_at != at;
    let renamed = item.time_zone != zone;
    let was = item.status;
    (item.scheduled_at, item.time_zone) = (at, zone);
    item.status = ItemStatus::Scheduled;
    if change.allow_overlap != Some(true) && (moved || was == ItemStatus::Unscheduled) {
        ensure_free(tx, &item, &engagement)?;
    }
    if was == ItemStatus::Unscheduled {
        save(tx, &mut item, &mut engagement, was, "item.scheduled")?;
    } else if moved {
        save(tx, &mut item, &mut engagement, was, "item.rescheduled")?;
    } else if renamed {
        // The same moment by another zone's name is nothing to tell people of.
        save(tx, &mut item, &mut engagement, was, "item.updated")?;
    }
    view(tx, item, &engagement)
}

/// A session with a date has a length: the organization's own where none was said.
pub(super) fn settle_length(tx: &mut Tx<'_>, item: &mut Item) -> Result<()> {
    if let Details::Session(session @ SessionDetails { duration: None, .. }) = &mut item.details.0 {
        session.duration = Some(organizations::queries::settings(tx.conn(), item.organization_id)?.session_duration);
    }
    Ok(())
}

/// How long a session takes, where that was said.
pub(super) fn length(item: &Item) -> Option<IsoDuration> {
    item.details.0.session().and_then(|session| session.duration)
}

/// Calendars look back as far as the longest session lasts.
fn fault_of_length(item: &Item) -> Option<FieldError> {
    let is_sound = |length: IsoDuration| (60..=sessions::model::LONGEST.num_seconds()).contains(&length.seconds());
    let fault = || FieldError::at("/session/duration", "out_of_range", "must be from PT1M to P31D");
    length(item).filter(|length| !is_sound(*length)).map(|_| fault())
}

pub(super) fn ensure_length(item: &Item) -> Result<()> {
    match fault_of_length(item) {
        Some(fault) => Err(Problem::invalid(vec![fault])),
        None => Ok(()),
    }
}

/// A coach holds one session at a time. What is held in a draft takes nobody's time yet.
pub(super) fn ensure_free(tx: &mut Tx<'_>, item: &Item, engagement: &Engagement) -> Result<()> {
    match (Slot::of(item), engagement.coach_id.filter(|_| engagement.is_active())) {
        (Some(slot), Some(coach_id)) => sessions::following::ensure_free(tx, coach_id, &slot, sessions::model::of_item(item.id)),
        _ => Ok(()),
    }
}

fn session_patch(
    session: serde_json::Map<String, serde_json::Value>,
) -> [(super::details::ItemKind, Option<serde_json::Map<String, serde_json::Value>>); 6] {
    use super::details::ItemKind::{Assessment, File, Form, Link, Session, Task};
    [(Session, Some(session)), (Assessment, None), (Form, None), (File, None), (Link, None), (Task, None)]
}

/// Everything that is missing for a date, all at once.
fn ensure_schedulable(tx: &mut Tx<'_>, item: &Item, at: Option<Timestamp>) -> Result<Timestamp> {
    let mut faults = Vec::new();
    let mut codes = Vec::new();
    match at {
        None => faults.push(FieldError::at("/scheduled_at", "required", "is required")),
        Some(at) if at <= tx.now() => {
            codes.push(Code::ScheduleInPast);
            faults.push(FieldError::at("/scheduled_at", Code::ScheduleInPast.as_str(), "must be in the future"));
        }
        Some(_) => {}
    }
    faults.extend(fault_of_length(item));
    let homeless = item.details.0.session().is_some_and(|session| session.location.as_deref().is_none_or(|place| place.trim().is_empty()));
    if homeless {
        faults.push(FieldError::at("/session/location", "required", "is required"));
    }
    if recipients::store::count(tx.conn(), item.id)? == 0 {
        let code = if item.is_session() { Code::AttendeesRequired } else { Code::RecipientsRequired };
        codes.push(code);
        faults.push(FieldError::at("", code.as_str(), code.title()));
    }
    match (faults.as_slice(), codes.as_slice(), at) {
        ([], _, Some(at)) => Ok(at),
        // A single fault with a code of its own is answered with that code.
        ([_], [code], _) => Err(Problem::new(*code).with_errors(faults)),
        _ => Err(Problem::invalid(faults)),
    }
}

/// Takes the date away; until it has fired.
pub fn unschedule(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<ItemView> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    item.ensure_allowed(Action::Unschedule)?;
    let was = item.status;
    clear(&mut item);
    save(tx, &mut item, &mut engagement, was, "item.unscheduled")?;
    view(tx, item, &engagement)
}

pub(super) fn clear(item: &mut Item) {
    item.status = ItemStatus::Unscheduled;
    item.scheduled_at = None;
    item.time_zone = None;
}

/// How an engagement comes to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    First,
    Again,
}

/// An engagement starts to run: what was held is announced or waits for its date, what was due
/// before now is caught up with as asked, and what waits for completed items is released.
pub fn arm(tx: &mut Tx<'_>, engagement: &mut Engagement, start: Start, catch_up: Option<CatchUp>) -> Result<()> {
    let items = store::of_engagement(tx.conn(), engagement.id)?;
    let now = tx.now();
    let is_pending = |item: &Item| item.status == ItemStatus::Scheduled && !item.is_sent();
    let is_past = |item: &Item| item.scheduled_at.is_some_and(|at| at <= now);
    // A session that took place while the engagement ran before is history.
    let is_history = |item: &Item| start == Start::Again && item.is_session() && is_past(item);
    let is_overdue = |item: &Item| is_pending(item) && is_past(item) && !is_history(item);
    let overdue: Vec<ItemId> = items.iter().filter(|item| is_overdue(item)).map(|item| item.id).collect();
    if !overdue.is_empty() && catch_up.is_none() {
        return Err(Problem::new(Code::PastDueItems).detail("Say with catch_up what becomes of them.").with("item_ids", overdue));
    }
    let completed: Vec<ItemId> = items.iter().filter(|item| item.status == ItemStatus::Completed).map(|item| item.id).collect();
    for mut item in items {
        let was = item.status;
        if is_overdue(&item) && catch_up == Some(CatchUp::Skip) {
            clear(&mut item);
            save(tx, &mut item, engagement, was, "item.unscheduled")?;
        } else if is_overdue(&item) && !item.is_session() {
            send_now(tx, &mut item, engagement)?;
        } else if is_pending(&item) && !is_history(&item) {
            save(tx, &mut item, engagement, was, "item.scheduled")?;
        } else if item.after_item_id.is_some_and(|prior| completed.contains(&prior)) {
            release(tx, &mut item, engagement)?;
        } else if !item.reminder_times().is_empty() {
            // It was sent before the engagement was cancelled; its reminders count again.
            write(tx, &mut item, engagement)?;
        }
    }
    Ok(())
}

/// Nothing goes out any more.
pub fn disarm(tx: &mut Tx<'_>, engagement: &Engagement) -> Result<()> {
    store::disarm(tx.conn(), engagement.id)?;
    sessions::following::withdraw(tx, engagement)
}

/// What waited for an item that is now completed goes out, at once or after its delay. In a draft it
/// goes on waiting; activating releases it.
pub(super) fn release_dependents(tx: &mut Tx<'_>, prior: ItemId, engagement: &mut Engagement) -> Result<()> {
    if !engagement.is_active() {
        return Ok(());
    }
    for mut item in store::waiting_for(tx.conn(), prior)? {
        release(tx, &mut item, engagement)?;
    }
    Ok(())
}

/// The same for an item that was told to wait for one that is completed already.
pub(super) fn release_if_due(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement) -> Result<()> {
    let Some(prior) = item.after_item_id.filter(|_| engagement.is_active()) else { return Ok(()) };
    if store::status_of(tx.conn(), prior)? == ItemStatus::Completed { release(tx, item, engagement) } else { Ok(()) }
}

fn release(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement) -> Result<()> {
    // It fires once, and what was scheduled, sent or completed otherwise is left alone.
    if item.status != ItemStatus::Unscheduled || item.is_sent() || item.released_at.is_some() {
        return Ok(());
    }
    // With nobody to send it to, or nothing that could be answered, it goes on waiting for a coach.
    let has_recipients = recipients::store::count(tx.conn(), item.id)? > 0;
    if !has_recipients || !forms::queries::is_sendable(tx.conn(), item.organization_id, &item.details.0)? {
        return Ok(());
    }
    item.released_at = Some(tx.now());
    if item.after_delay().seconds() == 0 {
        return send_now(tx, item, engagement);
    }
    item.scheduled_at = Some(tx.now().plus(item.after_delay().delta()));
    item.status = ItemStatus::Scheduled;
    save(tx, item, engagement, ItemStatus::Unscheduled, "item.scheduled")
}

/// Marks an item as sent at this moment; a pending date is gone.
pub(super) fn send_now(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement) -> Result<()> {
    let was = item.status;
    issue::pin(tx, std::slice::from_mut(item))?;
    item.sent_at = Some(tx.now());
    item.scheduled_at = None;
    item.status = ItemStatus::Scheduled;
    save(tx, item, engagement, was, "item.sent")?;
    issue::issue(tx, std::slice::from_ref(item))
}
