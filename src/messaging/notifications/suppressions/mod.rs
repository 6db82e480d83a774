//! Addresses that get no mail: they refused it for good, or their owner complained.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
