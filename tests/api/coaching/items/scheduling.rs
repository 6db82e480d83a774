//! Dates of items, and what happens when they come.

use crate::support::coaching::{DAY_AFTER, SOON, TOMORROW};
use crate::support::{Programme, TestApp, json};

#[test]
fn c10_a_session_has_a_start_a_duration_and_a_location() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.item(json!({"kind": "session", "title": "Meet"}));
    let body = json!({"scheduled_at": TOMORROW, "time_zone": "America/Lima", "session": {"duration": "PT45M", "location": "Room 7"}});
    let planned = it.on(&session, "schedule", body).expect(200);
    assert_eq!((&planned["scheduled_at"], &planned["time_zone"]), (&json!(TOMORROW), &json!("America/Lima")));
    assert_eq!((&planned["session"]["duration"], &planned["session"]["location"]), (&json!("PT45M"), &json!("Room 7")));
    assert_eq!((&planned["status"], &planned["locked"]), (&json!("scheduled"), &json!(true)));
}

#[test]
fn c10_a_session_without_a_start_or_a_location_is_not_scheduled() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.item(json!({"kind": "session", "title": "Meet"}));
    let refused = it.on(&session, "schedule", ()).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/scheduled_at".into(), "required".into()), ("/session/location".into(), "required".into())]);
    let refused = it.on(&session, "schedule", json!({"scheduled_at": TOMORROW})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/session/location".into(), "required".into())]);
    let refused = it.on(&session, "schedule", json!({"session": {"location": "Room 7"}})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/scheduled_at".into(), "required".into())]);
    let seen = it.seen(&session);
    assert_eq!((&seen["status"], &seen["session"]["location"], &seen["version"]), (&json!("unscheduled"), &json!(null), &json!(1)));
}

#[test]
fn c11_the_appointment_is_the_same_through_schedule_reschedule_unschedule_and_schedule() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [session, other] = [it.session("Meet"), it.session("Another")];
    let uid = |answer: crate::support::Answer| answer["session"]["calendar_uid"].as_str().unwrap().to_owned();
    let first = uid(it.schedule(&session, TOMORROW));
    assert_eq!(uid(it.schedule(&session, DAY_AFTER)), first);
    assert_eq!(uid(it.on(&session, "unschedule", ()).expect(200)), first);
    assert_eq!(uid(it.schedule(&session, TOMORROW)), first);
    assert_eq!(uid(it.complete(&session)), first);
    assert_ne!(uid(it.seen(&other)), first);
    assert_ne!(uid(it.on(&session, "duplicate", ()).expect(201)), first);
}

#[test]
fn c12_to_c14_everything_but_a_session_is_sent_on_its_date() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let bodies = [
        json!({"kind": "assessment", "title": "A"}),
        json!({"kind": "form", "title": "F"}),
        json!({"kind": "file", "title": "B", "file": {"name": "a.pdf", "url": "https://files.example/a.pdf"}}),
        json!({"kind": "link", "title": "L", "link": {"url": "https://reading.example"}}),
        json!({"kind": "task", "title": "T"}),
    ];
    let items = bodies.map(|body| it.item(body));
    for item in &items {
        it.schedule(item, SOON);
    }
    app.advance("PT29M59S");
    assert_eq!(app.run_workers_until_idle(), 0);
    app.advance("PT1S");
    assert_eq!(app.run_workers_until_idle(), 5);
    assert_eq!(app.run_workers_until_idle(), 0);
    for item in &items {
        let seen = it.seen(item);
        assert_eq!((&seen["status"], &seen["sent_at"], &seen["color"]), (&json!("scheduled"), &json!(SOON), &json!("purple")));
    }
    assert_eq!(it.events().iter().filter(|event| *event == "item.sent").count(), 5);
}

