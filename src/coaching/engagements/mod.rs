//! Engagements: coaching programmes of one or more coachees, from draft to done.

pub mod bulk;
pub mod commands;
mod events;
pub mod filter;
pub mod lifecycle;
pub mod model;
pub mod queries;
pub mod routes;
mod state;
pub mod store;
pub mod views;
