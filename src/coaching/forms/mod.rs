//! Forms and assessments: questions that coaches write and publish, and what people answer. An assessment
//! is a form with scores. What was published never changes, and every answer is pinned to its version.

pub mod commands;
mod events;
pub mod filter;
pub mod model;
pub mod queries;
pub mod responses;
pub mod routes;
pub mod store;
pub mod views;
