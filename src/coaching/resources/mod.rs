//! Resources of an engagement: files and links that everybody in it sees.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
