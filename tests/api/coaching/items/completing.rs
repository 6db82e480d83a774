//! Completing items, as a whole and in parts.

use crate::support::coaching::{SOON, TOMORROW};
use crate::support::{Person, Programme, TestApp, json};

/// A shared engagement with a second coachee, and a task that was sent to both.
fn pair(app: &TestApp, rule: &str) -> (Programme, Person, String) {
    let it = Programme::shared(app);
    let second = app.coachee("Esra");
    let task = it.item(json!({"kind": "task", "title": "Write", "completion_rule": rule}));
    it.on(&task, "recipients", json!({"user_id": second.id})).expect(201);
    it.send(&task);
    (it, second, task)
}

#[test]
fn c20_a_coachee_who_completes_an_assessment_completes_the_item() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.item(json!({"kind": "assessment", "title": "Where I stand"}));
    it.coachee.post(&format!("/items/{item}/complete"), ()).problem(404, "not_found");
    it.send(&item);
    assert_eq!(it.coachee.get(&format!("/items/{item}")).expect(200)["allowed_actions"], json!(["complete"]));
    let done = it.coachee.post(&format!("/items/{item}/complete"), ()).expect(200);
    assert_eq!((&done["status"], &done["completed_by"]), (&json!("completed"), &json!(it.coachee.id)));
    assert_eq!((&done["completed_at"], &done["allowed_actions"]), (&json!("2026-03-01T09:00:00.000000Z"), &json!([])));
    assert_eq!(it.progress(), [1, 0, 0, 1]);
    it.coachee.post(&format!("/items/{item}/complete"), ()).problem(409, "invalid_transition");
}

#[test]
fn c25_work_from_before_the_engagement_is_marked_as_completed() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let [task, session] = [it.task("Write"), it.session("Meet")];
    let done = it.on(&task, "complete", json!({"completed_at": "2025-11-05T12:00:00Z"})).expect(200);
    assert_eq!((&done["status"], &done["completed_at"]), (&json!("completed"), &json!("2025-11-05T12:00:00.000000Z")));
    assert_eq!((&done["completed_by"], &done["sent_at"]), (&json!(it.coach.id), &json!(null)));
    assert_eq!(it.on(&session, "complete", ()).expect(200)["completed_at"], "2026-03-01T09:00:00.000000Z");
    assert_eq!(it.progress(), [2, 0, 0, 2]);
    it.on(&task, "complete", ()).problem(409, "invalid_transition");
}

#[test]
fn c25_a_completion_in_the_future_is_refused() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let refused = it.on(&task, "complete", json!({"completed_at": "2026-03-01T09:00:01Z"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/completed_at".into(), "in_future".into())]);
    assert_eq!((it.seen(&task)["status"].clone(), it.progress()), (json!("unscheduled"), [1, 1, 0, 0]));
    it.on(&task, "complete", json!({"completed_at": "2026-03-01T09:00:00Z"})).expect(200);
}

#[test]
fn c25_a_recipient_does_not_choose_when_it_was_done() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.send(&task);
    let body = json!({"completed_at": "2026-02-01T09:00:00Z"});
    let refused = it.coachee.post(&format!("/items/{task}/complete"), body).problem(422, "read_only_field");
    assert_eq!(refused.faults(), [("/completed_at".into(), "read_only_field".into())]);
    assert_eq!(it.seen(&task)["status"], "scheduled");
}

#[test]
fn c26_completing_cancels_pending_sends_and_asks_for_nothing() {
    let app = TestApp::for_weeks();
    let it = Programme::shared(&app);
    let [task, session] = [it.task("Write"), it.session("Meet")];
    it.schedule(&task, SOON);
    it.schedule(&session, TOMORROW);
    assert_eq!(it.complete(&task)["scheduled_at"], json!(null));
    it.complete(&session);
    app.advance("P2D");
    assert_eq!(app.run_workers_until_idle(), 0);
    let seen = it.coachee.get(&format!("/items/{task}")).expect(200);
    assert_eq!((&seen["sent_at"], &seen["allowed_actions"]), (&json!(null), &json!([])));
    it.coachee.post(&format!("/items/{task}/complete"), ()).problem(409, "not_sent");
}

#[test]
fn a_completed_item_is_reopened_to_where_it_was() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [open, sent] = [it.task("Open"), it.task("Sent")];
    it.send(&sent);
    it.coachee.post(&format!("/items/{sent}/complete"), ()).expect(200);
    it.complete(&open);
    for (item, status) in [(&open, "unscheduled"), (&sent, "scheduled")] {
        let again = it.on(item, "reopen", ()).expect(200);
        assert_eq!((&again["status"], &again["completed_at"], &again["completed_by"]), (&json!(status), &json!(null), &json!(null)));
        it.on(item, "reopen", ()).problem(409, "invalid_transition");
    }
    assert_eq!(it.progress(), [2, 1, 1, 0]);
    it.coachee.post(&format!("/items/{sent}/complete"), ()).expect(200);
    it.coachee.post(&format!("/items/{sent}/reopen"), ()).problem(403, "forbidden");
}

