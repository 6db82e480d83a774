//! Points: an append-only ledger, and what its entries add up to.
//!
//! A balance is the sum of a person's entries. It is kept beside them, in the row that is held while an
//! entry is added, so that two who spend at once take turns and nobody spends what they do not have. Only
//! taking back what was approved by mistake can leave less than nothing.

pub mod commands;
mod events;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
