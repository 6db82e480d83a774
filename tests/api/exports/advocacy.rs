//! Missions, submissions and points as files.

use super::{Table, made};
use crate::support::missions::Campaign;
use crate::support::{Client, Value, json};

fn table(campaign: &Campaign, by: &Client, resource: &str, filters: Value) -> Table {
    let id = made(&campaign.app, by, json!({"resource": resource, "format": "csv", "filters": filters}));
    Table::read(&by.get(&format!("/exports/{id}/download")).expect(200).bytes)
}

#[test]
fn a_survey_is_exported_with_a_column_for_each_question() {
    let campaign = Campaign::start();
    let questions = json!([
        {"id": "nps", "kind": "nps", "label": "How likely?", "required": true},
        {"id": "size", "kind": "single_choice", "label": "Size?", "single_choice": {"choices": [{"value": "s", "label": "=Small"}, {"value": "l", "label": "Large"}]}}
    ]);
    let mission = campaign.launched(json!({
        "type": "complete_survey", "custom_task": null, "title": "+How are we doing?",
        "complete_survey": {"questions": questions}, "recognition": {"kind": "points", "points": 50}
    }));
    let ava = campaign.app.advocate("Ava");
    let body = json!({"complete_survey": {"answers": {"nps": 9, "size": "s"}}});
    let submission = ava.post(&format!("/missions/{mission}/submissions"), body).expect(201).id();
    campaign.manager.post(&format!("/submissions/{submission}/approve"), json!({})).expect(200);

    let rows = table(&campaign, &campaign.manager, "submissions", json!({"mission_id": mission}));
    let cell = |name: &str| rows.column(name)[0].to_owned();
    assert_eq!(
        (cell("submission_id"), cell("state"), cell("mission_title")),
        (submission.clone(), "approved".into(), "'+How are we doing?".into())
    );
    assert_eq!((cell("participant"), cell("participant_email")), ("advocate".into(), ava.email.clone()));
    assert_eq!((cell("answer:nps"), cell("answer:size")), ("9".into(), "'=Small".into()));
    assert_eq!(cell("content"), r#"{"answers":{"nps":9,"size":"s"}}"#);
    let all = table(&campaign, &campaign.manager, "submissions", json!({"type": "complete_survey", "status": ["approved"]}));
    assert_eq!((all.rows.len(), all.header.contains(&"answer:nps".to_owned())), (1, false));
    assert_eq!(table(&campaign, &campaign.manager, "submissions", json!({"status": ["rejected"]})).rows.len(), 0);

    let points = table(&campaign, &campaign.manager, "points", json!({}));
    let cell = |name: &str| points.column(name)[0].to_owned();
    assert_eq!(
        (cell("kind"), cell("points"), cell("balance"), cell("submission_id")),
        ("award".into(), "50".into(), "50".into(), submission)
    );
    let missions = table(&campaign, &campaign.manager, "missions", json!({"type": "complete_survey", "status": ["live"]}));
    let cell = |name: &str| missions.column(name)[0].to_owned();
    assert_eq!((cell("mission_id"), cell("submitted"), cell("approved"), cell("points")), (mission, "1".into(), "1".into(), "50".into()));
    let people = table(&campaign, &campaign.manager, "users", json!({"role": "advocate"}));
    assert_eq!((people.column("points"), people.column("submissions_approved")), (vec!["50"], vec!["1"]));
}

#[test]
fn drafts_of_submissions_are_in_no_file() {
    let campaign = Campaign::start();
    let mission = campaign.launched(json!({}));
    let ava = campaign.app.advocate("Ava");
    ava.post(&format!("/missions/{mission}/submissions"), json!({"draft": true})).expect(201);
    assert_eq!(table(&campaign, &campaign.manager, "submissions", json!({})).rows.len(), 0);
}

#[test]
fn what_advocates_do_is_exported_for_staff_alone() {
    let campaign = Campaign::start();
    let coach = campaign.app.coach("Cora");
    for resource in ["missions", "submissions", "points"] {
        coach.post("/exports", json!({"resource": resource, "format": "csv"})).problem(403, "forbidden");
        let narrow = campaign.app.api_key(&["exports:write"]);
        narrow.post("/exports", json!({"resource": resource, "format": "csv"})).problem(403, "scope_missing");
    }
    let stray =
        json!({"resource": "points", "format": "csv", "filters": {"status": ["live"], "mission_id": "msn_01kfq8v6n2e9t8w4x3y5z7a1bc"}});
    let faults = campaign.manager.post("/exports", stray).expect(422).faults();
    let at = |name: &str, code: &str| (format!("/filters/{name}"), code.to_owned());
    assert_eq!(faults, [at("mission_id", "kind_mismatch"), at("status", "invalid_choice")]);
}

#[test]
fn what_is_known_of_people_has_columns_in_the_order_of_its_definition() {
    let campaign = Campaign::start();
    let define = |name: &str, kind: &str| campaign.manager.post("/attribute-definitions", json!({"name": name, "type": kind})).expect(201);
    define("tier", "text");
    define("areas", "list");
    let ava = campaign.app.advocate("Ava");
    let known = json!({"attributes": {"tier": "@gold", "areas": ["a", "b"]}});
    campaign.manager.put(&format!("/users/{}/attributes", ava.id), known).expect(200);
    let people = table(&campaign, &campaign.manager, "users", json!({"role": "advocate"}));
    assert_eq!(people.header[people.header.len() - 2..], ["attribute:tier", "attribute:areas"]);
    assert_eq!((people.column("attribute:tier"), people.column("attribute:areas")), (vec!["'@gold"], vec!["a; b"]));
}
