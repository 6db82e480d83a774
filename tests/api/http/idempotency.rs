//! `Idempotency-Key`: a repeated request has one effect and one answer.

use crate::support::{TestApp, Value, json};

fn ana() -> Value {
    json!({"email": "ana@people.example", "name": "Ana", "roles": ["coachee"]})
}

#[test]
fn a_repeated_request_gets_the_first_answer_again() {
    let app = TestApp::start();
    let admin = app.admin();
    let first = admin.post("/users", ana()).key("new-ana").expect(201);
    admin.patch(&format!("/users/{}", first.id()), json!({"name": "Anna"})).expect(200);
    let again = admin.post("/users", ana()).key("new-ana").expect(201);
    assert_eq!((again.header("idempotent-replayed"), &again.bytes), ("true", &first.bytes));
    for header in ["location", "etag", "content-type"] {
        assert_eq!(again.header(header), first.header(header), "{header}");
    }
    assert_eq!((first.header("idempotent-replayed"), admin.ids("/users").len()), ("", 2));
}

#[test]
fn an_answer_without_a_body_is_repeated_too() {
    let app = TestApp::start();
    let admin = app.admin();
    let path = format!("/users/{}", admin.id);
    let first = admin.patch(&path, json!({"name": "Ada W"})).key("k").expect(200);
    assert_eq!(admin.patch(&path, json!({"name": "Ada W"})).key("k").expect(200).bytes, first.bytes);
}

#[test]
fn a_key_belongs_to_one_request() {
    let app = TestApp::start();
    let admin = app.admin();
    admin.post("/users", ana()).key("k").expect(201);
    let mut other = ana();
    other["name"] = json!("Anna");
    admin.post("/users", other).key("k").problem(422, "idempotency_key_reused");
    admin.post("/users/import", ana()).key("k").send();
    admin.patch("/me", json!({"name": "Ada"})).key("k").problem(422, "idempotency_key_reused");
}

#[test]
fn a_key_belongs_to_one_caller() {
    let app = TestApp::start();
    let (admin, second, stranger) = (app.admin(), app.admin(), app.other_org().admin());
    admin.post("/users", ana()).key("k").expect(201);
    second.post("/users", ana()).key("k").problem(409, "email_taken");
    assert_eq!(stranger.post("/users", ana()).key("k").expect(201).header("idempotent-replayed"), "");
}

#[test]
fn an_answer_is_kept_for_a_day() {
    let app = TestApp::start();
    let key = app.api_key(&["users:write"]);
    key.post("/users", ana()).key("k").expect(201);
    app.advance("PT23H59M59S");
    assert_eq!(key.post("/users", ana()).key("k").expect(201).header("idempotent-replayed"), "true");
    app.advance("PT1S");
    key.post("/users", ana()).key("k").problem(409, "email_taken");
}

#[test]
fn a_request_that_failed_may_be_tried_again_with_its_key() {
    let app = TestApp::start();
    let admin = app.admin();
    let taken = admin.post("/users", ana()).expect(201);
    admin.post("/users", ana()).key("k").problem(409, "email_taken");
    admin.delete(&format!("/users/{}", taken.id())).expect(204);
    assert_eq!(admin.post("/users", ana()).key("k").expect(201).header("idempotent-replayed"), "");
    let mut bad = ana();
    bad["email"] = json!("none");
    admin.post("/users", bad).key("other").problem(422, "validation_failed");
    admin.post("/users", json!({"email": "b@people.example", "name": "B", "roles": ["coachee"]})).key("other").expect(201);
}

#[test]
fn a_key_that_cannot_be_one_is_refused() {
    let app = TestApp::start();
    let admin = app.admin();
    for key in ["", "with space", &"x".repeat(256)] {
        let refused = admin.post("/users", ana()).key(key).problem(400, "invalid_parameter");
        assert_eq!(refused.faults()[0].0, "Idempotency-Key");
    }
    admin.post("/users", ana()).key(&"x".repeat(255)).expect(201);
}
