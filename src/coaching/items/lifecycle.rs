//! Sending by hand, completing and reopening items.

use serde::Serialize;

use super::commands::{advance, open, save, view};
use super::events::ItemEvent;
use super::model::{Action, CompleteItem, Item, ItemStatus};
use super::views::{ItemView, Perspective};
use super::{queries, recipients, schedule, store};
use crate::coaching::engagements::model::Engagement;
use crate::coaching::forms::responses;
use crate::coaching::{engagements, forms, sessions};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{ItemId, RecipientId, UserId};
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp};
use crate::messaging::events;

pub use schedule::{arm, disarm};

/// Sends at once; a pending date is gone.
pub fn send(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<ItemView> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    item.ensure_allowed(Action::Send)?;
    ensure_active(&engagement)?;
    if recipients::store::count(tx.conn(), id)? == 0 {
        return Err(Problem::new(Code::RecipientsRequired));
    }
    forms::queries::ensure_sendable(tx.conn(), item.organization_id, &item.details.0)?;
    recipients::commands::ensure_active(tx, &item, false)?;
    schedule::send_now(tx, &mut item, &mut engagement)?;
    view(tx, item, &engagement)
}

/// Sends once more what was sent and is not finished.
pub fn resend(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<ItemView> {
    let (item, engagement) = open(tx, caller, id)?;
    item.ensure_allowed(Action::Resend)?;
    ensure_active(&engagement)?;
    responses::issue::renew_links(tx, &item)?;
    recipients::commands::ensure_active(tx, &item, true)?;
    events::emit(tx, &ItemEvent::new("item.resent", &item, true))?;
    view(tx, item, &engagement)
}

fn ensure_active(engagement: &Engagement) -> Result<()> {
    if engagement.is_active() { Ok(()) } else { Err(engagement.status.not_active(engagement.is_shared)) }
}

/// Who runs the engagement completes the item; a recipient completes their part of it.
pub fn complete(tx: &mut Tx<'_>, caller: &Caller, id: ItemId, change: &CompleteItem) -> Result<ItemView> {
    let engagement_id = store::engagement_of(tx.conn(), caller.organization_id, id)?;
    let engagement = engagements::store::find_for_update(tx.conn(), caller.organization_id, engagement_id)?;
    let item = store::find(tx.conn(), caller.organization_id, id)?;
    let perspective = queries::perspective(tx.conn(), caller, &engagement, &item)?;
    tx.ensure_fresh(item.version)?;
    match perspective {
        Perspective::Manager => complete_whole(tx, caller, item, engagement, change.completed_at),
        Perspective::Coachee(user_id) => complete_part(tx, item, engagement, user_id, change.completed_at),
    }
}

fn complete_whole(
    tx: &mut Tx<'_>,
    caller: &Caller,
    mut item: Item,
    mut engagement: Engagement,
    completed_at: Option<Timestamp>,
) -> Result<ItemView> {
    if !engagement.is_open() {
        return Err(engagement.status.not_active(engagement.is_shared));
    }
    item.ensure_allowed(Action::Complete)?;
    let at = completed_at.unwrap_or(tx.now());
    if at > tx.now() {
        return Err(Problem::invalid(vec![FieldError::at("/completed_at", "in_future", "must not be in the future")]));
    }
    finish(tx, &mut item, &mut engagement, at, caller.user_id(), By::Manager)?;
    view(tx, item, &engagement)
}

fn complete_part(
    tx: &mut Tx<'_>,
    mut item: Item,
    mut engagement: Engagement,
    user_id: UserId,
    completed_at: Option<Timestamp>,
) -> Result<ItemView> {
    if completed_at.is_some() {
        return Err(Problem::field(Code::ReadOnlyField, "/completed_at"));
    }
    let recipient = recipients::store::find_opt(tx.conn(), item.id, user_id)?.ok_or_else(Problem::not_found)?;
    if !item.is_sent() {
        return Err(Problem::new(Code::NotSent));
    }
    if !engagement.is_open() {
        return Err(engagement.status.not_active(engagement.is_shared));
    }
    item.ensure_allowed(Action::Complete)?;
    if recipient.completed_at.is_some() {
        return Err(Problem::new(Code::InvalidTransition)
            .detail("You have completed your part.")
            .with("allowed_actions", Vec::<&str>::new()));
    }
    responses::queries::ensure_answered(tx.conn(), &item, recipient.id)?;
    complete_for(tx, &mut item, &mut engagement, recipient.id, Some(user_id))?;
    queries::view(tx.conn(), item, &engagement, Perspective::Coachee(user_id))
}

/// What one recipient had to do is done, and so is the item where that was enough. The caller has made
/// sure that the item waits for it. Somebody outside is nobody's user.
pub fn complete_for(
    tx: &mut Tx<'_>,
    item: &mut Item,
    engagement: &mut Engagement,
    recipient_id: RecipientId,
    user_id: Option<UserId>,
) -> Result<()> {
    let now = tx.now();
    recipients::store::mark_completed(tx.conn(), recipient_id, now)?;
    if recipients::store::is_satisfied(tx.conn(), item.id, item.completion_rule)? {
        return finish(tx, item, engagement, now, user_id, By::Recipient(recipient_id));
    }
    let was = item.status;
    save(tx, item, engagement, was, "item.completed_by_recipient")
}

/// After a change of recipients or of the rule: what everybody who is left has completed is completed.
pub(super) fn finish_if_satisfied(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement) -> Result<()> {
    let is_open = item.is_sent() && item.status == ItemStatus::Scheduled;
    if is_open
        && recipients::store::has_completion(tx.conn(), item.id)?
        && recipients::store::is_satisfied(tx.conn(), item.id, item.completion_rule)?
    {
        let now = tx.now();
        finish(tx, item, engagement, now, None, By::Manager)?;
    }
    Ok(())
}

/// Whose act it was. A coach hears of what recipients complete.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Manager,
    Recipient(RecipientId),
}

