//! Missions: what staff ask advocates to do. They are drafted, checked and launched; a magic link and lists
//! show them to whom they are for, at once or when people enter a segment.

pub mod access;
pub mod assignments;
pub mod audience;
pub mod commands;
mod drafting;
pub mod events;
pub mod filter;
pub mod firing;
mod launching;
pub mod lifecycle;
pub mod links;
pub mod mine;
pub mod model;
pub mod participants;
pub mod places;
pub mod queries;
pub mod requests;
pub mod routes;
pub mod routes_of_me;
pub mod routes_of_public;
pub mod routes_of_states;
pub mod settings;
pub mod state;
pub mod store;
pub mod templating;
pub mod viewing;
pub mod views;
