//! Every kind of notification with its built-in words, one file a room. What a feature adds comes with it.

mod connections;
mod engagements;
mod goals;
mod invoices;
mod matching;
mod missions;
mod people;
mod sessions;
mod submissions;

use super::variables::ITEM;
pub use super::variables::{VARIABLES, Variable};
use crate::kernel::{Problem, Result};

/// A kind of notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotificationType {
    /// A stable name.
    pub key: &'static str,
    pub description: &'static str,
    /// Whether the organization may use other words.
    pub customizable: bool,
    /// Whether the organization may switch it off.
    pub can_be_switched_off: bool,
    /// Whether each person may switch it off for themselves.
    pub optional: bool,
    /// Whether it also comes in the app. What is for people who cannot log in yet does not.
    pub in_app: bool,
    /// With `inactive_coachee_delivery` set to `intentional` it also goes to people who have not
    /// activated their account.
    pub intentional: bool,
    /// Waits for the end of the recipient's quiet hours.
    pub can_wait: bool,
    pub subject: &'static str,
    pub body: &'static str,
    /// What can be put into its words.
    pub variables: &'static [&'static str],
}

/// What most have in common.
const USUAL: NotificationType = NotificationType {
    key: "",
    description: "",
    customizable: true,
    can_be_switched_off: true,
    optional: false,
    in_app: true,
    intentional: false,
    can_wait: false,
    subject: "",
    body: "",
    variables: ITEM,
};

/// The rooms, in the order in which the types are listed.
const ROOMS: &[&[NotificationType]] = &[
    people::ALL,
    engagements::ALL,
    sessions::ALL,
    matching::ALL,
    goals::ALL,
    invoices::ALL,
    missions::ALL,
    submissions::ALL,
    connections::ALL,
];

/// Every type.
pub fn all() -> impl Iterator<Item = &'static NotificationType> {
    ROOMS.iter().copied().flatten()
}

pub fn find_opt(key: &str) -> Option<&'static NotificationType> {
    all().find(|entry| entry.key == key)
}

pub fn find(key: &str) -> Result<&'static NotificationType> {
    find_opt(key).ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messaging::notifications::render;

    #[test]
    fn every_type_says_what_it_is_with_words_that_it_has() {
        for entry in all() {
            assert!(!entry.subject.is_empty() && !entry.body.is_empty() && entry.description.ends_with('.'), "{}", entry.key);
            assert_eq!(all().filter(|other| other.key == entry.key).count(), 1, "{}", entry.key);
            for text in [entry.subject, entry.body] {
                assert!(render::unknown_variables(text, entry.variables).is_empty(), "{}: {text}", entry.key);
            }
            for name in entry.variables {
                assert!(VARIABLES.iter().any(|variable| variable.name == *name), "{name}");
            }
        }
    }
}
