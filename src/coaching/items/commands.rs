//! Making, changing, ordering and deleting items. Every command holds the engagement, so that two on
//! one programme take turns.

use super::details::ItemKind;
use super::events::{ItemEvent, ItemsReordered};
use super::model::{CreateItem, Item, ItemOrder, ItemStatus, MAX_ITEMS, UpdateItem};
use super::reminders::{seconds_of, usual_reminders};
use super::views::{ItemView, Perspective};
use super::{attachments, copies, firing, lifecycle, order, queries, recipients, schedule, store};
use crate::coaching::engagements::model::Engagement;
use crate::coaching::{engagements, forms, sessions};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, FileId, ItemId};
use crate::kernel::page::Page;
use crate::kernel::patch::apply;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// The engagement, held, when its items may change: not once it has ended.
pub(super) fn open_engagement(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId) -> Result<Engagement> {
    let engagement = engagements::commands::open(tx, caller, id)?;
    if engagement.is_open() { Ok(engagement) } else { Err(engagement.status.not_active(engagement.is_shared)) }
}

/// The item and its engagement, held.
pub fn open(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<(Item, Engagement)> {
    let engagement_id = store::engagement_of(tx.conn(), caller.organization_id, id)?;
    let engagement = open_engagement(tx, caller, engagement_id)?;
    let item = store::find(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(item.version)?;
    Ok((item, engagement))
}

/// Writes the item's next version and the engagement's, and tells what happened.
pub(super) fn save(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement, was: ItemStatus, event: &'static str) -> Result<()> {
    advance(tx, item, engagement, was)?;
    events::emit(tx, &ItemEvent::new(event, item, engagement.is_active()))?;
    sessions::following::follow(tx, item, engagement)
}

/// Writes the item's next version and the engagement's.
pub(super) fn advance(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement, was: ItemStatus) -> Result<()> {
    engagement.progress.shift(Some(was), Some(item.status));
    item.version += 1;
    item.updated_at = tx.now();
    write(tx, item, engagement)
}

/// Stores the item with what follows from its state: when it is sent, and when its recipients are reminded.
pub(super) fn write(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement) -> Result<()> {
    item.send_due_at = item.due(engagement.is_active());
    item.next_reminder_at = item.next_reminder(engagement.is_active(), tx.now());
    store::update(tx.conn(), item)?;
    engagements::commands::save_progress(tx, engagement)
}

/// A new version of an item of which something changed that is kept elsewhere.
pub fn touch(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<()> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    let was = item.status;
    advance(tx, &mut item, &mut engagement, was)?;
    sessions::following::follow(tx, &item, &engagement)
}

pub(super) fn view(tx: &mut Tx<'_>, item: Item, engagement: &Engagement) -> Result<ItemView> {
    queries::view(tx.conn(), item, engagement, Perspective::Manager)
}

pub fn create(tx: &mut Tx<'_>, caller: &Caller, engagement_id: EngagementId, mut new: CreateItem) -> Result<ItemView> {
    let mut engagement = open_engagement(tx, caller, engagement_id)?;
    tx.ensure_fresh(engagement.version)?;
    if engagement.progress.total >= MAX_ITEMS {
        return Err(Problem::new(Code::TemplateTooLarge).detail(format!("An engagement has at most {MAX_ITEMS} items.")));
    }
    let mut details = new.take_details().into_details(new.kind)?;
    forms::queries::ensure_usable(tx.conn(), caller, std::iter::once((String::new(), &details)))?;
    attachments::commands::adopt(tx, caller, &mut details, "/file/file_id")?;
    let end = engagement.progress.total + 1;
    let position = new.position.unwrap_or(end);
    if position > end {
        return Err(Problem::invalid(vec![FieldError::at("/position", "out_of_range", format!("must be at most {end}"))]));
    }
    let reminders = match new.reminders {
        Some(offsets) => seconds_of(offsets),
        None => usual_reminders(tx, caller.organization_id)?.of(new.kind),
    };
    let mut item = Item {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        engagement_id,
        position,
        kind: new.kind,
        title: new.title.trim().to_owned(),
        description: new.description,
        details: Json(details),
        status: ItemStatus::Unscheduled,
        completion_rule: new.completion_rule.unwrap_or(super::details::CompletionRule::All),
        scheduled_at: None,
        time_zone: None,
        after_item_id: new.after_item_id,
        after_delay_seconds: new.after_delay.map(crate::kernel::duration::IsoDuration::seconds),
        released_at: None,
        send_due_at: None,
        reminders: Json(reminders),
        next_reminder_at: None,
        form_version: None,
        sent_at: None,
        completed_at: None,
        completed_by: None,
        deleted_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    ensure_dependency(tx, &item)?;
    insert(tx, &item, &mut engagement, end)?;
    attachments::commands::note(tx, &item)?;
    recipients::commands::add_coachees(tx, &item)?;
    schedule::release_if_due(tx, &mut item, &mut engagement)?;
    view(tx, item, &engagement)
}

/// Makes room, stores the item and tells of it.
fn insert(tx: &mut Tx<'_>, item: &Item, engagement: &mut Engagement, end: i32) -> Result<()> {
    if item.position < end {
        store::shift(tx.conn(), engagement.id, item.position, 1)?;
    }
    store::insert(tx.conn(), item)?;
    engagement.progress.shift(None, Some(item.status));
    engagements::commands::save_progress(tx, engagement)?;
    events::emit(tx, &ItemEvent::new("item.created", item, engagement.is_active()))
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: ItemId, mut change: UpdateItem) -> Result<ItemView> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    let (patches, form_id) = (change.take_details(), item.details.0.form_id());
    let (file_id, length) = (item.details.0.file_id(), schedule::length(&item));
    let mut changed = item.details.0.merge(patches)?;
    if item.kind == ItemKind::File && changed {
        adopt_another(tx, caller, &mut item, file_id)?;
    }
    // Another length or place is for a session's attendees what another time is.
    let moved = changed && item.is_session() && item.status == ItemStatus::Scheduled;
    ensure_place(&item)?;
    if moved {
        schedule::settle_length(tx, &mut item)?;
        schedule::ensure_length(&item)?;
        if schedule::length(&item) > length {
            schedule::ensure_free(tx, &item, &engagement)?;
        }
    }
    if item.details.0.form_id() != form_id {
        ensure_form(tx, caller, &item)?;
    }
    changed |= apply(&mut item.title, change.title.map(|title| title.trim().to_owned()));
    changed |= apply(&mut item.description, change.description);
    changed |= apply(&mut item.completion_rule, change.completion_rule);
    changed |= apply(&mut item.reminders.0, change.reminders.map(seconds_of));
    let delay = change.after_delay.map(|delay| delay.map(crate::kernel::duration::IsoDuration::seconds));
    if change.after_item_id == Some(None) && delay.is_none() {
        item.after_delay_seconds = None;
    }
    let waits_for_another = apply(&mut item.after_item_id, change.after_item_id);
    if waits_for_another {
        item.released_at = None;
    }
    changed |= apply(&mut item.after_delay_seconds, delay) | waits_for_another;
    if changed {
        if waits_for_another || item.after_delay_seconds.is_some() {
            ensure_dependency(tx, &item)?;
        }
        let was = item.status;
        save(tx, &mut item, &mut engagement, was, if moved { "item.rescheduled" } else { "item.updated" })?;
        if waits_for_another {
            schedule::release_if_due(tx, &mut item, &mut engagement)?;
        }
        lifecycle::finish_if_satisfied(tx, &mut item, &mut engagement)?;
    }
    view(tx, item, &engagement)
}

/// An item of kind `file` is about another file now, or has another name.
fn adopt_another(tx: &mut Tx<'_>, caller: &Caller, item: &mut Item, before: Option<FileId>) -> Result<()> {
    if item.details.0.file_id() == before && item.details.0.is_named() {
        return Ok(());
    }
    attachments::commands::adopt(tx, caller, &mut item.details.0, "/file/file_id")?;
    attachments::commands::note(tx, item)
}

/// Another form: one that the caller can use, while nobody was asked, and ready where it has a date.
fn ensure_form(tx: &mut Tx<'_>, caller: &Caller, item: &Item) -> Result<()> {
    if item.is_sent() {
        return Err(Problem::new(Code::AlreadySent).detail("Whoever was asked answers the form that was sent."));
    }
    forms::queries::ensure_usable(tx.conn(), caller, std::iter::once((String::new(), &item.details.0)))?;
    if item.status == ItemStatus::Scheduled {
        forms::queries::ensure_sendable(tx.conn(), item.organization_id, &item.details.0)?;
    }
    Ok(())
}

/// A scheduled session keeps a place.
fn ensure_place(item: &Item) -> Result<()> {
    let homeless = item.details.0.session().is_some_and(|session| session.location.as_deref().is_none_or(|place| place.trim().is_empty()));
    if homeless && item.status == ItemStatus::Scheduled {
        return Err(Problem::invalid(vec![FieldError::at("/session/location", "required", "a scheduled session has a location")]));
    }
    Ok(())
}

/// What an item waits for is another item of the same engagement, and nothing waits in a circle.
fn ensure_dependency(tx: &mut Tx<'_>, item: &Item) -> Result<()> {
    let fault = |code: &str, detail: &str| Err(Problem::invalid(vec![FieldError::at("/after_item_id", code, detail)]));
    let Some(prior) = item.after_item_id else {
        return if item.after_delay_seconds.is_some() { fault("required", "is required with after_delay") } else { Ok(()) };
    };
    if item.kind == ItemKind::Session {
        return fault("not_for_sessions", "a session is scheduled, it does not wait for an item");
    }
    let all = store::of_engagement(tx.conn(), item.engagement_id)?;
    let mut next = Some(prior);
    for _ in 0..=all.len() {
        match next {
            None => return Ok(()),
            Some(id) if id == item.id => return Err(Problem::field(Code::DependencyCycle, "/after_item_id")),
            Some(id) => match all.iter().find(|other| other.id == id) {
                Some(other) => next = other.after_item_id,
                None => return fault("invalid_choice", "must be another item of this engagement"),
            },
        }
    }
    Err(Problem::field(Code::DependencyCycle, "/after_item_id"))
}

/// What was sent and answered is kept; it only leaves the programme.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<()> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    if store::has_dependents(tx.conn(), id)? {
        return Err(Problem::new(Code::HasDependents));
    }
    item.deleted_at = Some(tx.now());
    item.version += 1;
    item.updated_at = tx.now();
    item.send_due_at = None;
    item.next_reminder_at = None;
    store::update(tx.conn(), &item)?;
    store::shift(tx.conn(), engagement.id, item.position + 1, -1)?;
    engagement.progress.shift(Some(item.status), None);
    engagements::commands::save_progress(tx, &mut engagement)?;
    events::emit(tx, &ItemEvent::new("item.deleted", &item, engagement.is_active()))?;
    sessions::following::follow(tx, &item, &engagement)
}

