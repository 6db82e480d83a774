//! Invitations: a link with which a person sets a password and becomes active. The link's page only
//! looks; nothing but an explicit POST uses the token up, because mail scanners open every link.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
mod store;
