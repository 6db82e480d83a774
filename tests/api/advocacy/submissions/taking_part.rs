//! Handing in.

use super::{Running, balance, done, points, review, state};
use crate::support::{TestApp, json};

#[test]
fn a79_what_needs_no_review_is_approved_when_it_is_handed_in() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"auto_approve": true, "recognition": points(50)}));
    let ava = app.advocate("Ava");
    let made = it.hand_in(&ava).expect(201);
    assert_eq!((&made["state"], &made["decided_by"], &made["allowed_actions"]), (&json!("approved"), &json!(null), &json!([])));
    assert_eq!(
        (&made["submitted_at"], &made["decided_at"]),
        (&json!("2026-03-01T09:00:00.000000Z"), &json!("2026-03-01T09:00:00.000000Z"))
    );
    assert_eq!(balance(&ava), 50);
    assert_eq!(it.counted(), [1, 1, 1, 1]);
    review(&it.staff, &made.id(), "approve").problem(409, "already_decided");
    assert_eq!(balance(&ava), 50);
}

#[test]
fn a80_everything_else_waits_until_staff_approve_reject_or_ask_for_changes() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    for (action, becomes) in [("approve", "approved"), ("reject", "rejected"), ("request-changes", "changes_requested")] {
        let id = it.handed_in(&ava);
        assert_eq!(state(&ava, &id), "pending_review");
        let decided = review(&it.staff, &id, action).expect(200);
        assert_eq!((&decided["state"], &decided["decided_by"]), (&json!(becomes), &json!(it.staff.id)));
        let seen = ava.get(&format!("/submissions/{id}")).expect(200);
        let reason = if action == "approve" { json!(null) } else { json!("Because.") };
        assert_eq!((&seen["state"], &seen["reason"]), (&json!(becomes), &reason));
    }
    for action in ["reject", "request-changes"] {
        let id = it.handed_in(&ava);
        let path = format!("/submissions/{id}/{action}");
        assert_eq!(it.staff.post(&path, json!({})).problem(422, "validation_failed").faults(), [("/reason".into(), "required".into())]);
        assert_eq!(state(&ava, &id), "pending_review");
    }
}

#[test]
fn what_is_handed_in_is_shown_with_who_did_and_what_for() {
    let app = TestApp::start();
    let it = Running::start(
        &app,
        json!({"recognition": points(5), "custom_task": {
            "instructions": "<p>Try it.</p>",
            "proof_fields": [{"id": "what", "kind": "short_text", "label": "What broke?", "required": true}]
        }}),
    );
    let ava = app.advocate("Ava");
    let refused = it.hand_in(&ava).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/custom_task/fields/what".to_owned(), "required".to_owned())]);
    let refused = it.hand(&ava, json!({"custom_task": {"fields": {"what": 1}}})).problem(422, "validation_failed");
    assert_eq!(refused.faults().len(), 2, "every fault is told: {:?}", refused.faults());
    assert_eq!(it.counted(), [0, 0, 0, 0]);

    let made = it.hand(&ava, json!({"custom_task": {"fields": {"what": "The export"}, "confirmed": true}})).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/submissions/{}", made.id()));
    assert_eq!(made["custom_task"], json!({"fields": {"what": "The export"}, "confirmed": true}));
    assert_eq!((&made["type"], &made["complete_survey"]), (&json!("custom_task"), &json!(null)));
    assert_eq!(made["author"], json!({"user_id": ava.id, "guest_id": null, "name": "Ava", "email": ava.email}));
    assert_eq!((&made["mission_id"], &made["mission_title"]), (&json!(it.id), &json!("Try the beta")));
    assert_eq!(made["terms"]["recognition"]["points"], 5);
    assert_eq!(made["terms"]["custom_task"]["proof_fields"][0]["id"], "what");
    let seen = it.staff.get(&format!("/submissions/{}", made.id())).expect(200);
    assert_eq!(seen["allowed_actions"], json!(["approve", "reject", "request_changes"]));
    assert_eq!(seen["custom_task"], made["custom_task"]);
    assert_eq!(made["allowed_actions"], json!(["withdraw"]));
}

#[test]
fn what_is_handed_in_may_name_the_type_and_no_other() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    let of = |kind: &str| json!({"type": kind, "custom_task": {"confirmed": true}});
    let refused = it.hand(&ava, of("send_update")).problem(422, "kind_mismatch");
    assert_eq!(refused.faults(), [("/type".to_owned(), "kind_mismatch".to_owned())]);
    assert_eq!(it.hand(&ava, of("nothing")).problem(422, "validation_failed").faults()[0].0, "/type");
    let draft = it.hand(&ava, json!({"draft": true, "type": "custom_task"})).expect(201).id();
    ava.patch(&format!("/submissions/{draft}"), of("record_video")).problem(422, "kind_mismatch");
    assert_eq!(ava.patch(&format!("/submissions/{draft}"), of("custom_task")).expect(200)["custom_task"]["confirmed"], true);
    it.hand(&ava, of("custom_task")).expect(201);
}

