//! People whom advocates have referred, and what became of them.
//!
//! A lead is somebody who never asked to be here. Their name and address are told to staff only, never stand in
//! the event log, and can be erased; what became of the lead stays.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod requests;
pub mod routes;
pub mod state;
pub mod store;
