//! Milestones of goals, with reminders before they are due.

pub mod commands;
pub mod firing;
pub mod model;
pub mod routes;
pub mod store;
