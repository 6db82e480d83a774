//! What every write understands: `If-Match`, `dry_run`.

use crate::support::{TestApp, json};

#[test]
fn a_read_tells_the_version_and_a_repeated_read_costs_no_body() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}", coach.id);
    let seen = admin.get(&path).expect(200);
    let etag = format!("\"{}\"", seen["version"]);
    assert_eq!(seen.header("etag"), etag);
    for known in [etag.clone(), format!("W/{etag}"), format!("\"0\", {etag}"), "*".into()] {
        let again = admin.get(&path).header("if-none-match", &known).expect(304);
        assert_eq!((again.header("etag"), again.bytes.len()), (etag.as_str(), 0));
    }
    admin.patch(&path, json!({"name": "Cora Weiss"})).expect(200);
    admin.get(&path).header("if-none-match", &etag).expect(200);
}

#[test]
fn a_write_that_has_seen_an_older_version_changes_nothing() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}", coach.id);
    let version = admin.get(&path).expect(200)["version"].as_i64().unwrap();
    assert_eq!(admin.patch(&path, json!({"name": "First"})).if_match(version).expect(200)["version"], version + 1);
    for request in [
        admin.patch(&path, json!({"name": "Second"})),
        admin.post(&format!("{path}/deactivate"), ()),
        admin.post(&format!("{path}/invitation"), ()),
        admin.delete(&path),
    ] {
        request.if_match(version).problem(412, "version_mismatch");
    }
    assert_eq!(admin.get(&path).expect(200)["name"], "First");
    admin.patch("/organization", json!({"name": "X"})).if_match(99).problem(412, "version_mismatch");
    admin.delete(&path).if_match(version + 1).expect(204);
}

#[test]
fn an_if_match_that_cannot_be_read_is_named() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}", coach.id);
    for value in ["7", "\"x\"", "", "\"\"", "W/\"2\""] {
        let refused = admin.patch(&path, json!({"name": "X"})).header("if-match", value).problem(400, "invalid_parameter");
        assert_eq!(refused.faults()[0].0, "If-Match", "{value}");
    }
    admin.patch(&path, json!({"name": "X"})).header("if-match", "*").expect(200);
}

#[test]
fn a_dry_run_tells_its_effects_and_leaves_nothing_behind() {
    let app = TestApp::start();
    let admin = app.admin();
    let new = json!({"email": "ana@people.example", "name": "Ana", "roles": ["coachee"]});
    let tried = admin.post("/users?dry_run=true", new.clone()).expect(200);
    let effects = tried["effects"].as_array().unwrap();
    assert_eq!((effects.len(), &effects[0]["type"], &effects[0]["subject_id"]), (1, &json!("user.created"), &tried["id"]));
    assert_eq!(admin.ids("/users").len(), 1);
    admin.get(&format!("/users/{}", tried.id())).problem(404, "not_found");

    let made = admin.post("/users", new).expect(201);
    let path = format!("/users/{}", made.id());
    admin.patch(&format!("{path}?dry_run=true"), json!({"name": "Anna"})).expect(200);
    let gone = admin.request(reqwest::Method::DELETE, &format!("{path}?dry_run=true"), ()).expect(200);
    assert_eq!(gone["effects"][0]["type"], "user.deleted");
    assert_eq!(admin.get(&path).expect(200).body, made.body);
}

#[test]
fn a_dry_run_is_held_to_the_same_rules() {
    let app = TestApp::start();
    let admin = app.admin();
    let coach = app.coach("Cora");
    let path = format!("/users/{}", admin.id);
    admin.post(&format!("{path}/deactivate?dry_run=true"), ()).problem(409, "last_admin");
    admin.patch(&format!("{path}?dry_run=true"), json!({"name": "X"})).if_match(99).problem(412, "version_mismatch");
    admin.patch(&format!("{path}?dry_run=true"), json!({"nane": "X"})).problem(422, "validation_failed");
    coach.post("/users?dry_run=true", json!({"email": "a@people.example", "name": "A", "roles": ["coachee"]})).problem(403, "forbidden");
    admin.patch(&format!("{path}?dry_run=maybe"), json!({"name": "X"})).problem(400, "invalid_parameter");
}

#[test]
fn a_dry_run_does_not_use_up_an_idempotency_key() {
    let app = TestApp::start();
    let admin = app.admin();
    let new = json!({"email": "ana@people.example", "name": "Ana", "roles": ["coachee"]});
    admin.post("/users?dry_run=true", new.clone()).key("once").expect(200);
    assert_eq!(admin.post("/users", new).key("once").expect(201).header("idempotent-replayed"), "");
}
