//! What people answer. Each recipient of an item with a form has one response from the moment it is sent:
//! it is saved as often as they like, handed in once, and pinned to the version that was sent.

mod asked;
pub mod commands;
mod events;
pub mod issue;
pub mod model;
pub mod queries;
pub mod routes;
pub mod routes_of_public;
pub mod store;
pub mod views;

use crate::kernel::Result;
use crate::kernel::ids::FormResponseId;
use crate::messaging::Messaging;

const PURPOSE: &str = "form";

/// The token of the link that somebody outside gets: it opens this response and nothing else.
pub fn token_of(messaging: &Messaging, id: FormResponseId) -> Result<String> {
    messaging.vault.pass(PURPOSE, &id.to_string())
}

/// What a token opens; one that we have not made opens nothing.
fn opened_by(messaging: &Messaging, token: &str) -> Result<FormResponseId> {
    messaging.vault.id_opened_by(PURPOSE, token)
}
