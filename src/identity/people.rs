//! Somebody who hears of something: a user of the organization, or a person outside who has nothing here
//! but a mail address.

use chrono_tz::Tz;

use super::users::model::User;
use crate::kernel::ids::UserId;
use crate::kernel::text::email_key;

/// What an address ends with that a deleted person had.
pub const NOBODY: &str = "@deleted.invalid";

#[derive(Debug, Clone)]
pub enum Person {
    User(Box<User>),
    Outside(Outside),
}

/// A person without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    pub name: Option<String>,
    pub email: String,
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Person::User(Box::new(user))
    }
}

impl Person {
    pub fn user(&self) -> Option<&User> {
        match self {
            Person::User(user) => Some(user),
            Person::Outside(_) => None,
        }
    }

    pub fn outside(&self) -> Option<&Outside> {
        match self {
            Person::User(_) => None,
            Person::Outside(person) => Some(person),
        }
    }

    pub fn user_id(&self) -> Option<UserId> {
        self.user().map(|user| user.id)
    }

    /// Whether they were deleted, and had no account at that place but this address.
    pub fn is_nobody(&self) -> bool {
        self.outside().is_some_and(|person| person.email.ends_with(NOBODY))
    }

    /// Their name, or their address where no name was given.
    pub fn name(&self) -> &str {
        match self {
            Person::User(user) => &user.name,
            Person::Outside(person) => person.name.as_deref().unwrap_or(&person.email),
        }
    }

    /// The name that was given for somebody outside; users have theirs in their account.
    pub fn outside_name(&self) -> Option<String> {
        self.outside().and_then(|person| person.name.clone())
    }

    pub fn email(&self) -> &str {
        match self {
            Person::User(user) => &user.email,
            Person::Outside(person) => &person.email,
        }
    }

    pub fn email_key(&self) -> String {
        match self {
            Person::User(user) => user.email_key.clone(),
            Person::Outside(person) => email_key(&person.email),
        }
    }

    /// The zone in which they read times; the organization's for people outside.
    pub fn zone(&self, organization: &str) -> Tz {
        let zone = self.user().map_or(organization, |user| &user.time_zone);
        zone.parse().unwrap_or(Tz::UTC)
    }

    /// Tells them apart: the user's id, or the address.
    pub fn key(&self) -> String {
        self.user_id().map_or_else(|| self.email_key(), |id| id.to_string())
    }
}
