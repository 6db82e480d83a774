//! A submission keeps the terms it was made under.

use super::{Running, balance, own, points, review};
use crate::support::{TestApp, json};

#[test]
fn what_was_promised_when_it_was_handed_in_is_given_whatever_changed_since() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(50)}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let before = it.handed_in(&ava);
    it.change(json!({"recognition": points(5), "custom_task": {"proof_fields": [
        {"id": "what", "kind": "short_text", "label": "What broke?", "required": true}
    ]}}));
    it.hand_in(&olga).problem(422, "validation_failed");
    let after = it.hand(&olga, json!({"custom_task": {"fields": {"what": "All of it"}, "confirmed": true}})).expect(201);
    let seen = it.staff.get(&format!("/submissions/{before}")).expect(200);
    assert_eq!((&seen["terms"]["recognition"]["points"], &seen["terms"]["custom_task"]["proof_fields"]), (&json!(50), &json!([])));
    assert_eq!(after["terms"]["recognition"]["points"], 5);
    assert_ne!(after["terms"]["version"], seen["terms"]["version"]);
    for id in [&before, &after.id()] {
        review(&it.staff, id, "approve").expect(200);
    }
    assert_eq!((balance(&ava), balance(&olga)), (50, 5));
    review(&it.staff, &before, "revoke").expect(200);
    it.change(json!({"recognition": points(500)}));
    review(&it.staff, &before, "approve").expect(200);
    assert_eq!(balance(&ava), 50);
}

#[test]
fn what_is_handed_in_again_is_held_to_the_rules_it_was_made_under() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    let id = it.handed_in(&ava);
    review(&it.staff, &id, "request-changes").expect(200);
    it.change(json!({"custom_task": {"proof_fields": [{"id": "what", "kind": "short_text", "label": "What?", "required": true}]}}));
    assert_eq!(own(&ava, &id, "resubmit").expect(200)["terms"]["version"], 1);
}

#[test]
fn a_draft_is_made_under_the_terms_of_the_day_on_which_it_is_handed_in() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(50)}));
    let ava = app.advocate("Ava");
    let id = it.draft(&ava);
    it.change(json!({"recognition": points(5)}));
    assert_eq!(ava.get(&format!("/submissions/{id}")).expect(200)["terms"]["recognition"]["points"], 5);
    own(&ava, &id, "submit").expect(200);
    review(&it.staff, &id, "approve").expect(200);
    assert_eq!(balance(&ava), 5);
}

#[test]
fn staff_settle_what_waits_also_once_the_mission_has_ended() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(50)}));
    let ava = app.advocate("Ava");
    let (first, second) = (it.handed_in(&ava), it.handed_in(&ava));
    review(&it.staff, &second, "request-changes").expect(200);
    it.now("close");
    review(&it.staff, &first, "approve").expect(200);
    own(&ava, &second, "resubmit").expect(200);
    review(&it.staff, &second, "approve").expect(200);
    assert_eq!(balance(&ava), 100);
}

#[test]
fn changes_that_are_no_terms_leave_their_version_as_it_is() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    let first = it.hand_in(&ava).expect(201)["terms"]["version"].clone();
    it.change(json!({"title": "Try the beta, please", "follow_ups": {"enabled": true}}));
    assert_eq!(it.hand_in(&ava).expect(201)["terms"]["version"], first);
}
