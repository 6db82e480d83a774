//! Program templates: ordered lists of items that engagements are made from by copy. Every change is a
//! new version; the old ones stay, so that an engagement can tell what it was made from.

pub mod commands;
mod events;
pub mod files;
mod filter;
pub mod items;
pub mod model;
pub mod queries;
pub mod routes;
mod sequence;
mod store;
