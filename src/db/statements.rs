//! Counts SQL statements, so that a test can hold a request to a fixed number of them.

use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{Instrumentation, InstrumentationEvent};

static EXECUTED: AtomicU64 = AtomicU64::new(0);

/// How many statements this process has executed since it started.
pub fn executed() -> u64 {
    EXECUTED.load(Ordering::Relaxed)
}

/// Hooked into every connection.
pub(super) struct Counter;

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            EXECUTED.fetch_add(1, Ordering::Relaxed);
        }
    }
}
