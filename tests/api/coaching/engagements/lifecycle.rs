//! From draft to done.

use crate::support::coaching::{SOON, TOMORROW};
use crate::support::{Programme, TestApp, json};

#[test]
fn c32_scheduling_in_a_draft_is_held() {
    let app = TestApp::for_weeks();
    let it = Programme::draft(&app);
    let [task, session] = [it.task("Write"), it.session("Meet")];
    it.on(&task, "send", ()).problem(409, "engagement_not_active");
    assert_eq!(it.schedule(&task, SOON)["status"], "scheduled");
    it.schedule(&session, TOMORROW);
    app.advance("PT1H");
    assert_eq!(app.run_workers_until_idle(), 0);
    assert_eq!(it.seen(&task)["sent_at"], json!(null));
    it.coachee.get(&format!("/items/{task}")).problem(404, "not_found");
    it.coachee.get(&format!("/items/{session}")).problem(404, "not_found");
}

#[test]
fn c32_what_was_held_goes_out_at_its_time_once_active() {
    let app = TestApp::for_weeks();
    let it = Programme::draft(&app);
    let task = it.task("Write");
    it.schedule(&task, SOON);
    it.act("activate");
    assert_eq!(app.run_workers_until_idle(), 0);
    app.advance("PT30M");
    assert_eq!(app.run_workers_until_idle(), 1);
    assert_eq!(it.seen(&task)["sent_at"], SOON);
}

