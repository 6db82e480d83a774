//! Who acts, as far as the database and the event log need to know it.

use super::ids::{ApiKeyId, OrganizationId, UserId};

/// The one on whose behalf a transaction runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person who logged in.
    User(OrganizationId, UserId),
    /// A machine with an API key.
    ApiKey(OrganizationId, ApiKeyId),
    /// Rapport itself: a worker, or a route that is open to everybody.
    System,
}

impl Actor {
    /// The person, when it is one.
    pub fn user_id(self) -> Option<UserId> {
        match self {
            Actor::User(_, id) => Some(id),
            Actor::ApiKey(..) | Actor::System => None,
        }
    }

    /// How the actor is written in the event log: `user`, `api_key` or `system`.
    pub fn kind(self) -> &'static str {
        match self {
            Actor::User(..) => "user",
            Actor::ApiKey(..) => "api_key",
            Actor::System => "system",
        }
    }

    /// The actor's id in the event log; the system has none.
    pub fn id(self) -> Option<String> {
        match self {
            Actor::User(_, id) => Some(id.to_string()),
            Actor::ApiKey(_, id) => Some(id.to_string()),
            Actor::System => None,
        }
    }
}
