//! A person's sessions as a calendar that other programs subscribe to. The link is the secret.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
