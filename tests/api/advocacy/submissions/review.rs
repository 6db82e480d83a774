//! Deciding, and what it gives.

use rapport::identity::permissions::Role;

use super::{Running, balance, own, points, review, state};
use crate::support::{TestApp, json};

#[test]
fn a76_points_are_given_at_approval_and_never_before() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(50)}));
    let ava = app.advocate("Ava");
    let id = it.handed_in(&ava);
    assert_eq!(balance(&ava), 0);
    review(&it.staff, &id, "request-changes").expect(200);
    own(&ava, &id, "resubmit").expect(200);
    assert_eq!(balance(&ava), 0);
    review(&it.staff, &id, "approve").expect(200);
    assert_eq!(balance(&ava), 50);
    let rejected = it.handed_in(&ava);
    review(&it.staff, &rejected, "reject").expect(200);
    assert_eq!(balance(&ava), 50);
}

#[test]
fn a77_approve_reject_approve_pays_once() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(50)}));
    let ava = app.advocate("Ava");
    let id = it.handed_in(&ava);
    review(&it.staff, &id, "approve").expect(200);
    let late = review(&it.staff, &id, "reject").problem(409, "already_decided");
    assert_eq!(late["allowed_actions"], json!(["revoke"]));
    review(&it.staff, &id, "approve").problem(409, "already_decided");
    assert_eq!(balance(&ava), 50);
    review(&it.staff, &id, "revoke").expect(200);
    assert_eq!(balance(&ava), 0);
    review(&it.staff, &id, "revoke").problem(409, "invalid_transition");
    review(&it.staff, &id, "reject").problem(409, "already_decided");
    review(&it.staff, &id, "approve").expect(200);
    assert_eq!(balance(&ava), 50);
    assert_eq!(it.counted(), [1, 1, 1, 1]);
}

#[test]
fn a76_a_reward_is_given_at_approval_and_taken_back_with_it() {
    let app = TestApp::start();
    let staff = super::manager(&app.home());
    let reward = staff.post("/rewards", json!({"name": "A cup", "kind": "swag", "stock": 1})).expect(201).id();
    let it = Running::of(&app, staff, json!({"recognition": {"kind": "reward", "reward_id": reward}}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let (first, second) = (it.handed_in(&ava), it.handed_in(&olga));
    let left = || it.staff.get(&format!("/rewards/{reward}")).expect(200)["stock"].clone();
    review(&it.staff, &first, "approve").expect(200);
    assert_eq!(left(), 0);
    review(&it.staff, &second, "approve").problem(409, "out_of_stock");
    assert_eq!((state(&olga, &second).as_str(), it.counted()), ("pending_review", [2, 2, 1, 2]));
    review(&it.staff, &first, "revoke").expect(200);
    assert_eq!(left(), 1);
    review(&it.staff, &second, "approve").expect(200);
    assert_eq!(left(), 0);
}

#[test]
fn what_would_be_approved_by_itself_waits_for_staff_once_there_is_nothing_left_to_give() {
    let app = TestApp::start();
    let staff = super::manager(&app.home());
    let reward = staff.post("/rewards", json!({"name": "A cup", "kind": "swag", "stock": 1})).expect(201).id();
    let it = Running::of(&app, staff, json!({"auto_approve": true, "recognition": {"kind": "reward", "reward_id": reward}}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    assert_eq!(it.hand_in(&ava).expect(201)["state"], "approved");
    let waiting = it.hand_in(&olga).expect(201);
    assert_eq!((&waiting["state"], &waiting["decided_at"]), (&json!("pending_review"), &json!(null)));
    assert_eq!(it.counted(), [2, 2, 1, 2]);
    it.staff.patch(&format!("/rewards/{reward}"), json!({"stock": 1})).expect(200);
    review(&it.staff, &waiting.id(), "approve").expect(200);
    assert_eq!(it.counted(), [2, 2, 2, 2]);
    let told = it.events();
    assert_eq!(told.iter().filter(|name| *name == "submission.approved").count(), 2);
}

#[test]
fn a81_an_advocate_reviews_nothing_and_nobody_their_own() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(50)}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let both = app.home().person("Bo", &[Role::Manager, Role::Advocate]);
    let (theirs, own_one) = (it.handed_in(&ava), it.handed_in(&both));
    for action in ["approve", "reject", "request-changes", "revoke"] {
        for advocate in [&ava, &olga] {
            review(advocate, &theirs, action).problem(403, "forbidden");
        }
        review(&both, &own_one, action).problem(403, "own_submission");
    }
    ava.post("/submissions/bulk-review", json!({"action": "approve", "submission_ids": [theirs]})).problem(403, "forbidden");
    assert_eq!(both.get(&format!("/submissions/{own_one}")).expect(200)["allowed_actions"], json!(["withdraw"]));
    review(&both, &theirs, "approve").expect(200);
    review(&it.staff, &own_one, "approve").expect(200);
    assert_eq!((balance(&ava), balance(&both)), (50, 50));
}

#[test]
fn a_decision_that_was_overtaken_is_told() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    let id = it.handed_in(&ava);
    let seen = it.staff.get(&format!("/submissions/{id}")).expect(200)["version"].as_i64().unwrap();
    review(&it.staff, &id, "request-changes").expect(200);
    review(&it.staff, &id, "approve").if_match(seen).problem(412, "version_mismatch");
    review(&it.staff, &id, "request-changes").problem(409, "already_decided");
}
