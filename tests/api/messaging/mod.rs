//! What happens is told to the world outside, and what comes of that is written down.

mod scene;

mod fairness;
mod hooks;
mod leases;
mod recovery;
mod retries;
mod signatures;
mod slack;
mod targets;
mod webhooks;
