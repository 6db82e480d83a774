//! What people and programs hear, how it reaches them, and that what comes of it is written down.

mod scene;

mod fairness;
mod hooks;
mod leases;
mod mail;
mod notifications;
mod preferences;
mod previews;
mod recovery;
mod reminders;
mod retries;
mod sessions;
mod signatures;
mod slack;
mod targets;
mod templates;
mod webhooks;
