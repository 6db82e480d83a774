//! A coach holds one session at a time.

use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::{Programme, TestApp, Value, at_once, json, racing};

#[test]
fn two_sessions_of_a_coach_do_not_lie_over_each_other_unless_told() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (first, second) = (it.session("First"), it.session("Second"));
    it.schedule(&first, TOMORROW);
    let taken = it.seen(&first)["session"]["id"].clone();
    for at in ["2026-03-02T09:00:00Z", "2026-03-02T09:59:00Z", "2026-03-02T08:01:00Z"] {
        let refused = it.on(&second, "schedule", json!({"scheduled_at": at})).problem(409, "slot_taken");
        assert_eq!(refused["session_ids"], json!([taken]));
    }
    assert_eq!(it.seen(&second).str("status"), "unscheduled");
    it.on(&second, "schedule", json!({"scheduled_at": "2026-03-02T10:00:00Z"})).expect(200);
    let id = it.seen(&second)["session"]["id"].as_str().unwrap().to_owned();
    let move_to = |body| it.coach.post(&format!("/sessions/{id}/reschedule"), body);
    move_to(json!({"starts_at": TOMORROW})).problem(409, "slot_taken");
    move_to(json!({"starts_at": TOMORROW, "allow_overlap": true})).expect(200);
    // What is cancelled takes no time.
    it.on(&first, "unschedule", ()).expect(200);
    it.on(&second, "unschedule", ()).expect(200);
    it.schedule(&second, TOMORROW);
}

#[test]
fn what_a_draft_plans_takes_nobodys_time() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let (first, second) = (it.session("First"), it.session("Second"));
    it.schedule(&first, TOMORROW);
    it.schedule(&second, TOMORROW);
    let other = it.coach.post("/engagements", json!({"title": "Another", "coachee_ids": [it.coachee.id]})).expect(201).id();
    it.coach.post(&format!("/engagements/{other}/activate"), ()).expect(200);
    let third = json!({"kind": "session", "title": "Third", "session": {"location": "Room 7"}});
    let third = it.coach.post(&format!("/engagements/{other}/items"), third).expect(201).id();
    it.schedule(&third, TOMORROW);
}

#[test]
fn of_a_hundred_who_book_one_time_of_a_coach_one_gets_it() {
    let app = racing();
    let it = Programme::active(&app);
    let coachees: Vec<_> = (0..10).map(|number| app.coachee(&format!("C{number}"))).collect();
    app.assign(&it.coach, &coachees.iter().collect::<Vec<_>>());
    // Ten programmes, so that no engagement's lock makes them take turns, with ten sessions each.
    let mut items = Vec::new();
    for coachee in &coachees {
        let engagement = it.coach.post("/engagements", json!({"title": "One of ten", "coachee_ids": [coachee.id]})).expect(201).id();
        it.coach.post(&format!("/engagements/{engagement}/activate"), ()).expect(200);
        for number in 0..10 {
            let session = json!({"kind": "session", "title": format!("Session {number}"), "session": {"location": "Room 7"}});
            items.push(it.coach.post(&format!("/engagements/{engagement}/items"), session).expect(201).id());
        }
    }
    let answers = at_once(100, |number| it.on(&items[number], "schedule", json!({"scheduled_at": DAY_AFTER})).send());
    let booked = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer["code"] == "slot_taken").count();
    assert_eq!((booked, refused), (1, 99));
    assert_eq!(it.coach.ids("/sessions?limit=100").len(), 1);
}

#[test]
fn a_session_that_grows_into_the_next_one_is_refused_and_one_that_shrinks_is_not() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (first, second) = (it.session("First"), it.session("Second"));
    it.schedule(&first, TOMORROW);
    it.on(&second, "schedule", json!({"scheduled_at": "2026-03-02T10:00:00Z"})).expect(200);
    let session = it.seen(&first)["session"]["id"].as_str().unwrap().to_owned();
    let paths = [(format!("/items/{first}"), true), (format!("/sessions/{session}"), false)];
    for (path, is_item) in paths {
        let change = |details: Value| if is_item { json!({"session": details}) } else { details };
        it.coach.patch(&path, change(json!({"duration": "PT61M"}))).problem(409, "slot_taken");
        let refused = it.coach.patch(&path, change(json!({"duration": "PT0S"}))).problem(422, "validation_failed");
        let at = if is_item { "/session/duration" } else { "/duration" };
        assert_eq!(refused.faults(), [(at.to_owned(), "out_of_range".to_owned())]);
        it.coach.patch(&path, change(json!({"duration": "P32D"}))).problem(422, "validation_failed");
        it.coach.patch(&path, change(json!({"location": "Room 9"}))).expect(200);
        it.coach.patch(&path, change(json!({"duration": "PT30M"}))).expect(200);
        it.coach.patch(&path, change(json!({"duration": "PT1H"}))).expect(200);
    }
    // Without a length of its own it has the organization's.
    let cleared = it.coach.patch(&format!("/items/{first}"), json!({"session": {"duration": null}})).expect(200);
    assert_eq!(cleared["session"]["duration"], json!("PT1H"));
    // One that lies over another already may be told of its place.
    let over = json!({"scheduled_at": TOMORROW, "allow_overlap": true});
    it.on(&second, "schedule", over).expect(200);
    it.coach.patch(&format!("/items/{second}"), json!({"session": {"location": "Room 10"}})).expect(200);
}
