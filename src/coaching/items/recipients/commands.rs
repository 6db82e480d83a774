//! Adding and removing recipients.

use super::model::{AddRecipient, Recipient, RecipientView};
use super::store;
use crate::coaching::items::commands::{open, save};
use crate::coaching::items::lifecycle::finish_if_satisfied;
use crate::coaching::items::model::{Item, ItemStatus};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::identity::users::model::UserState;
use crate::kernel::ids::{ItemId, OrganizationId, RecipientId, UserId};
use crate::kernel::{Code, Problem, Result};

/// The engagement's coachees, whom a new item is for.
pub fn add_coachees(tx: &mut Tx<'_>, item: &Item) -> Result<()> {
    let people: Vec<_> = store::coachees(tx.conn(), item.engagement_id)?.into_iter().map(|user_id| (item.id, user_id)).collect();
    insert(tx, item.organization_id, &people, true)
}

/// Many at once, for copies.
pub fn add_many(tx: &mut Tx<'_>, organization_id: OrganizationId, people: &[(ItemId, UserId)]) -> Result<()> {
    insert(tx, organization_id, people, true)
}

fn insert(tx: &mut Tx<'_>, organization_id: OrganizationId, people: &[(ItemId, UserId)], is_required: bool) -> Result<()> {
    let rows: Vec<Recipient> = people
        .iter()
        .map(|(item_id, user_id)| Recipient {
            id: tx.new_id(),
            organization_id,
            item_id: *item_id,
            user_id: *user_id,
            is_required,
            completed_at: None,
            created_at: tx.now(),
        })
        .collect();
    store::insert_many(tx.conn(), &rows)
}

/// The same people for a copy, who have not completed anything.
pub fn copy(tx: &mut Tx<'_>, source: &Item, copy: &Item) -> Result<()> {
    let rows: Vec<Recipient> = store::of_item(tx.conn(), source.id)?
        .into_iter()
        .map(|row| Recipient { id: tx.new_id(), item_id: copy.id, completed_at: None, created_at: tx.now(), ..row })
        .collect();
    store::insert_many(tx.conn(), &rows)
}

/// Anybody of the organization can be a recipient.
pub fn add(tx: &mut Tx<'_>, caller: &Caller, item_id: ItemId, new: &AddRecipient) -> Result<RecipientView> {
    let (mut item, mut engagement) = open(tx, caller, item_id)?;
    if item.status == ItemStatus::Completed {
        return Err(Problem::new(Code::InvalidTransition).detail("The item is completed.").with("allowed_actions", ["reopen"]));
    }
    let user = users::store::find(tx.conn(), caller.organization_id, new.user_id)?;
    if user.state == UserState::Anonymised {
        return Err(Problem::not_found());
    }
    insert(tx, caller.organization_id, &[(item_id, user.id)], new.required.unwrap_or(true))?;
    let was = item.status;
    save(tx, &mut item, &mut engagement, was, "item.recipient_added")?;
    let views = store::views(tx.conn(), item_id)?;
    views.into_iter().find(|view| view.user_id == user.id).ok_or_else(|| Problem::internal("the recipient just added is missing"))
}

/// Somebody must be left while it is scheduled.
pub fn remove(tx: &mut Tx<'_>, caller: &Caller, item_id: ItemId, id: RecipientId) -> Result<()> {
    let (mut item, mut engagement) = open(tx, caller, item_id)?;
    let recipient = store::find(tx.conn(), item_id, id)?;
    if item.status == ItemStatus::Scheduled && store::count(tx.conn(), item_id)? == 1 {
        return Err(Problem::new(if item.is_session() { Code::AttendeesRequired } else { Code::RecipientsRequired }));
    }
    store::delete(tx.conn(), recipient.id)?;
    let was = item.status;
    save(tx, &mut item, &mut engagement, was, "item.recipient_removed")?;
    finish_if_satisfied(tx, &mut item, &mut engagement)
}
