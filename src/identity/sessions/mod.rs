//! Logging in and staying logged in. A login is a family of refresh tokens; each is used once, and one
//! that comes back a second time was stolen by somebody, so the whole family ends.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
mod store;

use crate::kernel::Result;
use crate::kernel::ids::PasswordResetId;
use crate::messaging::Messaging;

/// The token of a link to a new password, derived from its id: a mail that is sent again carries the same.
pub fn reset_token_of(messaging: &Messaging, id: PasswordResetId) -> Result<String> {
    messaging.vault.token("password_reset", &id.to_string())
}
