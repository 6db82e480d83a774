//! Interviews: talks of a coachee with the coaches listed, before one is selected.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
pub mod views;
