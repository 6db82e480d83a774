//! Credentials for machines: shown once, kept as a hash, limited to scopes.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
mod store;
