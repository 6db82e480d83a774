//! Templates of missions: what is built in, one Blank and some useful ones for each type, and what an
//! organization keeps of its own. A mission copies what its template says by value.

mod builtin;
pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod requests;
pub mod routes;
pub mod store;
pub mod views;
