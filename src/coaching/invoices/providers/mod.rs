//! The payment provider that an organization has connected.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
