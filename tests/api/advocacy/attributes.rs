//! Definitions of attributes, and the values of people.

use crate::support::{Person, TestApp, json, without_request_id};

const NAMES: [(&str, &str); 5] =
    [("account.tier", "text"), ("nps_score", "number"), ("is_customer", "boolean"), ("renewal_on", "date"), ("topics", "list")];

fn with_definitions(app: &TestApp) -> Person {
    let admin = app.admin();
    for (name, kind) in NAMES {
        admin.post("/attribute-definitions", json!({"name": name, "type": kind})).expect(201);
    }
    admin
}

#[test]
fn a27_attributes_are_defined_by_name_and_type_beside_those_that_everybody_has() {
    let app = TestApp::start();
    let admin = app.admin();
    let made = admin.post("/attribute-definitions", json!({"name": "account.tier", "type": "text", "label": "Account tier"})).expect(201);
    assert_eq!(made.header("location"), "/api/v1/attribute-definitions/account.tier");
    assert_eq!((&made["is_built_in"], &made["label"]), (&json!(false), &json!("Account tier")));
    let all = admin.get("/attribute-definitions").expect(200);
    let names: Vec<_> = all.data().iter().map(|one| (one["name"].as_str().unwrap(), one["type"].as_str().unwrap())).collect();
    assert_eq!(names, [("created_at", "date"), ("points", "number"), ("submissions_approved", "number"), ("account.tier", "text")]);
    assert_eq!(all.data()[1]["operators"], json!(["eq", "ne", "lt", "lte", "gt", "gte", "between", "is_set", "is_not_set"]));
    assert_eq!(all.data()[0]["operators"], json!(["before", "after", "between", "within_last", "is_set", "is_not_set"]));
    for name in ["account.tier", "points"] {
        admin.post("/attribute-definitions", json!({"name": name, "type": "number"})).problem(409, "attribute_exists");
    }
    for name in ["", "Tier", "9lives", "a b", "a.", ".a", "a..b", "naïve"] {
        admin.post("/attribute-definitions", json!({"name": name, "type": "text"})).problem(422, "validation_failed");
    }
    admin.post("/attribute-definitions", json!({"name": "x", "type": "money"})).problem(422, "validation_failed");
}

#[test]
fn an_organization_has_at_most_two_hundred_attributes() {
    let app = TestApp::start();
    let admin = app.admin();
    for number in 0..200 {
        admin.post("/attribute-definitions", json!({"name": format!("n{number}"), "type": "number"})).expect(201);
    }
    admin.post("/attribute-definitions", json!({"name": "n200", "type": "number"})).problem(409, "attribute_limit_reached");
    admin.delete("/attribute-definitions/n0").expect(204);
    admin.post("/attribute-definitions", json!({"name": "n200", "type": "number"})).expect(201);
    assert_eq!(admin.get("/attribute-definitions").expect(200).data().len(), 203);
}

#[test]
fn values_are_set_as_a_whole_or_one_by_one_and_shown_with_the_person() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let avi = app.advocate("Avi");
    let path = format!("/users/{}/attributes", avi.id);
    assert_eq!(admin.get(&format!("/users/{}", avi.id)).expect(200)["attributes"], json!({}));
    let all = json!({
        "account.tier": "gold", "nps_score": 9, "is_customer": false, "renewal_on": "2026-12-31", "topics": ["rust", "talks"]
    });
    let put = admin.put(&path, json!({"attributes": all})).expect(200);
    assert_eq!(put["attributes"], all);
    let shown = admin.get(&format!("/users/{}", avi.id)).expect(200);
    assert_eq!((&shown["attributes"], &shown["version"]), (&all, &put["version"]));
    // One changes and one goes; the others stay.
    let changed = admin.patch(&path, json!({"attributes": {"nps_score": 3.5, "topics": null}})).expect(200);
    assert_eq!(changed["attributes"], json!({"account.tier": "gold", "is_customer": false, "nps_score": 3.5, "renewal_on": "2026-12-31"}));
    // The whole: what is left out goes.
    assert_eq!(admin.put(&path, json!({"attributes": {"nps_score": 10}})).expect(200)["attributes"], json!({"nps_score": 10}));
    let listed = admin.get(&format!("/users?email={}", avi.email)).expect(200);
    assert_eq!(listed.data()[0]["attributes"], json!({"nps_score": 10}));
}

#[test]
fn a_change_of_values_is_a_new_version_and_told_by_names_and_only_when_there_is_one() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let avi = app.advocate("Avi");
    let path = format!("/users/{}/attributes", avi.id);
    let first = admin.put(&path, json!({"attributes": {"nps_score": 9, "account.tier": "gold"}})).expect(200);
    let version = first["version"].as_i64().unwrap();
    assert_eq!(admin.put(&path, json!({"attributes": {"account.tier": "gold", "nps_score": 9}})).expect(200)["version"], version);
    admin.patch(&path, json!({"attributes": {}})).if_match(version - 1).problem(412, "version_mismatch");
    admin.patch(&path, json!({"attributes": {"nps_score": 10}})).if_match(version).expect(200);
    app.run_workers_until_idle();
    let told = admin.get("/events?type=user.attributes_changed").expect(200);
    let told: Vec<_> = told.data().iter().map(|event| event["data"].clone()).collect();
    assert_eq!(
        told,
        [json!({"user_id": avi.id, "changed": ["account.tier", "nps_score"]}), json!({"user_id": avi.id, "changed": ["nps_score"]})]
    );
    assert!(!json!(told).to_string().contains("gold"));
}

