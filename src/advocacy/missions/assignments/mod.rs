//! Who has been given a mission because they entered its segment. The log of events is followed in its order,
//! so that entering counts exactly while the mission was armed.

pub mod commands;
pub mod filling;
pub mod follower;
pub mod model;
pub mod queries;
pub mod store;
