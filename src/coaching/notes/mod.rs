//! Session notes of an engagement: private to their author, or shared with everybody in it.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
mod store;
