//! What happened, and who hears of it.

pub mod events;