/// Completing takes back whatever was still to be sent, and lets go what waited for it.
fn finish(tx: &mut Tx<'_>, item: &mut Item, engagement: &mut Engagement, at: Timestamp, by: Option<UserId>, whose: By) -> Result<()> {
    let was = item.status;
    item.status = ItemStatus::Completed;
    item.completed_at = Some(at);
    item.completed_by = by;
    if item.scheduled_at.is_some_and(|date| date > tx.now()) {
        item.scheduled_at = None;
    }
    advance(tx, item, engagement, was)?;
    let recipient_id = match whose {
        By::Recipient(id) => Some(id),
        By::Manager => None,
    };
    let event = ItemEvent::new("item.completed", item, engagement.is_active()).by_recipient(recipient_id);
    events::emit(tx, &event)?;
    sessions::following::follow(tx, item, engagement)?;
    schedule::release_dependents(tx, item.id, engagement)
}

/// Back to where it was before: sent, or unscheduled.
pub fn reopen(tx: &mut Tx<'_>, caller: &Caller, id: ItemId) -> Result<ItemView> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    item.ensure_allowed(Action::Reopen)?;
    item.status = if item.is_sent() { ItemStatus::Scheduled } else { ItemStatus::Unscheduled };
    item.completed_at = None;
    item.completed_by = None;
    if !item.is_sent() {
        item.scheduled_at = None;
    }
    recipients::store::clear_completions(tx.conn(), id)?;
    responses::commands::reopen(tx, id)?;
    save(tx, &mut item, &mut engagement, ItemStatus::Completed, "item.reopened")?;
    view(tx, item, &engagement)
}

/// An item that keeps its engagement from being completed.
#[derive(Debug, Serialize)]
pub struct OpenItem {
    id: ItemId,
    title: String,
    status: ItemStatus,
}

pub fn open_items(tx: &mut Tx<'_>, engagement: &Engagement) -> Result<Vec<OpenItem>> {
    let items = store::of_engagement(tx.conn(), engagement.id)?;
    let open = items.into_iter().filter(|item| item.status != ItemStatus::Completed);
    Ok(open.map(|item| OpenItem { id: item.id, title: item.title, status: item.status }).collect())
}