/// An unscheduled copy directly after its source.
pub fn duplicate(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<ItemView> {
    let (source, mut engagement) = open(tx, caller, id)?;
    if engagement.progress.total >= MAX_ITEMS {
        return Err(Problem::new(Code::TemplateTooLarge).detail(format!("An engagement has at most {MAX_ITEMS} items.")));
    }
    let copy = copies::of_item(tx, &source);
    let end = engagement.progress.total + 1;
    insert(tx, &copy, &mut engagement, end)?;
    attachments::commands::copy(tx, source.id, copy.id)?;
    recipients::commands::copy(tx, &source, &copy)?;
    view(tx, copy, &engagement)
}

pub fn reorder(tx: &mut Tx<'_>, caller: &Caller, engagement_id: EngagementId, wanted: ItemOrder) -> Result<Page<ItemView>> {
    let mut engagement = open_engagement(tx, caller, engagement_id)?;
    tx.ensure_fresh(engagement.version)?;
    let current = store::of_engagement(tx.conn(), engagement_id)?;
    let locks: Vec<(ItemId, bool)> = current.iter().map(|item| (item.id, item.is_locked())).collect();
    order::ensure_allowed(&locks, &wanted.item_ids)?;
    let moved: Vec<(ItemId, i32)> = wanted
        .item_ids
        .iter()
        .zip(&current)
        .zip(1..)
        .filter(|((new, old), _)| **new != old.id)
        .map(|((new, _), place)| (*new, place))
        .collect();
    if !moved.is_empty() {
        let now = tx.now();
        store::reposition(tx.conn(), &moved, now)?;
        engagements::commands::save_progress(tx, &mut engagement)?;
        events::emit(tx, &ItemsReordered { organization_id: caller.organization_id, engagement_id, item_ids: wanted.item_ids })?;
    }
    queries::of_engagement(tx.conn(), &engagement, Perspective::Manager).map(Page::whole)
}

pub use firing::{fire_due, fire_reminders};
