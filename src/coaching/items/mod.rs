//! Items: the steps of an engagement. They are sessions, assessments, forms, files, links and tasks;
//! they are scheduled, sent, completed and put in order.

pub mod attachments;
pub mod commands;
pub mod copies;
pub mod details;
mod events;
mod file_details;
pub mod firing;
pub mod lifecycle;
pub mod model;
mod order;
mod patches;
pub mod queries;
pub mod queries_of_me;
pub mod recipients;
pub mod records;
mod reminders;
pub mod routes;
pub mod routes_of_me;
pub mod schedule;
mod state;
pub mod store;
pub mod views;
