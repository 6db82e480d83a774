//! Records of what was done: session notes and completed assessments, associated with items.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
mod store;
