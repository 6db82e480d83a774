//! Selections: the coach whom a coachee chose, and the engagement that follows.

pub mod commands;
pub mod model;
pub mod routes;
pub mod store;
