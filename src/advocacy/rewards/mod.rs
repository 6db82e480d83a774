//! The catalogue of rewards, and who got which.
//!
//! Whatever takes a reward from the stock holds its row until the transaction ends, after the totals of whom it
//! is for and after its grant: always in that order, so that no two wait for each other.

pub mod commands;
mod events;
pub mod grants;
pub mod model;
pub mod queries;
pub mod routes;
pub mod state;
pub mod store;
pub mod views;
