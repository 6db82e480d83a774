//! Submissions that are being written.

use super::{Running, own, review, state};
use crate::support::{TestApp, json};

#[test]
fn nobody_but_its_author_sees_a_draft_and_it_counts_against_no_limit() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"participation_limit": {"kind": "once"}, "total_cap": 1}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let id = it.draft(&ava);
    assert_eq!(it.counted(), [1, 0, 0, 0]);
    for stranger in [&it.staff, &app.admin(), &olga] {
        stranger.get(&format!("/submissions/{id}")).problem(404, "not_found");
        assert!(stranger.ids("/submissions").is_empty());
    }
    review(&it.staff, &id, "approve").problem(404, "not_found");
    let seen = ava.get(&format!("/submissions/{id}")).expect(200);
    assert_eq!((&seen["state"], &seen["allowed_actions"]), (&json!("draft"), &json!(["update", "submit", "withdraw"])));
    assert_eq!(ava.ids("/me/submissions"), std::slice::from_ref(&id));

    own(&ava, &id, "submit").expect(200);
    assert_eq!(it.counted(), [1, 1, 0, 1]);
    assert_eq!(it.staff.ids("/submissions"), [id]);
    let late = it.draft(&olga);
    own(&olga, &late, "submit").problem(409, "participation_limit_reached");
    assert_eq!(state(&olga, &late), "draft");
}

#[test]
fn nobody_has_more_than_ten_drafts_of_a_mission() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let drafts: Vec<_> = (0..10).map(|_| it.draft(&ava)).collect();
    it.hand(&ava, json!({"draft": true})).problem(409, "too_many_drafts");
    assert_eq!(it.counted(), [10, 0, 0, 0]);
    it.draft(&olga);
    own(&ava, &drafts[0], "withdraw").expect(200);
    it.draft(&ava);
    it.hand_in(&ava).expect(201);
}

#[test]
fn a_draft_may_lack_anything_and_is_held_to_the_rules_when_it_is_handed_in() {
    let app = TestApp::start();
    let it = Running::start(
        &app,
        json!({"custom_task": {
            "proof_fields": [{"id": "what", "kind": "short_text", "label": "What broke?", "required": true}]
        }}),
    );
    let ava = app.advocate("Ava");
    let id = it.hand(&ava, json!({"draft": true})).expect(201).id();
    let path = format!("/submissions/{id}");
    let refused = own(&ava, &id, "submit").problem(422, "validation_failed");
    assert!(refused.faults().contains(&("/custom_task/confirmed".to_owned(), "consent_required".to_owned())), "{:?}", refused.faults());
    let first = ava.patch(&path, json!({"custom_task": {"confirmed": true}})).expect(200);
    let second = ava.patch(&path, json!({"custom_task": {"fields": {"what": "The export"}}})).expect(200);
    assert_eq!(second["custom_task"], json!({"fields": {"what": "The export"}, "confirmed": true}));
    let same = ava.patch(&path, json!({"custom_task": {"confirmed": true}})).expect(200);
    assert_eq!(same["version"], second["version"], "what changes nothing is no change");
    ava.patch(&path, json!({"custom_task": {"confirmed": false}}))
        .if_match(first["version"].as_i64().unwrap())
        .problem(412, "version_mismatch");
    ava.patch(&path, json!({"social_post": {}})).problem(422, "kind_mismatch");
    assert_eq!(own(&ava, &id, "submit").expect(200)["state"], "pending_review");
    ava.patch(&path, json!({"custom_task": {"confirmed": true}})).problem(409, "invalid_transition");
}

#[test]
fn a_draft_is_thrown_away_by_withdrawing_it() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    let id = it.draft(&ava);
    let gone = own(&ava, &id, "withdraw").expect(200);
    assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("withdrawn"), &json!([])));
    it.staff.get(&format!("/submissions/{id}")).problem(404, "not_found");
    assert_eq!(it.counted(), [1, 0, 0, 0]);
}
