//! Logging in and staying logged in. A login is a family of refresh tokens; each is used once, and one
//! that comes back a second time was stolen by somebody, so the whole family ends.

pub mod commands;
pub mod model;
pub mod routes;
mod store;
