//! Words of one's own for a kind of notification: an organization's, an engagement's, an item's.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
