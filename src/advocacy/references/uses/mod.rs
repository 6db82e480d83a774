//! What references were asked for, so that nobody is asked more often than they agreed to.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
