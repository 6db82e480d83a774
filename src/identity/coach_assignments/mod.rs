//! Which coach may serve which coachee. Admins decide; engagements ask.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
mod store;
