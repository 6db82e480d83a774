//! Credentials for machines.

use crate::support::{TestApp, json};

#[test]
fn a_key_is_shown_once_and_tells_who_it_is() {
    let app = TestApp::start();
    let admin = app.admin();
    let made = admin.post("/api-keys", json!({"name": "Nightly export", "scopes": ["me:read", "users:read"]})).expect(201);
    let listed = admin.get("/api-keys").expect(200);
    assert!(!listed.text().contains(&made.str("key")));
    let me = app.guest().with_key(&made.str("key")).get("/me").expect(200);
    assert_eq!((&me["kind"], &me["api_key"]["id"], &me["user"]), (&json!("api_key"), &made["id"], &json!(null)));
}

#[test]
fn a_key_without_the_scope_is_told_which_one_it_needs() {
    let app = TestApp::start();
    let key = app.api_key(&["users:read"]);
    key.get("/users").expect(200);
    let refused = key.post("/users", json!({"email": "a@people.example", "name": "A", "roles": ["coachee"]})).problem(403, "scope_missing");
    assert_eq!(refused["required_scopes"], json!(["users:write"]));
}

#[test]
fn keys_cannot_make_keys_and_have_no_login_to_end() {
    let app = TestApp::start();
    let key = app.api_key(&["users:write", "me:read"]);
    key.post("/api-keys", json!({"name": "Another", "scopes": ["users:read"]})).problem(403, "forbidden");
    key.post("/auth/logout", ()).problem(403, "forbidden");
    key.patch("/me", json!({"name": "A machine"})).problem(403, "forbidden");
}

#[test]
fn an_expired_key_is_refused() {
    let app = TestApp::start();
    let body = json!({"name": "Short", "scopes": ["me:read"], "expires_at": "2026-03-01T10:00:00Z"});
    let key = app.guest().with_key(&app.admin().post("/api-keys", body).expect(201).str("key"));
    key.get("/me").expect(200);
    app.advance("PT1H");
    key.get("/me").problem(401, "invalid_token");
}

#[test]
fn a_revoked_key_is_refused_at_once() {
    let app = TestApp::start();
    let admin = app.admin();
    let made = admin.post("/api-keys", json!({"name": "Old", "scopes": ["me:read"]})).expect(201);
    let key = app.guest().with_key(&made.str("key"));
    key.get("/me").expect(200);
    let path = format!("/api-keys/{}", made.id());
    admin.delete(&path).expect(204);
    key.get("/me").problem(401, "invalid_token");
    admin.delete(&path).problem(404, "not_found");
}

#[test]
fn the_last_use_of_a_key_is_known_to_the_minute() {
    let app = TestApp::start();
    let (admin, key) = (app.admin(), app.api_key(&["me:read"]));
    let last = || admin.get("/api-keys").expect(200).data()[0]["last_used_at"].clone();
    assert_eq!(last(), json!(null));
    key.get("/me").expect(200);
    assert_eq!(last(), "2026-03-01T09:00:00.000000Z");
    app.advance("PT61S");
    key.get("/me").expect(200);
    assert_eq!(last(), "2026-03-01T09:01:01.000000Z");
}

#[test]
fn a_key_with_an_unknown_scope_or_a_past_expiry_is_not_made() {
    let app = TestApp::start();
    let body = json!({"name": "Bad", "scopes": ["users:read", "everything", "api_keys:write"], "expires_at": "2026-03-01T08:59:59Z"});
    let refused = app.admin().post("/api-keys", body).problem(422, "validation_failed");
    let pointers: Vec<_> = refused.faults().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/expires_at", "/scopes/1", "/scopes/2"]);
}
