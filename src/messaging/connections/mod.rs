//! Where messages go: webhook endpoints and Zapier hooks, which are told of events, and connections to
//! Slack and to mail servers.

pub mod access;
pub mod commands;
pub mod events;
pub mod model;
pub mod queries;
pub mod requests;
pub mod routes;
pub mod routes_of_hooks;
pub mod routes_of_webhooks;
pub mod settings;
pub mod store;
pub mod views;
