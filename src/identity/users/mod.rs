//! People: `record → invited → active ⇄ deactivated`, and what is left of them when they are deleted.

pub mod commands;
pub mod events;
pub mod filter;
pub mod import;
mod import_rows;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
pub mod traces;
