//! Changing people.

use super::events::UserEvent;
use super::model::{Action, CreateUser, UpdateUser, User, UserState, UserView};
use super::{queries, store, traces};
use crate::db::Tx;
use crate::identity::permissions::{Caller, Role, Roles};
use crate::identity::{invitations, organizations, people, sessions};
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::patch::apply;
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateUser) -> Result<UserView> {
    let settings = organizations::queries::settings(tx.conn(), caller.organization_id)?;
    let user = draft(tx, caller.organization_id, &new, &settings.time_zone);
    add(tx, &user)?;
    queries::view(tx.conn(), caller, user)
}

/// A person as they will be stored, still a mere record.
pub fn draft(tx: &Tx<'_>, organization_id: OrganizationId, new: &CreateUser, default_time_zone: &str) -> User {
    let mut user = User {
        id: tx.new_id(),
        organization_id,
        email: String::new(),
        email_key: String::new(),
        name: String::new(),
        search_name: String::new(),
        state: UserState::Record,
        roles: Roles::from_list(&new.roles).into(),
        time_zone: new.time_zone.clone().unwrap_or_else(|| default_time_zone.to_owned()),
        password_hash: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    user.set_email(&new.email);
    user.set_name(&new.name);
    user
}

/// Stores a new person and tells of it.
pub fn add(tx: &mut Tx<'_>, user: &User) -> Result<()> {
    store::insert(tx.conn(), user)?;
    events::emit(tx, &UserEvent::new("user.created", user))
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: UserId, change: UpdateUser) -> Result<UserView> {
    let mut user = open(tx, caller.organization_id, id)?;
    let was_admin = user.is_active_admin();
    let before = user.clone();
    if let Some(email) = change.email {
        user.set_email(&email);
    }
    if let Some(name) = change.name {
        user.set_name(&name);
    }
    if let Some(roles) = change.roles {
        user.roles = Roles::from_list(&roles).into();
    }
    apply(&mut user.time_zone, change.time_zone);
    if was_admin && !user.is_active_admin() {
        ensure_other_admin(tx, &user)?;
    }
    let unchanged =
        before.email == user.email && before.name == user.name && before.roles == user.roles && before.time_zone == user.time_zone;
    if !unchanged {
        save(tx, &mut user, "user.updated")?;
    }
    queries::view(tx.conn(), caller, user)
}

/// What people change of themselves.
pub fn update_own(tx: &mut Tx<'_>, caller: &Caller, name: Option<String>, time_zone: Option<String>) -> Result<UserView> {
    let id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let mut user = open(tx, caller.organization_id, id)?;
    let mut changed = apply(&mut user.time_zone, time_zone);
    if let Some(name) = name.filter(|name| name.trim() != user.name) {
        user.set_name(&name);
        changed = true;
    }
    if changed {
        save(tx, &mut user, "user.updated")?;
    }
    queries::view(tx.conn(), caller, user)
}

/// Ends every login at once.
pub fn deactivate(tx: &mut Tx<'_>, caller: &Caller, id: UserId) -> Result<UserView> {
    let mut user = open(tx, caller.organization_id, id)?;
    if user.is_active_admin() {
        ensure_other_admin(tx, &user)?;
    }
    user.state = user.state.after(Action::Deactivate)?;
    sessions::commands::revoke_all(tx, user.id)?;
    invitations::commands::revoke_open(tx, user.id)?;
    save(tx, &mut user, "user.deactivated")?;
    queries::view(tx.conn(), caller, user)
}

/// Back to `active` with the old password; who never had one becomes a record again.
pub fn reactivate(tx: &mut Tx<'_>, caller: &Caller, id: UserId) -> Result<UserView> {
    let mut user = open(tx, caller.organization_id, id)?;
    user.state = user.state.after(Action::Reactivate)?;
    if user.password_hash.is_none() {
        user.state = UserState::Record;
    }
    save(tx, &mut user, "user.reactivated")?;
    queries::view(tx.conn(), caller, user)
}

/// Deleting a person leaves a nameless one behind, because engagements and their history refer to them.
pub fn anonymise(tx: &mut Tx<'_>, caller: &Caller, id: UserId) -> Result<()> {
    let mut user = open(tx, caller.organization_id, id)?;
    if user.is_active_admin() {
        ensure_other_admin(tx, &user)?;
    }
    sessions::commands::revoke_all(tx, user.id)?;
    invitations::commands::revoke_open(tx, user.id)?;
    let former = user.email_key.clone();
    user.set_email(&format!("{}{}", user.id, people::NOBODY));
    user.set_name("Deleted user");
    user.state = UserState::Anonymised;
    user.password_hash = None;
    traces::remove(tx, &user, &former)?;
    save(tx, &mut user, "user.deleted")
}

/// Sets a password that was hashed before and makes the person active.
pub fn activate(tx: &mut Tx<'_>, user: &mut User, password_hash: String) -> Result<()> {
    user.state = user.state.after(Action::Activate)?;
    user.password_hash = Some(password_hash);
    save(tx, user, "user.activated")
}

/// Replaces the password of an active person and ends every login.
pub fn change_password(tx: &mut Tx<'_>, user: &mut User, password_hash: String) -> Result<()> {
    user.password_hash = Some(password_hash);
    sessions::commands::revoke_all(tx, user.id)?;
    save(tx, user, "user.password_changed")
}

/// Makes an active admin of whoever has this email, known or not; only the command line does.
pub fn make_admin(tx: &mut Tx<'_>, organization_id: OrganizationId, email: &str, name: &str, password_hash: String) -> Result<User> {
    let Some(mut user) = store::find_by_email(tx.conn(), organization_id, email)? else {
        let settings = organizations::queries::settings(tx.conn(), organization_id)?;
        let new = CreateUser { email: email.to_owned(), name: name.to_owned(), roles: vec![Role::Admin], time_zone: None };
        let mut user = draft(tx, organization_id, &new, &settings.time_zone);
        (user.state, user.password_hash) = (UserState::Active, Some(password_hash));
        add(tx, &user)?;
        return Ok(user);
    };
    user.set_name(name);
    user.roles.is_admin = true;
    (user.state, user.password_hash) = (UserState::Active, Some(password_hash));
    sessions::commands::revoke_all(tx, user.id)?;
    invitations::commands::revoke_open(tx, user.id)?;
    save(tx, &mut user, "user.updated")?;
    Ok(user)
}

/// Writes the person's next version; what changed is told by who changed it.
pub fn touch(tx: &mut Tx<'_>, user: &mut User) -> Result<()> {
    user.version += 1;
    user.updated_at = tx.now();
    store::update(tx.conn(), user)
}

/// Writes the person's next version and tells what happened.
pub fn save(tx: &mut Tx<'_>, user: &mut User, event: &'static str) -> Result<()> {
    touch(tx, user)?;
    events::emit(tx, &UserEvent::new(event, user))
}

/// The person, held until the transaction ends; the deleted are gone.
pub fn open(tx: &mut Tx<'_>, organization_id: OrganizationId, id: UserId) -> Result<User> {
    let user = store::find_for_update(tx.conn(), organization_id, id)?;
    if user.state == UserState::Anonymised {
        return Err(Problem::not_found());
    }
    tx.ensure_fresh(user.version)?;
    Ok(user)
}

fn ensure_other_admin(tx: &mut Tx<'_>, user: &User) -> Result<()> {
    // Two admins who remove each other at once must take turns.
    crate::db::dialect::lock_row(tx.conn(), "organizations", &user.organization_id.to_string())?;
    if store::has_other_admin(tx.conn(), user.organization_id, user.id)? { Ok(()) } else { Err(Problem::new(Code::LastAdmin)) }
}
