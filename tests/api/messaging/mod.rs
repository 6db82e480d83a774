//! What people and programs hear, how it reaches them, and that what comes of it is written down.

mod scene;

mod bounces;
mod encryption;
mod events;
mod fairness;
mod forecasts;
mod hooks;
mod inbox_of_me;
mod injection;
mod lateness;
mod leases;
mod mail;
mod notifications;
mod own_mail;
mod plans;
mod preferences;
mod previews;
mod providers;
mod recovery;
mod reminders;
mod retries;
mod sessions;
mod signatures;
mod slack;
mod stream_ends;
mod targets;
mod templates;
mod webhooks;
