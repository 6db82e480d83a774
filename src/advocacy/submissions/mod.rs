//! What people hand in for a mission: drafts, participation limits, guests, review, and the terms that each
//! submission was made under.
//!
//! ```text
//! draft ──submit──▶ pending_review ──approve──▶ approved ──revoke──▶ revoked ──approve──▶ approved
//! held ──confirm──▶     │    ▲   ╲──reject──▶ rejected
//!            request_changes  resubmit
//!                       ▼    │
//!                  changes_requested        (draft, pending_review, changes_requested ──withdraw──▶ withdrawn)
//! ```
//! A place counts against limits from `pending_review` on and is let go by a rejection or a withdrawal.
//!
//! On PostgreSQL rows are held in one order, so that nobody waits in a circle: the submission, a guest, places
//! (`participations`), totals of points, a reward's stock, and last of all the mission's counters.

pub mod asked;
pub mod bodies;
pub mod commands;
mod events;
pub mod guests;
mod handing_in;
pub mod model;
pub mod outcomes;
mod participation;
mod participations;
mod periods;
pub mod queries;
mod review;
pub mod routes;
pub mod routes_of_me;
pub mod routes_of_public;
pub mod state;
pub mod store;
pub mod views;

use crate::kernel::Result;
use crate::kernel::ids::SubmissionId;
use crate::messaging::Messaging;

const PURPOSE: &str = "submission";

/// The token of the link with which a guest confirms this submission, and nothing else.
pub fn token_of(messaging: &Messaging, id: SubmissionId) -> Result<String> {
    messaging.vault.pass(PURPOSE, &id.to_string())
}

/// What a token opens; one that we have not made opens nothing.
fn opened_by(messaging: &Messaging, token: &str) -> Result<SubmissionId> {
    messaging.vault.id_opened_by(PURPOSE, token)
}
