//! Who gets which reward: redeemed for points, earned by a mission, or given by staff.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod requests;
pub mod routes;
pub mod state;
pub mod store;
pub mod views;
