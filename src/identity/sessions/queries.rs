//! Reading links to new passwords.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::{PasswordResetId, UserId};
use crate::kernel::{Result, Timestamp};

/// The link that this person can still use, and until when.
pub fn open_reset_of(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<Option<(PasswordResetId, Timestamp)>> {
    Ok(store::find_open_reset(conn, user_id, now)?.map(|reset| (reset.id, reset.expires_at)))
}
