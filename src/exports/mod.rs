//! What there is, as CSV and JSON Lines: streamed at once, or made in the background and kept
//! for some days. Either way one snapshot is read page by page, so memory stays flat however much
//! there is.
//!
//! [`columns`] says what stands in a file, [`sources`] reads it, [`encode`] writes it; [`stream`] joins
//! these to a response and [`job`] to the rows that a finished file is kept in.

mod columns;
pub mod commands;
mod encode;
mod events;
pub mod filters;
pub mod job;
pub mod model;
pub mod queries;
pub mod requests;
mod resources;
pub mod routes;
mod sources;
mod store;
mod stream;
