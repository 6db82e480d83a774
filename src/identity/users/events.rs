//! What happens to people.

use serde::Serialize;

use super::model::{User, UserState};
use crate::identity::permissions::{Role, Roles};
use crate::kernel::ids::{OrganizationId, UserId};
use crate::messaging::events::event;

/// Something that happened to a person, with who they are afterwards.
#[derive(Serialize)]
pub struct UserEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    user_id: UserId,
    state: UserState,
    roles: Vec<Role>,
}

impl UserEvent {
    pub fn new(name: &'static str, user: &User) -> Self {
        Self { name, organization_id: user.organization_id, user_id: user.id, state: user.state, roles: Roles::from(user.roles).list() }
    }
}

event!(UserEvent { name: name, subject: user_id });