#[test]
fn with_the_rule_all_an_item_is_completed_when_every_required_recipient_is_done() {
    let app = TestApp::start();
    let (it, second, task) = pair(&app, "all");
    let path = format!("/items/{task}/complete");
    let third = app.coachee("Finn");
    it.on(&task, "recipients", json!({"user_id": third.id, "required": false})).expect(201);
    let part = it.coachee.post(&path, ()).expect(200);
    assert_eq!((&part["status"], &part["allowed_actions"]), (&json!("scheduled"), &json!([])));
    let refused = it.coachee.post(&path, ()).problem(409, "invalid_transition");
    assert_eq!(refused["allowed_actions"], json!([]));
    let people = it.coach.get(&format!("/items/{task}/recipients")).expect(200);
    let done: Vec<_> = people.data().iter().map(|person| (person["required"].clone(), person["completed_at"].is_string())).collect();
    assert_eq!(done, [(json!(true), true), (json!(true), false), (json!(false), false)]);
    let whole = second.post(&path, ()).expect(200);
    assert_eq!((&whole["status"], &whole["completed_by"]), (&json!("completed"), &json!(second.id)));
    third.post(&path, ()).problem(409, "invalid_transition");
    assert_eq!(it.events().iter().filter(|event| event.starts_with("item.completed")).count(), 2);
}

#[test]
fn with_the_rule_any_one_recipient_completes_the_item() {
    let app = TestApp::start();
    let (it, second, task) = pair(&app, "any");
    assert_eq!(second.post(&format!("/items/{task}/complete"), ()).expect(200)["status"], "completed");
    it.coachee.post(&format!("/items/{task}/complete"), ()).problem(409, "invalid_transition");
    assert_eq!(it.progress(), [1, 0, 0, 1]);
}

#[test]
fn whoever_runs_the_engagement_completes_the_item_for_all() {
    let app = TestApp::start();
    let (it, second, task) = pair(&app, "all");
    assert_eq!(app.admin().post(&format!("/items/{task}/complete"), ()).expect(200)["status"], "completed");
    second.post(&format!("/items/{task}/complete"), ()).problem(409, "invalid_transition");
    app.coach("Carl").post(&format!("/items/{task}/complete"), ()).problem(404, "not_found");
    app.coachee("Uwe").post(&format!("/items/{task}/complete"), ()).problem(404, "not_found");
    assert_eq!(it.seen(&task)["status"], "completed");
}

#[test]
fn what_everybody_who_is_left_has_done_is_completed() {
    let app = TestApp::start();
    let (it, second, task) = pair(&app, "all");
    it.coachee.post(&format!("/items/{task}/complete"), ()).expect(200);
    let people = it.coach.get(&format!("/items/{task}/recipients")).expect(200);
    let absent = people.data().iter().find(|person| person["user_id"] == second.id.as_str()).unwrap()["id"].as_str().unwrap().to_owned();
    it.coach.delete(&format!("/items/{task}/recipients/{absent}")).expect(204);
    assert_eq!(it.seen(&task)["status"], "completed");

    let (it, _, task) = pair(&app, "all");
    it.coachee.post(&format!("/items/{task}/complete"), ()).expect(200);
    it.coach.patch(&format!("/items/{task}"), json!({"completion_rule": "any"})).expect(200);
    assert_eq!(it.seen(&task)["status"], "completed");
}
