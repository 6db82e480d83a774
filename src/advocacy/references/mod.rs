//! People who speak for the organization when asked, and how often they were.
//!
//! An approved submission makes the profile of its author; whoever asks them notes it as a use, and more uses than
//! they agreed to in a quarter are refused.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod requests;
pub mod routes;
pub mod state;
pub mod store;
pub mod uses;
pub mod views;
