//! Who hears what. An event meets the rules; whom a rule names hears of it by mail and in the app, or
//! does not, and then it is written down why.
//!
//! ```text
//! event → rules (what and who) → audience (which people) → verdict (send, or why not) → one row each
//! ```
//! Adding a notification is one entry in `catalogue` with its words, and one in `rules`.

mod advocacy;
pub mod attachments;
pub mod audience;
pub mod batches;
pub mod calendar;
pub mod catalogue;
pub mod commands;
pub mod explain;
pub mod facts;
pub mod fan_out;
pub mod forecast;
pub mod foresight;
pub mod links;
pub mod mail;
pub mod model;
pub mod preferences;
pub mod preview;
pub mod queries;
pub mod render;
pub mod routes;
pub mod routes_of_me;
pub mod rules;
pub mod store;
pub mod subject;
pub mod suppressions;
pub mod templates;
mod variables;
pub mod verdict;
pub mod views;
pub mod wording;
