//! A stream ends when its reader may no longer read.

use crate::support::stream::EventStream;
use crate::support::{Programme, TestApp, json};

#[test]
fn a_revoked_key_hears_nothing_more() {
    let app = TestApp::with(|config| config.http_threads = 2);
    let it = Programme::active(&app);
    let admin = app.admin();
    let made = admin.post("/api-keys", json!({"name": "A machine", "scopes": ["events:read"]})).expect(201);
    app.work();
    let mut stream = EventStream::open(app.guest().with_key(&made.str("key")).get("/events/stream"));
    it.task("Before");
    assert_eq!(stream.next().unwrap().data["data"]["title"], "Before");
    admin.delete(&format!("/api-keys/{}", made.id())).expect(204);
    it.task("After");
    assert!(stream.next().is_none(), "not even that it was revoked");
}

#[test]
fn a_deactivated_reader_is_cut_off_though_nothing_happens() {
    let app = TestApp::with(|config| config.http_threads = 2);
    let (admin, other) = (app.admin(), app.admin());
    app.work();
    // Types of which nothing happens, so that only the clock can tell.
    let mut stream = EventStream::open(other.get("/events/stream?type=item.sent"));
    admin.post(&format!("/users/{}/deactivate", other.id), ()).expect(200);
    assert!(stream.next().is_none());
}
