//! What happened, and who hears of it.

pub mod channels;
pub mod events;
