//! The event log as integrators read it: a list, a stream, the types, and what subscribers are sent.

pub mod queries;
pub mod routes;
pub mod stream;
pub mod views;
