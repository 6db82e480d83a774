//! Matching coachees with coaches: an admin lists coaches, the coachee interviews them and selects one, and
//! an engagement with that coach follows.

pub mod choice;
pub mod commands;
mod events;
pub mod interviews;
pub mod model;
pub mod queries;
pub mod routes;
pub mod selections;
pub mod store;
pub mod views;
