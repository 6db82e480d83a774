//! Adding and removing recipients.

use serde_json::json;

use super::model::{AddRecipient, Recipient, RecipientView};
use super::store;
use crate::coaching::forms::responses::{self, issue};
use crate::coaching::items::commands::{open, save};
use crate::coaching::items::lifecycle::finish_if_satisfied;
use crate::coaching::items::model::{Item, ItemStatus};
use crate::coaching::sessions;
use crate::db::Tx;
use crate::identity::organizations;
use crate::identity::organizations::model::ExternalRecipients;
use crate::identity::people::{Outside, Person};
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::identity::users::model::UserState;
use crate::kernel::ids::{ItemId, OrganizationId, RecipientId, UserId};
use crate::kernel::text::email_key;
use crate::kernel::{Code, FieldError, Problem, Result};

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
        .map(|(item_id, user_id)| Recipient { user_id: Some(*user_id), ..blank(tx, organization_id, *item_id, is_required) })
        .collect();
    store::insert_many(tx.conn(), &rows)
}

fn blank(tx: &Tx<'_>, organization_id: OrganizationId, item_id: ItemId, is_required: bool) -> Recipient {
    Recipient {
        id: tx.new_id(),
        organization_id,
        item_id,
        user_id: None,
        is_required,
        completed_at: None,
        created_at: tx.now(),
        name: None,
        email: None,
        email_key: None,
    }
}

/// The same people for a copy, who have not completed anything.
pub fn copy(tx: &mut Tx<'_>, source: &Item, copy: &Item) -> Result<()> {
    let rows: Vec<Recipient> = store::of_item(tx.conn(), source.id)?
        .into_iter()
        .map(|row| Recipient { id: tx.new_id(), item_id: copy.id, completed_at: None, created_at: tx.now(), ..row })
        .collect();
    store::insert_many(tx.conn(), &rows)
}

/// Files and tasks go to people who can log in and complete them.
pub fn ensure_active(tx: &mut Tx<'_>, item: &Item, only_open: bool) -> Result<()> {
    if item.kind.reaches_outside() {
        return Ok(());
    }
    let people = store::people(tx.conn(), item.id, only_open)?;
    let is_inactive = |person: &&Person| person.user().is_none_or(|user| user.state != UserState::Active);
    let inactive: Vec<_> =
        people.iter().filter(is_inactive).map(|person| json!({"user_id": person.user_id(), "name": person.name()})).collect();
    if inactive.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Code::RecipientNotActive).detail("Invite them, or take them off the item.").with("recipients", inactive))
}

/// Anybody of the organization can be a recipient, and people outside where their kind of item lets them.
pub fn add(tx: &mut Tx<'_>, caller: &Caller, item_id: ItemId, new: &AddRecipient) -> Result<RecipientView> {
    let (mut item, mut engagement) = open(tx, caller, item_id)?;
    if item.status == ItemStatus::Completed {
        return Err(Problem::new(Code::InvalidTransition).detail("The item is completed.").with("allowed_actions", ["reopen"]));
    }
    let row = match (new.user_id, &new.email) {
        (Some(user_id), None) => of_user(tx, caller, &item, user_id, new)?,
        (None, Some(email)) => of_address(tx, caller, &item, email, new)?,
        _ => {
            let fault = FieldError::at("/user_id", "one_of", "name either a user_id or an email");
            return Err(Problem::invalid(vec![fault]));
        }
    };
    let id = row.id;
    let person = person(tx, &row)?;
    store::insert_many(tx.conn(), &[row])?;
    let was = item.status;
    save(tx, &mut item, &mut engagement, was, "item.recipient_added")?;
    if item.is_sent() {
        issue::issue(tx, std::slice::from_ref(&item))?;
    }
    sessions::following::attendance(tx, &item, &person, "session.attendee_added")?;
    let views = store::views(tx.conn(), item_id)?;
    views.into_iter().find(|view| view.id == id).ok_or_else(|| Problem::internal("the recipient just added is missing"))
}

fn person(tx: &mut Tx<'_>, row: &Recipient) -> Result<Person> {
    match row.user_id {
        Some(id) => users::store::find(tx.conn(), row.organization_id, id).map(Person::from),
        None => Ok(Person::Outside(Outside { name: row.name.clone(), email: row.email.clone().unwrap_or_default() })),
    }
}

fn of_user(tx: &mut Tx<'_>, caller: &Caller, item: &Item, user_id: UserId, new: &AddRecipient) -> Result<Recipient> {
    if new.name.is_some() {
        return Err(Problem::field(Code::ReadOnlyField, "/name"));
    }
    let user = users::store::find(tx.conn(), caller.organization_id, user_id)?;
    if user.state == UserState::Anonymised {
        return Err(Problem::not_found());
    }
    let blank = blank(tx, caller.organization_id, item.id, new.required.unwrap_or(true));
    Ok(Recipient { user_id: Some(user.id), ..blank })
}

/// Somebody outside. Where the address is a user's, it is that user.
fn of_address(tx: &mut Tx<'_>, caller: &Caller, item: &Item, email: &str, new: &AddRecipient) -> Result<Recipient> {
    let settings = organizations::queries::settings(tx.conn(), caller.organization_id)?;
    if !caller.is_admin() && settings.external_recipients != ExternalRecipients::Coaches {
        return Err(Problem::new(Code::ExternalRecipientNotAllowed));
    }
    let is_required = new.required.unwrap_or(true);
    let blank = blank(tx, caller.organization_id, item.id, is_required);
    if let Some(user) = users::store::find_by_email(tx.conn(), caller.organization_id, email)? {
        return Ok(Recipient { user_id: Some(user.id), ..blank });
    }
    if !item.kind.reaches_outside() {
        let fault = FieldError::at("/email", "users_only", "files and tasks are for people who can log in");
        return Err(Problem::invalid(vec![fault]));
    }
    Ok(Recipient {
        name: new.name.as_deref().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        email: Some(email.trim().to_owned()),
        email_key: Some(email_key(email)),
        ..blank
    })
}

/// Somebody must be left while it is scheduled.
pub fn remove(tx: &mut Tx<'_>, caller: &Caller, item_id: ItemId, id: RecipientId) -> Result<()> {
    let (mut item, mut engagement) = open(tx, caller, item_id)?;
    let recipient = store::find(tx.conn(), item_id, id)?;
    if item.status == ItemStatus::Scheduled && store::count(tx.conn(), item_id)? == 1 {
        return Err(Problem::new(if item.is_session() { Code::AttendeesRequired } else { Code::RecipientsRequired }));
    }
    responses::store::delete_open(tx.conn(), recipient.id)?;
    let person = person(tx, &recipient)?;
    store::delete(tx.conn(), recipient.id)?;
    let was = item.status;
    save(tx, &mut item, &mut engagement, was, "item.recipient_removed")?;
    sessions::following::attendance(tx, &item, &person, "session.attendee_removed")?;
    finish_if_satisfied(tx, &mut item, &mut engagement)
}