#[test]
fn c32_activating_with_past_due_items_needs_to_know_what_becomes_of_them() {
    let app = TestApp::for_weeks();
    let it = Programme::draft(&app);
    let [late, later, session] = [it.task("Late"), it.task("Later"), it.session("Meet")];
    it.schedule(&late, SOON);
    it.schedule(&later, TOMORROW);
    it.schedule(&session, SOON);
    app.advance("PT1H");
    let before = it.show();
    let refused = it.coach.post(&it.path("/activate"), ()).problem(409, "past_due_items");
    assert_eq!(refused["item_ids"], json!([late, session]));
    assert_eq!(it.show().body, before.body);
    let refused = it.coach.post(&it.path("/activate"), json!({"catch_up": "later"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/catch_up".into(), "invalid_choice".into())]);
}

#[test]
fn c32_catching_up_sends_what_is_late_now() {
    let app = TestApp::for_weeks();
    let it = Programme::draft(&app);
    let [late, later, session] = [it.task("Late"), it.task("Later"), it.session("Meet")];
    it.schedule(&late, SOON);
    it.schedule(&later, TOMORROW);
    it.schedule(&session, SOON);
    app.advance("PT1H");
    it.coach.post(&it.path("/activate"), json!({"catch_up": "send_now"})).expect(200);
    assert_eq!(it.seen(&late)["sent_at"], "2026-03-01T10:00:00.000000Z");
    assert_eq!(it.seen(&session)["scheduled_at"], SOON);
    assert_eq!((&it.seen(&later)["scheduled_at"], &it.seen(&later)["sent_at"]), (&json!(TOMORROW), &json!(null)));
    assert_eq!(app.run_workers_until_idle(), 0);
    assert_eq!(it.progress(), [3, 0, 3, 0]);
}

#[test]
fn c32_skipping_takes_the_dates_of_what_is_late() {
    let app = TestApp::for_weeks();
    let it = Programme::draft(&app);
    let [late, later, session] = [it.task("Late"), it.task("Later"), it.session("Meet")];
    it.schedule(&late, SOON);
    it.schedule(&later, TOMORROW);
    it.schedule(&session, SOON);
    app.advance("PT1H");
    it.coach.post(&it.path("/activate"), json!({"catch_up": "skip"})).expect(200);
    for item in [&late, &session] {
        assert_eq!((&it.seen(item)["status"], &it.seen(item)["scheduled_at"]), (&json!("unscheduled"), &json!(null)));
    }
    assert_eq!(it.progress(), [3, 2, 1, 0]);
    app.advance("P1D");
    assert_eq!(app.run_workers_until_idle(), 1);
}

#[test]
fn c33_an_engagement_without_a_coach_is_not_activated() {
    let app = TestApp::start();
    let (admin, coachee) = (app.admin(), app.coachee("Emil"));
    let id = admin.post("/engagements", json!({"title": "T", "coachee_ids": [coachee.id]})).expect(201).id();
    admin.post(&format!("/engagements/{id}/activate"), ()).problem(409, "coach_required");
    assert_eq!(admin.get(&format!("/engagements/{id}")).expect(200)["status"], "draft");
}

#[test]
fn c39_an_engagement_is_completed_when_every_item_is() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [done, sent, open] = ["Done", "Sent", "Open"].map(|title| it.task(title));
    it.complete(&done);
    it.send(&sent);
    let refused = it.coach.post(&it.path("/complete"), ()).problem(409, "open_items");
    let expected = json!([
        {"id": sent, "title": "Sent", "status": "scheduled"},
        {"id": open, "title": "Open", "status": "unscheduled"},
    ]);
    assert_eq!(refused["open_items"], expected);
    assert_eq!(it.show()["status"], "active");
    it.complete(&sent);
    it.complete(&open);
    let done = it.act("complete");
    assert_eq!((&done["status"], &done["completed_at"]), (&json!("completed"), &json!("2026-03-01T09:00:00.000000Z")));
}

#[test]
fn c40_an_engagement_is_never_completed_by_itself() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    it.complete(&it.task("Only"));
    assert_eq!((it.progress(), &it.show()["status"]), ([1, 0, 0, 1], &json!("active")));
}

#[test]
fn c40_every_other_move_is_refused_with_the_moves_that_are_open() {
    let app = TestApp::start();
    let verbs = ["activate", "complete", "cancel", "reopen"];
    let body = |verb: &str| if verb == "cancel" { json!({"reason": "Moved away"}) } else { json!({}) };
    let states: [(&str, &[&str], &[&str]); 4] = [
        ("draft", &[], &["activate", "delete"]),
        ("active", &["activate"], &["share", "complete", "cancel"]),
        ("completed", &["activate", "complete"], &["reopen"]),
        ("cancelled", &["activate", "cancel"], &["reopen"]),
    ];
    for (state, way, open) in states {
        let it = Programme::draft(&app);
        for verb in way {
            it.coach.post(&it.path(&format!("/{verb}")), body(verb)).expect(200);
        }
        assert_eq!(it.show()["status"], state);
        for verb in verbs.iter().filter(|verb| !open.contains(*verb)) {
            let refused = it.coach.post(&it.path(&format!("/{verb}")), body(verb)).problem(409, "invalid_transition");
            assert_eq!(refused["allowed_actions"], json!(open), "{verb} when {state}");
        }
        if state != "draft" {
            it.coach.delete(&it.path("")).problem(409, "invalid_transition");
        }
        assert_eq!(it.show()["status"], state);
    }
}

#[test]
fn c40_only_a_draft_is_deleted() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let first = it.task("First");
    it.form_after(&first, None);
    it.coach.post(&it.path("/notes"), json!({"body": "To be kept in mind."})).expect(201);
    it.coachee.delete(&it.path("")).problem(403, "forbidden");
    it.coach.delete(&it.path("")).if_match(1).problem(412, "version_mismatch");
    it.coach.delete(&it.path("")).expect(204);
    it.coach.get(&it.path("")).problem(404, "not_found");
    it.coach.get(&format!("/items/{first}")).problem(404, "not_found");
    it.coach.delete(&it.path("")).problem(404, "not_found");
    let active = Programme::active(&app);
    active.coach.delete(&active.path("")).problem(409, "invalid_transition");
    active.show();
}

