//! Files of an item: the uploaded one that an item of kind `file` is about, and those that go along in
//! the mails of a session.

pub mod commands;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
