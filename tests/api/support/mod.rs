//! What tests stand on: an application with a database of its own, people in it, and a client that
//! holds every answer against the contract.

mod actors;
mod alone;
mod app;
mod client;
pub mod coaching;
pub mod database;
pub mod files;
mod messaging;
pub mod missions;
pub mod pdf;
pub mod process;
mod race;
pub mod receivers;
pub mod rows;
pub mod spec;
pub mod stream;

pub use actors::{Org, PASSWORD, Person};
pub use alone::alone;
pub use app::{TestApp, signing_key, wait, wait_for_the_log};
pub use client::{Answer, Body, Client, Request, without_request_id};
pub use coaching::Programme;
pub use missions::Campaign;
pub use race::{at_once, racing};
pub use serde_json::{Value, json};
