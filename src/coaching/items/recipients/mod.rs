//! Who an item is for: the attendees of a session, the recipients of anything else.

pub mod commands;
pub mod model;
pub mod queries;
pub mod store;
