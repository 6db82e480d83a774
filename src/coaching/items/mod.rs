//! Items: the steps of an engagement.

pub mod commands;
pub mod details;
