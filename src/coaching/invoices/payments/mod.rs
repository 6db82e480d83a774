//! Money that comes in for invoices, and the provider that tells of it.

pub mod commands;
pub mod model;
pub mod routes;
pub mod store;
pub mod stripe;
