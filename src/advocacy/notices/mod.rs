//! What missions tell, to whom and when: the launch, batch by batch; whoever enters a segment; reminders; and
//! one post for Slack where many enter. It follows from the mission's row and is kept here how far it has come.
//!
//! ```text
//! missions → notices (an event, and a broadcast that workers take further) → messaging → mail, Slack, Zapier, webhooks
//! ```

pub mod broadcasts;
pub mod commands;
pub mod events;
pub mod follow_ups;
pub mod forecast;
pub mod gathering;
pub mod model;
pub mod queries;
pub mod routes;
pub mod store;
