//! Segments: active advocates who have something in common, by a rule over what is known of them or by a
//! list. Who is inside is kept, and follows what changes.

pub mod commands;
mod events;
pub mod explain;
pub mod membership;
pub mod model;
mod nesting;
pub mod preview;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod store;
pub mod views;
