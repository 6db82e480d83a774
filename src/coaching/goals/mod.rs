//! Goals of an engagement: their milestones, and feedback that anybody can be asked for by mail.

pub mod commands;
mod events;
pub mod feedback;
pub mod milestones;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
pub mod views;
