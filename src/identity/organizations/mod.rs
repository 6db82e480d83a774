//! Organizations: the walls between tenants, and the settings inside them.

pub mod commands;
mod events;
pub mod invoicing;
pub mod model;
pub mod queries;
pub mod quiet_hours;
pub mod routes;
mod store;
