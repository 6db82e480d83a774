//! Stripe: payment links are made through its API, and its events tell when somebody has paid.

pub mod amounts;
mod client;
pub mod event;
pub mod signature;

pub use client::{Client, Link};
