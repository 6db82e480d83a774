//! Inviting, revoking, accepting.

use super::model::{Invitation, IssuedInvitation};
use super::{store, token_of};
use crate::db::{Tx, dialect};
use crate::identity::permissions::Caller;
use crate::identity::users::model::{Action, UserView};
use crate::identity::{organizations, users};
use crate::kernel::ids::UserId;
use crate::kernel::{Result, secrets};
use crate::messaging::Messaging;

/// A new link for the person, which is mailed to them; an earlier one stops working.
pub fn invite(tx: &mut Tx<'_>, caller: &Caller, user_id: UserId, messaging: &Messaging) -> Result<IssuedInvitation> {
    let mut user = users::store::find_for_update(tx.conn(), caller.organization_id, user_id)?;
    tx.ensure_fresh(user.version)?;
    user.state = user.state.after(Action::Invite)?;
    let settings = organizations::queries::settings(tx.conn(), caller.organization_id)?;
    revoke_open(tx, user_id)?;
    let id = tx.new_id();
    let token = token_of(messaging, id)?;
    let invitation = Invitation {
        id,
        organization_id: caller.organization_id,
        user_id,
        token_hash: secrets::token_hash(&token),
        expires_at: tx.now().plus(settings.invitation_lifetime.delta()),
        accepted_at: None,
        revoked_at: None,
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &invitation)?;
    users::commands::save(tx, &mut user, "user.invited")?;
    let url = format!("{}/api/v1/public/invitations/{token}", messaging.base_url);
    Ok(IssuedInvitation { id: invitation.id, user_id, token, url, expires_at: invitation.expires_at })
}

/// The link stops working and the person is a record again.
pub fn revoke(tx: &mut Tx<'_>, caller: &Caller, user_id: UserId) -> Result<UserView> {
    let mut user = users::store::find_for_update(tx.conn(), caller.organization_id, user_id)?;
    tx.ensure_fresh(user.version)?;
    user.state = user.state.after(Action::RevokeInvitation)?;
    revoke_open(tx, user_id)?;
    users::commands::save(tx, &mut user, "user.invitation_revoked")?;
    users::queries::view(tx.conn(), caller, user)
}

pub fn revoke_open(tx: &mut Tx<'_>, user_id: UserId) -> Result<()> {
    let now = tx.now();
    store::revoke_open(tx.conn(), user_id, now)?;
    Ok(())
}

/// Uses the token up. The password was hashed before the transaction began.
pub fn accept(tx: &mut Tx<'_>, token: &str, password_hash: String) -> Result<UserView> {
    let token_hash = secrets::token_hash(token);
    let seen = store::find_by_token(tx.conn(), &token_hash)?;
    // Two who accept at once take turns, and the second finds the token used.
    dialect::lock_row(tx.conn(), "invitations", &seen.id.to_string())?;
    let invitation = store::find_by_token(tx.conn(), &token_hash)?;
    let now = tx.now();
    invitation.ensure_open(now)?;
    let mut user = users::store::find_for_update(tx.conn(), invitation.organization_id, invitation.user_id)?;
    store::mark_accepted(tx.conn(), invitation.id, now)?;
    users::commands::activate(tx, &mut user, password_hash)?;
    Ok(UserView::new(None, user))
}
