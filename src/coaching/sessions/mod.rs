//! Sessions in the calendar: the appointment behind a session item or an interview. An item and its
//! session are one thing: `following` brings the session in line with every change of its item, and what
//! is done to a session of an item is done to the item.

pub mod booking;
pub mod commands;
pub mod events;
pub mod filter;
pub mod following;
pub mod invite;
pub mod model;
pub mod queries;
pub mod routes;
mod state;
pub mod store;
pub mod views;
