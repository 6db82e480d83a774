//! What people hear, and how it reaches them.

mod bounces;
mod events;
mod forecasts;
mod inbox_of_me;
mod lateness;
mod mail;
mod notifications;
mod own_mail;
mod preferences;
mod previews;
mod reminders;
mod sessions;
mod templates;
