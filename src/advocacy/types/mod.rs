//! The nine types of missions: what a mission of each holds, what is handed in for it, and the rules that
//! the one is held to by the other. All of it is pure. In JSON a mission and a submission have one field
//! named after the type; those of other types are refused on the way in and null on the way out.
//!
//! A request's fields are merge patches ([`patch`]): what is created is a patch of an empty mission, or of
//! what a template says. So one shape serves for drafts, changes, storage and answers, and everything in it
//! may be missing; what has to be there is told by [`MissionDetails::launch_faults`] and
//! [`MissionDetails::check_submission`].

pub mod bodies;
mod check;
mod definition;
pub mod details;
mod examples;
pub mod fields;
mod launch;
mod links;
pub mod model;
pub mod patch;
mod proof;
mod queries;
pub mod routes;
mod schemas;
pub mod submissions;
pub mod views;

pub use check::Submitter;
pub use model::{MissionDetails, MissionType, SubmissionContent};
pub use patch::{DetailPatch, SubmissionPatch};

#[cfg(test)]
mod tests;
