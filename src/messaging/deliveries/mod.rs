//! What leaves over the network: each is a row with a unique intent, taken by a worker under a lease,
//! tried again by a timetable, and given up at its end. Every attempt is kept.
//!
//! ```text
//! queue (one transaction with its cause) → claim (lease) → dispatch (no transaction open) → settle (guarded by the lease)
//! ```
//! A crash between any two of these leaves a row that another worker takes up when the lease is over; it
//! carries the same id, so that a receiver can tell a repetition.

mod announcements;
pub mod claims;
pub mod commands;
pub mod dispatch;
pub mod model;
pub mod queries;
pub mod routes;
pub mod schedule;
pub mod settlement;
pub mod store;
