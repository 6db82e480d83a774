//! The table `invitations`.

use diesel::prelude::*;

use super::model::Invitation;
use crate::db::Conn;
use crate::db::schema::invitations;
use crate::kernel::ids::{InvitationId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

/// By its token; an unknown one looks like any other thing that is not there.
pub fn find_by_token(conn: &mut Conn, token_hash: &str) -> Result<Invitation> {
    let found = invitations::table.filter(invitations::token_hash.eq(token_hash)).select(Invitation::as_select()).first(conn).optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn insert(conn: &mut Conn, invitation: &Invitation) -> Result<()> {
    diesel::insert_into(invitations::table).values(invitation).execute(conn)?;
    Ok(())
}

pub fn mark_accepted(conn: &mut Conn, id: InvitationId, now: Timestamp) -> Result<()> {
    diesel::update(invitations::table.find(id)).set(invitations::accepted_at.eq(now)).execute(conn)?;
    Ok(())
}

/// The one that this person can still accept.
pub fn find_open(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<Option<Invitation>> {
    Ok(invitations::table
        .filter(invitations::user_id.eq(user_id))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .order(invitations::created_at.desc())
        .select(Invitation::as_select())
        .first(conn)
        .optional()?)
}

/// Ends every invitation of this person that could still be accepted.
pub fn revoke_open(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<usize> {
    let open = invitations::table
        .filter(invitations::user_id.eq(user_id))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::revoked_at.is_null());
    Ok(diesel::update(open).set(invitations::revoked_at.eq(now)).execute(conn)?)
}
