//! Engagements, as far as notes need to know them.

pub mod queries;
