//! Reading invitations.

use super::model::PublicInvitationView;
use super::store;
use crate::db::Conn;
use crate::identity::{organizations, users};
use crate::kernel::ids::{InvitationId, UserId};
use crate::kernel::secrets::token_hash;
use crate::kernel::{Result, Timestamp};

/// The invitation that this person can still accept, and until when.
pub fn open_of(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<Option<(InvitationId, Timestamp)>> {
    Ok(store::find_open(conn, user_id, now)?.map(|invitation| (invitation.id, invitation.expires_at)))
}

/// The page behind the link. Looking changes nothing.
pub fn by_token(conn: &mut Conn, token: &str, now: Timestamp) -> Result<PublicInvitationView> {
    let invitation = store::find_by_token(conn, &token_hash(token))?;
    invitation.ensure_open(now)?;
    let user = users::store::find(conn, invitation.organization_id, invitation.user_id)?;
    let organization_name = organizations::queries::name(conn, invitation.organization_id)?;
    Ok(PublicInvitationView { organization_name, name: user.name, email: user.email, expires_at: invitation.expires_at })
}
