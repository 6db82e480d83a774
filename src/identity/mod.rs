//! Organizations and people: who is who, who may do what, and how they prove it.

pub mod api_keys;
pub mod attributes;
pub mod authentication;
pub mod coach_assignments;
pub mod invitations;
pub mod me;
pub mod organizations;
pub mod passwords;
pub mod people;
pub mod permissions;
pub mod sessions;
pub mod tokens;
pub mod users;