#[test]
fn values_are_read_strictly_and_every_fault_is_told() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let path = format!("/users/{}/attributes", app.advocate("Avi").id);
    let body = json!({"attributes": {
        "account.tier": 9, "nps_score": "9", "is_customer": 1, "renewal_on": "soon", "topics": "rust", "points": 100, "shoe/size": 42
    }});
    for refused in [admin.put(&path, body.clone()), admin.patch(&path, body.clone())] {
        let refused = refused.problem(422, "validation_failed");
        let fault = |name: &str, code: &str| (format!("/attributes/{name}"), code.to_owned());
        assert_eq!(
            refused.faults(),
            [
                fault("account.tier", "type"),
                fault("is_customer", "type"),
                fault("nps_score", "type"),
                fault("points", "read_only_field"),
                fault("renewal_on", "format"),
                fault("shoe~1size", "unknown_attribute"),
                fault("topics", "type"),
            ]
        );
    }
    admin.put(&path, json!({"attributes": [1]})).problem(422, "validation_failed");
    admin.put(&path, json!({})).problem(422, "validation_failed");
}

#[test]
fn what_is_known_of_people_is_for_staff() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let (coach, coachee) = app.coach_and_coachee();
    let path = format!("/users/{}/attributes", coachee.id);
    admin.put(&path, json!({"attributes": {"nps_score": 9}})).expect(200);
    let manager = app.home().person("Max", &[rapport::identity::permissions::Role::Manager]);
    assert_eq!(manager.get(&format!("/users/{}", coachee.id)).expect(200)["attributes"], json!({"nps_score": 9}));
    manager.patch(&path, json!({"attributes": {"nps_score": 10}})).expect(200);
    assert_eq!(coach.get(&format!("/users/{}", coachee.id)).expect(200)["attributes"], json!(null));
    assert_eq!(coachee.get("/me").expect(200)["user"]["attributes"], json!(null));
    for other in [&coach, &coachee] {
        other.put(&path, json!({"attributes": {}})).problem(403, "forbidden");
        other.get("/attribute-definitions").problem(403, "forbidden");
    }
}

#[test]
fn a_deleted_attribute_takes_its_values_along_and_one_made_anew_begins_without() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let avi = app.advocate("Avi");
    admin.put(&format!("/users/{}/attributes", avi.id), json!({"attributes": {"nps_score": 9, "account.tier": "gold"}})).expect(200);
    admin.delete("/attribute-definitions/nps_score").expect(204);
    assert_eq!(admin.get(&format!("/users/{}", avi.id)).expect(200)["attributes"], json!({"account.tier": "gold"}));
    admin.post("/attribute-definitions", json!({"name": "nps_score", "type": "text"})).expect(201);
    assert_eq!(admin.get(&format!("/users/{}", avi.id)).expect(200)["attributes"], json!({"account.tier": "gold"}));
    for name in ["points", "never_there", "a%00b"] {
        admin.delete(&format!("/attribute-definitions/{name}")).problem(404, "not_found");
    }
}

#[test]
fn an_attribute_that_a_rule_mentions_is_kept() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let rule = |name: &str| json!({"all": [{"not": {"field": name, "op": "is_set"}}]});
    let segment = admin.post("/segments", json!({"name": "S", "kind": "dynamic", "rule": rule("nps_score")})).expect(201).id();
    let refused = admin.delete("/attribute-definitions/nps_score").problem(409, "attribute_in_use");
    assert_eq!(refused["segment_ids"], json!([segment]));
    // While a new rule is applied, the one before still counts for some.
    app.run_workers_until_idle();
    admin.patch(&format!("/segments/{segment}"), json!({"rule": rule("topics")})).expect(200);
    admin.delete("/attribute-definitions/nps_score").problem(409, "attribute_in_use");
    app.run_workers_until_idle();
    admin.delete("/attribute-definitions/nps_score").expect(204);
    admin.delete("/attribute-definitions/topics").problem(409, "attribute_in_use");
}

#[test]
fn another_organizations_attributes_are_not_there() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let stranger = app.other_org().admin();
    let theirs = stranger.delete("/attribute-definitions/nps_score").problem(404, "not_found");
    let nobodys = stranger.delete("/attribute-definitions/never_there").problem(404, "not_found");
    assert_eq!(without_request_id(&theirs), without_request_id(&nobodys));
    assert_eq!(stranger.get("/attribute-definitions").expect(200).data().len(), 3);
    let own = app.advocate("Avi");
    stranger.put(&format!("/users/{}/attributes", own.id), json!({"attributes": {}})).problem(404, "not_found");
    let body = json!({"attributes": {"nps_score": 1}});
    let refused = stranger.put(&format!("/users/{}/attributes", stranger.id), body).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/attributes/nps_score".into(), "unknown_attribute".into())]);
    drop(admin);
}

#[test]
fn nothing_is_known_any_more_of_who_was_deleted() {
    let app = TestApp::start();
    let admin = with_definitions(&app);
    let avi = app.advocate("Avi");
    admin.put(&format!("/users/{}/attributes", avi.id), json!({"attributes": {"account.tier": "gold"}})).expect(200);
    admin.delete(&format!("/users/{}", avi.id)).expect(204);
    assert_eq!(admin.get(&format!("/users/{}", avi.id)).expect(200)["attributes"], json!({}));
    admin.put(&format!("/users/{}/attributes", avi.id), json!({"attributes": {}})).problem(404, "not_found");
}
