//! Coaching: coaches run engagements, ordered programmes of items, for coachees.

pub mod engagements;
pub mod forms;
pub mod goals;
pub mod invoices;
pub mod items;
pub mod notes;
pub mod program_templates;
pub mod resources;
