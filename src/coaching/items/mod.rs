//! Items: the steps of an engagement.

pub mod details;
