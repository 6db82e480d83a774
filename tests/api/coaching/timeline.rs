//! Every change is told once.

use crate::support::coaching::{DAY_AFTER, SOON, TOMORROW};
use crate::support::{Programme, TestApp, json};

#[test]
fn each_change_of_an_engagement_is_told_once() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    it.coach.patch(&it.path(""), json!({"title": "Leading"})).expect(200);
    it.coach.patch(&it.path(""), json!({"title": "Leading"})).expect(200);
    for verb in ["activate", "share", "unshare", "complete", "reopen"] {
        it.act(verb);
    }
    it.coach.post(&it.path("/cancel"), json!({"reason": "Moved away"})).expect(200);
    let told = ["created", "updated", "activated", "shared", "unshared", "completed", "reopened", "cancelled"];
    assert_eq!(it.events(), told.map(|word| format!("engagement.{word}")));
}

#[test]
fn each_change_of_an_item_is_told_once() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let [task, other] = [it.task("Write"), it.task("Other")];
    it.coach.patch(&format!("/items/{task}"), json!({"title": "Draw"})).expect(200);
    it.coach.put(&it.path("/items/order"), json!({"item_ids": [other, task]})).expect(200);
    let recipient = it.on(&task, "recipients", json!({"user_id": it.coach.id})).expect(201).id();
    it.coach.delete(&format!("/items/{task}/recipients/{recipient}")).expect(204);
    it.schedule(&task, TOMORROW);
    it.schedule(&task, DAY_AFTER);
    it.on(&task, "unschedule", ()).expect(200);
    it.schedule(&task, SOON);
    app.advance("PT1H");
    app.run_workers_until_idle();
    it.on(&task, "resend", ()).expect(200);
    it.complete(&task);
    it.on(&task, "reopen", ()).expect(200);
    it.on(&task, "duplicate", ()).expect(201);
    it.coach.delete(&format!("/items/{task}")).expect(204);
    let told = [
        "engagement.created",
        "engagement.activated",
        "item.created",
        "item.created",
        "item.updated",
        "engagement.items_reordered",
        "item.recipient_added",
        "item.recipient_removed",
        "item.scheduled",
        "item.rescheduled",
        "item.unscheduled",
        "item.scheduled",
        "item.sent",
        "item.resent",
        "item.completed",
        "item.reopened",
        "item.created",
        "item.deleted",
    ];
    assert_eq!(it.events(), told);
}

#[test]
fn what_was_refused_is_not_told() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let before = it.events();
    it.on(&task, "resend", ()).problem(409, "not_sent");
    it.on(&task, "schedule", json!({"scheduled_at": "2020-01-01T00:00:00Z"})).problem(422, "schedule_in_past");
    it.coach.post(&it.path("/complete"), ()).problem(409, "open_items");
    it.coach.patch(&it.path(""), json!({"title": "Stale"})).if_match(1).problem(412, "version_mismatch");
    assert_eq!(it.events(), before);
}

#[test]
fn an_event_tells_who_did_what_when() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.schedule(&task, SOON);
    app.advance("PT30M");
    app.run_workers_until_idle();
    it.coachee.post(&format!("/items/{task}/complete"), ()).expect(200);
    app.api_key(&["completions:write", "engagements:write"]).post(&format!("/items/{task}/reopen"), ()).expect(200);
    let timeline = it.timeline();
    let of_task: Vec<_> = timeline.iter().filter(|event| event["subject_id"] == task.as_str()).collect();
    let told: Vec<_> = of_task.iter().map(|event| (event["type"].as_str().unwrap(), event["actor_kind"].as_str().unwrap())).collect();
    let expected = [
        ("item.created", "user"),
        ("item.scheduled", "user"),
        ("item.sent", "system"),
        ("item.completed", "user"),
        ("item.reopened", "api_key"),
    ];
    assert_eq!(told, expected);
    assert_eq!((&of_task[0]["actor_id"], &of_task[3]["actor_id"]), (&json!(it.coach.id), &json!(it.coachee.id)));
    assert_eq!((&of_task[2]["occurred_at"], &of_task[2]["actor_id"]), (&json!(SOON), &json!(null)));
    let data = &of_task[1]["data"];
    assert_eq!((&data["item_id"], &data["engagement_id"], &data["kind"]), (&json!(task), &json!(it.id), &json!("task")));
    assert_eq!((&data["status"], &data["scheduled_at"], &data["held"]), (&json!("scheduled"), &json!(SOON), &json!(false)));
}

#[test]
fn what_happens_in_a_draft_is_held_and_announced_once_active() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let task = it.task("Write");
    it.schedule(&task, SOON);
    it.act("activate");
    let timeline = it.timeline();
    let told: Vec<_> = timeline.iter().map(|event| (event["type"].as_str().unwrap(), event["data"]["held"].clone())).collect();
    let expected = [
        ("engagement.created", json!(null)),
        ("item.created", json!(true)),
        ("item.scheduled", json!(true)),
        ("engagement.activated", json!(null)),
        ("item.scheduled", json!(false)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn shared_notes_are_told_without_their_text_and_private_ones_are_not() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let note = it.coach.post(&it.path("/notes"), json!({"body": "A secret."})).expect(201).id();
    let before = it.events().len();
    it.coach.patch(&format!("/notes/{note}"), json!({"visibility": "shared"})).expect(200);
    it.coach.delete(&format!("/notes/{note}")).expect(204);
    assert_eq!(it.events()[before..], ["note.updated", "note.deleted"]);
    assert!(!json!(it.timeline()).to_string().contains("A secret."));
}

#[test]
fn a_timeline_is_read_page_by_page_by_those_who_run_the_engagement() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    (0..5).for_each(|number| drop(it.task(&format!("Task {number}"))));
    let whole = it.coach.ids(&it.path("/timeline?limit=100"));
    assert_eq!(whole.len(), 8);
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = it.coach.get(&it.path(&format!("/timeline?limit=3{cursor}"))).expect(200);
        pages.extend(page.ids());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(pages, whole);
    assert_eq!(app.admin().ids(&it.path("/timeline?limit=100")), whole);
    it.coachee.get(&it.path("/timeline")).problem(404, "not_found");
    app.coach("Carl").get(&it.path("/timeline")).problem(404, "not_found");
}
