//! Workers that run: a commit wakes them.

use std::time::{Duration, Instant};

use crate::support::{Client, TestApp, json, wait};

/// Asks until the export is there; false when the deadline comes first.
fn is_made(client: &Client, id: &str, deadline: Instant) -> bool {
    while client.get(&format!("/exports/{id}")).expect(200)["state"] != "succeeded" {
        if Instant::now() >= deadline {
            return false;
        }
    }
    true
}

#[test]
fn a_commit_wakes_the_workers_and_a_stop_ends_them() {
    let app = TestApp::start();
    let admin = app.admin();
    let workers = wait(async { rapport::workers::spawn(app.app.clone().into_inner()) });
    // The slow poll of this loop comes every five seconds: without a wake-up these take twenty.
    let deadline = Instant::now() + Duration::from_secs(15);
    for _ in 0..5 {
        let id = admin.post("/exports", json!({"resource": "items", "format": "csv"})).expect(202).id();
        assert!(is_made(&admin, &id, deadline), "nobody woke up");
    }
    wait(workers.stop());
    let left = admin.post("/exports", json!({"resource": "items", "format": "csv"})).expect(202).id();
    assert_eq!(admin.get(&format!("/exports/{left}")).expect(200)["state"], "queued");
    assert_eq!(app.run_workers_until_idle(), 1);
}
