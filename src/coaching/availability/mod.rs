//! When coaches can be booked: weekly windows with exceptions, and the free slots that are left between
//! their sessions.

pub mod commands;
mod events;
pub mod model;
#[cfg(test)]
mod naive;
pub mod queries;
pub mod routes;
pub mod slots;
pub mod store;
