//! A person.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::users;
use crate::identity::attributes::model::{AttributeJson, Attributes};
use crate::identity::permissions::{Role, Roles};
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::text::{email_key, fold};
use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Code, Resource, Result, Timestamp, text_enum};

text_enum! {
    /// Where a person stands.
    pub enum UserState {
        /// Known to the organization only; was never invited.
        Record = "record",
        /// Was invited and has not accepted.
        Invited = "invited",
        /// Can log in and is notified.
        Active = "active",
        /// Can neither log in nor be notified.
        Deactivated = "deactivated",
        /// Was deleted; only what others need stays.
        Anonymised = "anonymised",
    }
}

actions! {
    /// What moves a person from one state to another.
    pub enum Action {
        Invite = "invite",
        RevokeInvitation = "revoke_invitation",
        Activate = "activate",
        Deactivate = "deactivate",
        Reactivate = "reactivate",
    }
}

/// The state machine of people: from, action, to.
const TRANSITIONS: Transitions<UserState, Action> = Transitions::of(
    "user",
    &[
        (UserState::Record, Action::Invite, UserState::Invited),
        (UserState::Invited, Action::Invite, UserState::Invited),
        (UserState::Invited, Action::RevokeInvitation, UserState::Record),
        (UserState::Record, Action::Activate, UserState::Active),
        (UserState::Invited, Action::Activate, UserState::Active),
        (UserState::Active, Action::Deactivate, UserState::Deactivated),
        (UserState::Invited, Action::Deactivate, UserState::Deactivated),
        (UserState::Record, Action::Deactivate, UserState::Deactivated),
        (UserState::Deactivated, Action::Reactivate, UserState::Active),
    ],
);

impl UserState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.open(self).filter(|action| *action != Action::Activate).map(Action::as_str).collect()
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        TRANSITIONS.step(self, action).ok_or_else(|| TRANSITIONS.refuse(Code::InvalidTransition, self, action, self.allowed_actions()))
    }
}

/// The columns of a person's roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct UserRoles {
    pub is_admin: bool,
    pub is_manager: bool,
    pub is_coach: bool,
    pub is_coachee: bool,
    pub is_advocate: bool,
}

impl From<UserRoles> for Roles {
    fn from(row: UserRoles) -> Self {
        Roles { admin: row.is_admin, manager: row.is_manager, coach: row.is_coach, coachee: row.is_coachee, advocate: row.is_advocate }
    }
}
impl From<Roles> for UserRoles {
    fn from(roles: Roles) -> Self {
        UserRoles {
            is_admin: roles.admin,
            is_manager: roles.manager,
            is_coach: roles.coach,
            is_coachee: roles.coachee,
            is_advocate: roles.advocate,
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct User {
    pub id: UserId,
    pub organization_id: OrganizationId,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub search_name: String,
    pub state: UserState,
    #[diesel(embed)]
    pub roles: UserRoles,
    pub time_zone: String,
    pub password_hash: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl User {
    pub fn set_email(&mut self, email: &str) {
        email.trim().clone_into(&mut self.email);
        self.email_key = email_key(email);
    }

    pub fn set_name(&mut self, name: &str) {
        name.trim().clone_into(&mut self.name);
        self.search_name = fold(&self.name);
    }

    pub fn has(&self, role: Role) -> bool {
        Roles::from(self.roles).has(role)
    }

    /// Whether the account was closed, for now or for good.
    pub fn is_gone(&self) -> bool {
        matches!(self.state, UserState::Deactivated | UserState::Anonymised)
    }

    /// Whether they can take on something in this role.
    pub fn serves_as(&self, role: Role) -> bool {
        self.has(role) && !self.is_gone()
    }

    pub fn is_active_admin(&self) -> bool {
        self.state == UserState::Active && self.roles.is_admin
    }
}

/// A person, as the API shows them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    pub id: UserId,
    #[schema(example = "ana@northwind.example")]
    pub email: String,
    #[schema(example = "Ana Alvarez")]
    pub name: String,
    pub state: UserState,
    pub roles: Vec<Role>,
    /// IANA time zone that moments are shown in.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// What is known of them, by the names of attributes; null for who is not staff.
    #[schema(value_type = Option<HashMap<String, AttributeJson>>, example = json!({"nps_score": 9, "account.tier": "gold"}))]
    pub attributes: Option<Attributes>,
    /// What can be done with this person now.
    pub allowed_actions: Vec<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl UserView {
    pub fn new(attributes: Option<Attributes>, user: User) -> Self {
        Self {
            attributes,
            id: user.id,
            email: user.email,
            name: user.name,
            state: user.state,
            roles: Roles::from(user.roles).list(),
            time_zone: user.time_zone,
            allowed_actions: user.state.allowed_actions().into_iter().map(str::to_owned).collect(),
            version: user.version,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

impl Resource for UserView {
    fn path(&self) -> String {
        format!("/users/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A new person. They are a `record` until they are invited.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "gil@northwind.example", "name": "Gil Gruber", "roles": ["coachee"]}))]
pub struct CreateUser {
    /// Unique in the organization, whatever its case.
    #[schema(format = "email", max_length = 254, example = "ana@northwind.example")]
    pub email: String,
    #[schema(min_length = 1, max_length = 200, example = "Ana Alvarez")]
    pub name: String,
    #[schema(min_items = 1, example = json!(["coachee"]))]
    pub roles: Vec<Role>,
    /// The organization's own when absent.
    #[schema(format = "time-zone", example = "Europe/Berlin")]
    pub time_zone: Option<String>,
}

/// A change of a person; what is absent stays. Changed roles count at once.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"time_zone": "Europe/Berlin"}))]
pub struct UpdateUser {
    #[schema(nullable = false, format = "email", max_length = 254)]
    pub email: Option<String>,
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[schema(nullable = false, min_items = 1)]
    pub roles: Option<Vec<Role>>,
    #[schema(nullable = false, format = "time-zone", example = "Europe/Berlin")]
    pub time_zone: Option<String>,
}
