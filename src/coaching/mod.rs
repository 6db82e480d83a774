//! Coaching: coaches run engagements, ordered programmes of items, for coachees.

pub mod items;
pub mod program_templates;