#[test]
fn c40_cancelling_needs_a_reason_and_stops_what_was_to_be_sent() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.schedule(&task, SOON);
    for body in [json!({}), json!({"reason": ""})] {
        assert_eq!(it.coach.post(&it.path("/cancel"), body).problem(422, "validation_failed").faults()[0].0, "/reason");
    }
    let cancelled = it.coach.post(&it.path("/cancel"), json!({"reason": "Moved away"})).expect(200);
    assert_eq!((&cancelled["status"], &cancelled["cancel_reason"]), (&json!("cancelled"), &json!("Moved away")));
    assert_eq!(cancelled["cancelled_at"], "2026-03-01T09:00:00.000000Z");
    app.advance("PT1H");
    assert_eq!(app.run_workers_until_idle(), 0);
    it.add(json!({"kind": "task", "title": "More"})).problem(409, "engagement_not_active");
    for verb in ["send", "unschedule", "complete", "duplicate"] {
        it.on(&task, verb, ()).problem(409, "engagement_not_active");
    }
    it.on(&task, "schedule", json!({"scheduled_at": TOMORROW})).problem(409, "engagement_not_active");
    it.coach.patch(&format!("/items/{task}"), json!({"title": "Other"})).problem(409, "engagement_not_active");
    it.coach.delete(&format!("/items/{task}")).problem(409, "engagement_not_active");
    it.coach.put(&it.path("/items/order"), json!({"item_ids": [task]})).problem(409, "engagement_not_active");
    assert_eq!(it.seen(&task)["scheduled_at"], SOON);
    assert_eq!(it.seen(&task)["allowed_actions"], json!([]));
}

#[test]
fn c40_a_cancelled_engagement_is_reopened_with_its_dates() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let [soon, later] = [it.task("Soon"), it.task("Later")];
    it.schedule(&soon, SOON);
    it.schedule(&later, TOMORROW);
    it.coach.post(&it.path("/cancel"), json!({"reason": "A break"})).expect(200);
    app.advance("PT1H");
    let refused = it.coach.post(&it.path("/reopen"), ()).problem(409, "past_due_items");
    assert_eq!(refused["item_ids"], json!([soon]));
    assert_eq!((&it.show()["status"], &it.show()["cancel_reason"]), (&json!("cancelled"), &json!("A break")));
    let open = it.coach.post(&it.path("/reopen"), json!({"catch_up": "send_now"})).expect(200);
    assert_eq!((&open["status"], &open["cancel_reason"], &open["cancelled_at"]), (&json!("active"), &json!(null), &json!(null)));
    assert_eq!(it.seen(&soon)["sent_at"], "2026-03-01T10:00:00.000000Z");
    app.advance("P1D");
    assert_eq!(app.run_workers_until_idle(), 1);
}

#[test]
fn c40_a_completed_engagement_is_reopened_and_can_grow() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    it.complete(&it.task("Only"));
    it.act("complete");
    it.coachee.get(&it.path("")).expect(200);
    it.add(json!({"kind": "task", "title": "More"})).problem(409, "engagement_not_active");
    let open = it.act("reopen");
    assert_eq!((&open["status"], &open["completed_at"], &open["shared"]), (&json!("active"), &json!(null), &json!(true)));
    it.task("More");
    it.coach.post(&it.path("/complete"), ()).problem(409, "open_items");
}

#[test]
fn every_state_says_what_can_be_done_with_it() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    assert_eq!(it.show()["allowed_actions"], json!(["activate", "delete", "update", "duplicate", "save_as_template", "add_item"]));
    it.act("activate");
    assert_eq!(it.show()["allowed_actions"], json!(["share", "complete", "cancel", "update", "duplicate", "save_as_template", "add_item"]));
    let admins = app.admin().get(&it.path("")).expect(200)["allowed_actions"].clone();
    assert_eq!(admins.as_array().unwrap().last().unwrap(), "replace_coach");
    it.act("complete");
    assert_eq!(it.show()["allowed_actions"], json!(["reopen", "update", "duplicate", "save_as_template"]));
}
