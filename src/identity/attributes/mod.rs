//! What an organization knows of its people beyond name and roles: attributes with a name and a type, and
//! each person's values. Segments ask for them.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
pub mod types;
pub mod values;
