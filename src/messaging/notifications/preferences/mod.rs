//! What a person wants to hear, and where.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
