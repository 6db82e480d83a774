//! Coaching: coaches run engagements, ordered programmes of items, for coachees.

pub mod availability;
pub mod calendar_feeds;
pub mod engagements;
pub mod forms;
pub mod goals;
pub mod invoices;
pub mod items;
pub mod matches;
pub mod notes;
pub mod program_templates;
pub mod resources;
pub mod sessions;
pub mod visibility;