#[test]
fn c17_a_date_in_the_past_is_refused() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [task, session] = [it.task("Write"), it.session("Meet")];
    for item in [&task, &session] {
        for at in ["2026-03-01T08:59:59Z", "2026-03-01T09:00:00Z", "2020-01-01T00:00:00+01:00"] {
            let refused = it.on(item, "schedule", json!({"scheduled_at": at})).problem(422, "schedule_in_past");
            assert_eq!(refused.faults(), [("/scheduled_at".into(), "schedule_in_past".into())]);
        }
        assert_eq!(it.seen(item)["version"], json!(1));
        it.schedule(item, TOMORROW);
        it.on(item, "schedule", json!({"scheduled_at": "2026-02-01T00:00:00Z"})).problem(422, "schedule_in_past");
        assert_eq!(it.seen(item)["scheduled_at"], TOMORROW);
    }
}

#[test]
fn c17_a_date_that_is_no_date_is_refused() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let refused =
        it.on(&task, "schedule", json!({"scheduled_at": "tomorrow", "time_zone": "Mars/Olympus"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/scheduled_at".into(), "format".into()), ("/time_zone".into(), "format".into())]);
    let refused = it.on(&task, "schedule", json!({"scheduled_at": TOMORROW, "session": {"location": "x"}})).problem(422, "kind_mismatch");
    assert_eq!(refused.faults(), [("/session".into(), "kind_mismatch".into())]);
    assert_eq!(it.seen(&task)["status"], "unscheduled");
}

#[test]
fn c19_a_date_is_changed_or_cleared_until_it_fires() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let [moved, cleared] = [it.task("Moved"), it.task("Cleared")];
    it.schedule(&moved, SOON);
    it.schedule(&cleared, SOON);
    assert_eq!(it.schedule(&moved, TOMORROW)["scheduled_at"], TOMORROW);
    let free = it.on(&cleared, "unschedule", ()).expect(200);
    assert_eq!((&free["status"], &free["scheduled_at"], &free["time_zone"]), (&json!("unscheduled"), &json!(null), &json!(null)));
    it.on(&cleared, "unschedule", ()).problem(409, "invalid_transition");
    assert_eq!(it.progress(), [2, 1, 1, 0]);
    app.advance("PT1H");
    assert_eq!(app.run_workers_until_idle(), 0);
    app.advance("P1D");
    assert_eq!(app.run_workers_until_idle(), 1);
    it.on(&moved, "unschedule", ()).problem(409, "already_sent");
    it.on(&moved, "schedule", json!({"scheduled_at": "2026-03-09T09:00:00Z"})).problem(409, "already_sent");
    assert_eq!(it.seen(&moved)["sent_at"], "2026-03-02T10:00:00.000000Z");
}

#[test]
fn c19_a_sessions_date_is_changed_and_cleared_too() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    it.schedule(&session, SOON);
    assert_eq!(it.schedule(&session, TOMORROW)["scheduled_at"], TOMORROW);
    assert_eq!(it.on(&session, "unschedule", ()).expect(200)["status"], "unscheduled");
    app.advance("P2D");
    assert_eq!(app.run_workers_until_idle(), 0);
}

#[test]
fn a_moment_is_kept_in_the_zone_it_was_chosen_in_or_the_callers_own() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let seen = it.on(&task, "schedule", json!({"scheduled_at": "2026-03-02T10:00:00+01:00"})).expect(200);
    assert_eq!((&seen["scheduled_at"], &seen["time_zone"]), (&json!(TOMORROW), &json!("Europe/Berlin")));
    let seen = it.on(&task, "schedule", json!({"scheduled_at": TOMORROW, "time_zone": "Asia/Tokyo"})).expect(200);
    assert_eq!((&seen["scheduled_at"], &seen["time_zone"]), (&json!(TOMORROW), &json!("Asia/Tokyo")));
}

#[test]
fn scheduling_again_as_it_was_changes_nothing() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    let planned = it.schedule(&session, TOMORROW);
    assert_eq!(it.schedule(&session, TOMORROW).body, planned.body);
    let elsewhere = json!({"scheduled_at": TOMORROW, "session": {"location": "Room 8"}});
    it.on(&session, "schedule", elsewhere).expect(200);
    let told = ["item.created", "item.scheduled", "session.scheduled", "item.rescheduled", "session.rescheduled"];
    assert_eq!(it.events()[2..], told);
}
