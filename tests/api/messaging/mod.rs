//! What people hear, and how it reaches them.

mod mail;
mod notifications;
mod preferences;
mod previews;
mod reminders;
mod sessions;
mod templates;
