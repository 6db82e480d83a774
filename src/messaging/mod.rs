//! What happened, and who hears of it.
//!
//! ```text
//! events (written with the change) ──┬─→ notifications: what people hear ──→ email deliveries ─┐
//!                                    └─→ connections that subscribe ──→ deliveries ────────────┴─→ channels
//! ```

pub mod channels;
pub mod connections;
pub mod deliveries;
pub mod events;
pub mod log;
pub mod notifications;
pub mod services;

pub use services::Messaging;
