//! Invitations: a link with which a person sets a password and becomes active. The link's page only
//! looks; nothing but an explicit POST uses the token up, because mail scanners open every link.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
mod store;

use crate::kernel::Result;
use crate::kernel::ids::InvitationId;
use crate::messaging::Messaging;

/// The token of an invitation's link, derived from its id: a mail that is sent again carries the same.
pub fn token_of(messaging: &Messaging, id: InvitationId) -> Result<String> {
    messaging.vault.token("invitation", &id.to_string())
}
