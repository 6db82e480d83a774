//! Feedback on goals: somebody, anywhere, is asked by mail and says what they think through a link that
//! shows the goal's name and description and nothing else. What they say is kept apart from who they are.

pub mod commands;
pub mod firing;
pub mod model;
pub mod queries;
pub mod routes;
pub mod routes_of_public;
pub mod store;
pub mod views;

use crate::kernel::Result;
use crate::kernel::ids::FeedbackRequestId;
use crate::messaging::Messaging;

const PURPOSE: &str = "feedback";

/// The token of the link that somebody gets who is asked.
pub fn token_of(messaging: &Messaging, id: FeedbackRequestId) -> Result<String> {
    messaging.vault.pass(PURPOSE, &id.to_string())
}

/// What a token opens; one that we have not made opens nothing.
fn opened_by(messaging: &Messaging, token: &str) -> Result<FeedbackRequestId> {
    messaging.vault.id_opened_by(PURPOSE, token)
}
