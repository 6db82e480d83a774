//! Invoices: drafted, sent with a number of their own and a document that never changes, paid.
//!
//! Sending takes the number in its transaction and freezes all that the document shows; [`tasks`] then draws
//! it, has a payment link made where a card was asked for, and announces the mail.

pub mod commands;
pub mod decimals;
pub mod documents;
mod events;
pub mod filter;
pub mod issuing;
pub mod lifecycle;
pub mod lines;
pub mod model;
pub mod payments;
pub mod pdf;
pub mod providers;
pub mod queries;
pub mod requests;
pub mod routes;
pub mod routes_public;
pub mod state;
pub mod store;
pub mod tasks;
pub mod views;

use crate::kernel::Result;
use crate::kernel::ids::InvoiceId;
use crate::messaging::Messaging;

/// The token in the payer's link. Derived, so that every mail about an invoice carries the same.
pub fn token_of(messaging: &Messaging, id: InvoiceId) -> Result<String> {
    messaging.vault.token("invoice", &id.to_string())
}