#[test]
fn a_field_of_another_type_is_refused() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let body = json!({"custom_task": {"confirmed": true}, "complete_survey": {"answers": {}}});
    let refused = it.hand(&app.advocate("Ava"), body).problem(422, "kind_mismatch");
    assert_eq!(refused.faults(), [("/complete_survey".to_owned(), "kind_mismatch".to_owned())]);
}

#[test]
fn a_repeated_request_takes_part_once_and_a_dry_run_not_at_all() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"participation_limit": {"kind": "once"}}));
    let ava = app.advocate("Ava");
    let dry = ava.post(&format!("/missions/{}/submissions?dry_run=true", it.id), done()).expect(200);
    assert!(dry["effects"].as_array().unwrap().iter().any(|effect| effect["type"] == "submission.submitted"));
    assert_eq!(it.counted(), [0, 0, 0, 0]);
    let first = it.hand_in(&ava).key("once").expect(201);
    let again = it.hand_in(&ava).key("once").expect(201);
    assert_eq!((first.id(), again.header("idempotent-replayed")), (again.id(), "true"));
    assert_eq!(it.counted(), [1, 1, 0, 1]);
}

#[test]
fn a_mission_that_does_not_run_takes_nothing() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"expires_at": "2026-03-02T09:00:00Z"}));
    let ava = app.advocate("Ava");
    it.now("pause");
    it.hand_in(&ava).problem(409, "mission_paused");
    it.now("resume");
    it.handed_in(&ava);
    it.now("close");
    it.hand_in(&ava).problem(410, "mission_closed");
    assert_eq!(it.counted(), [1, 1, 0, 1]);
}

#[test]
fn a89_after_its_expiry_a_mission_takes_nothing_also_before_a_worker_notes_it() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"expires_at": "2026-03-02T09:00:00Z"}));
    let ava = app.advocate("Ava");
    let draft = it.draft(&ava);
    app.advance("PT23H59M59S");
    it.handed_in(&ava);
    app.advance("PT1S");
    it.hand_in(&ava).problem(410, "mission_expired");
    super::own(&ava, &draft, "submit").problem(410, "mission_expired");
    app.work();
    it.hand_in(&ava).problem(410, "mission_expired");
    assert_eq!(it.counted(), [2, 1, 0, 1]);
}

#[test]
fn staff_do_not_take_part_and_keys_are_nobodys() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    it.hand_in(&it.staff).problem(403, "forbidden");
    let key = app.api_key(&["submissions:read", "submissions:review"]);
    key.post(&format!("/missions/{}/submissions", it.id), done()).problem(403, "forbidden");
    let id = it.handed_in(&app.advocate("Ava"));
    let decided = key.post(&format!("/submissions/{id}/approve"), json!({})).expect(200);
    assert_eq!((&decided["state"], &decided["decided_by"]), (&json!("approved"), &json!(null)));
}

#[test]
fn every_step_is_told_in_the_missions_timeline_without_what_was_handed_in() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(7)}));
    let ava = app.advocate("Ava");
    let id = it.draft(&ava);
    super::own(&ava, &id, "submit").expect(200);
    review(&it.staff, &id, "request-changes").expect(200);
    ava.patch(&format!("/submissions/{id}"), json!({"custom_task": {"fields": {}, "confirmed": true}})).expect(200);
    super::own(&ava, &id, "resubmit").expect(200);
    review(&it.staff, &id, "approve").expect(200);
    review(&it.staff, &id, "revoke").expect(200);
    let told: Vec<_> = it.events().into_iter().filter(|name| name.starts_with("submission.")).collect();
    let steps = ["created", "submitted", "changes_requested", "resubmitted", "approved", "revoked"];
    assert_eq!(told, steps.map(|step| format!("submission.{step}")));
    let timeline = it.staff.get(&format!("/missions/{}/timeline?limit=100", it.id)).expect(200);
    let approved = timeline.data().iter().find(|event| event["type"] == "submission.approved").unwrap();
    assert_eq!((&approved["data"]["user_id"], &approved["data"]["round"]), (&json!(ava.id), &json!(1)));
    assert_eq!(approved["data"]["recognition"]["points"], 7);
    assert!(!timeline.text().contains("confirmed") && !timeline.text().contains(&ava.email));
}
