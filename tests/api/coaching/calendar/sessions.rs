//! A session and its item are one thing.

use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::{Answer, Programme, TestApp, json};

fn session_of(it: &Programme, item: &str) -> String {
    it.seen(item)["session"]["id"].as_str().unwrap().to_owned()
}

fn show(it: &Programme, session: &str) -> Answer {
    it.coach.get(&format!("/sessions/{session}")).expect(200)
}

#[test]
fn c10_c11_what_is_done_to_an_item_is_done_to_its_session() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.session("First session");
    let id = session_of(&it, &item);
    it.coach.get(&format!("/sessions/{id}")).problem(404, "not_found");
    it.on(&item, "schedule", json!({"scheduled_at": TOMORROW, "time_zone": "Europe/Berlin"})).expect(200);
    let seen = show(&it, &id);
    assert_eq!((seen.str("starts_at"), seen.str("local_starts_at")), (TOMORROW.into(), "2026-03-02T10:00:00".into()));
    assert_eq!((seen.str("ends_at"), seen.str("duration")), ("2026-03-02T10:00:00.000000Z".into(), "PT1H".into()));
    assert_eq!((seen.str("location"), seen.str("status"), &seen["sequence"]), ("Room 7".into(), "scheduled".into(), &json!(0)));
    assert_eq!((seen.str("item_id"), seen.str("engagement_id"), &seen["interview_id"]), (item.clone(), it.id.clone(), &json!(null)));
    assert_eq!(seen.str("calendar_uid"), it.seen(&item)["session"]["calendar_uid"].as_str().unwrap());
    assert_eq!(seen["version"], it.seen(&item)["version"]);
    it.coach.patch(&format!("/items/{item}"), json!({"title": "Getting started", "session": {"location": "Room 9"}})).expect(200);
    let seen = show(&it, &id);
    assert_eq!((seen.str("title"), seen.str("location"), &seen["sequence"]), ("Getting started".into(), "Room 9".into(), &json!(1)));
    it.on(&item, "unschedule", ()).expect(200);
    let seen = show(&it, &id);
    assert_eq!((seen.str("status"), &seen["sequence"], &seen["allowed_actions"]), ("cancelled".into(), &json!(2), &json!([])));
    it.schedule(&item, DAY_AFTER);
    let seen = show(&it, &id);
    assert_eq!((seen.str("status"), seen.str("starts_at"), &seen["sequence"]), ("scheduled".into(), DAY_AFTER.into(), &json!(3)));
    it.complete(&item);
    assert_eq!(show(&it, &id).str("status"), "cancelled", "what was done before its time need not be attended");
    let told: Vec<String> = it.events().into_iter().filter(|event| event.starts_with("session.")).collect();
    let all = ["scheduled", "rescheduled", "cancelled", "scheduled", "cancelled"].map(|event| format!("session.{event}"));
    assert_eq!(told, all);
}

#[test]
fn c11_what_is_done_to_a_session_is_done_to_its_item() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let item = it.session("First session");
    it.schedule(&item, TOMORROW);
    let id = session_of(&it, &item);
    let act = |verb: &str, body| it.coach.post(&format!("/sessions/{id}/{verb}"), body);
    let body = json!({"local_starts_at": "2026-03-03T15:30", "time_zone": "Europe/Berlin", "duration": "PT45M", "location": "Room 8"});
    let moved = act("reschedule", body).expect(200);
    assert_eq!(
        (moved.str("starts_at"), moved.str("ends_at")),
        ("2026-03-03T14:30:00.000000Z".into(), "2026-03-03T15:15:00.000000Z".into())
    );
    let seen = it.seen(&item);
    assert_eq!((seen.str("scheduled_at"), &seen["session"]["duration"]), (moved.str("starts_at"), &json!("PT45M")));
    it.coach.patch(&format!("/sessions/{id}"), json!({"title": "Beginning", "description": "Bring a pen."})).expect(200);
    assert_eq!((it.seen(&item).str("title"), it.seen(&item).str("description")), ("Beginning".into(), "Bring a pen.".into()));
    it.coach.post(&format!("/sessions/{id}/no-show"), ()).problem(409, "invalid_transition");
    app.advance("P3D");
    let missed = it.coach.post(&format!("/sessions/{id}/no-show"), ()).expect(200);
    assert_eq!((missed.str("status"), &missed["allowed_actions"]), ("no_show".into(), &json!(["reschedule", "cancel", "complete"])));
    assert_eq!((it.seen(&item).str("status"), &it.seen(&item)["version"]), ("scheduled".into(), &missed["version"]));
    // Another change of the item does not make it take place.
    it.coach.patch(&format!("/items/{item}"), json!({"description": "Bring two pens."})).expect(200);
    assert_eq!(show(&it, &id).str("status"), "no_show");
    let again = act("reschedule", json!({"starts_at": "2026-03-06T09:00:00Z"})).expect(200);
    assert_eq!(again.str("status"), "scheduled");
    app.advance("P3D");
    assert_eq!(act("complete", json!({})).expect(200).str("status"), "completed");
    assert_eq!(it.seen(&item).str("status"), "completed");
    it.coach.post(&format!("/sessions/{id}/cancel"), ()).problem(409, "invalid_transition");
}

#[test]
fn c72_a_session_without_a_date_is_not_moved() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.session("First session");
    it.schedule(&item, TOMORROW);
    let id = session_of(&it, &item);
    it.coach.post(&format!("/sessions/{id}/cancel"), ()).expect(200);
    assert_eq!(it.seen(&item).str("status"), "unscheduled");
    let to = json!({"starts_at": DAY_AFTER});
    let refused = it.coach.post(&format!("/sessions/{id}/reschedule"), to).problem(409, "invalid_transition");
    assert_eq!(refused["allowed_actions"], json!([]));
}

#[test]
fn faults_of_a_move_are_told_by_the_names_of_its_fields() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.session("First session");
    it.schedule(&item, TOMORROW);
    let path = format!("/sessions/{}/reschedule", session_of(&it, &item));
    let faults = |body| it.coach.post(&path, body).expect(422).faults();
    assert_eq!(faults(json!({})), [("/starts_at".to_owned(), "required".to_owned())]);
    assert_eq!(faults(json!({"starts_at": "2020-01-01T00:00:00Z"})), [("/starts_at".to_owned(), "schedule_in_past".to_owned())]);
    let both = json!({"starts_at": DAY_AFTER, "local_starts_at": "2026-03-03T09:00"});
    assert_eq!(faults(both), [("/local_starts_at".to_owned(), "one_of".to_owned())]);
    assert_eq!(faults(json!({"local_starts_at": "2026-02-30T09:00"})), [("/local_starts_at".to_owned(), "format".to_owned())]);
    assert_eq!(faults(json!({"starts_at": DAY_AFTER, "duration": "P60D"})), [("/duration".to_owned(), "out_of_range".to_owned())]);
    assert_eq!(it.seen(&item)["scheduled_at"], json!(TOMORROW));
}

#[test]
fn sessions_are_seen_by_who_holds_or_attends_them_and_held_ones_by_who_holds_them() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let item = it.session("First session");
    it.schedule(&item, TOMORROW);
    let id = session_of(&it, &item);
    let path = format!("/sessions/{id}");
    assert_eq!((show(&it, &id)["held"].clone(), it.coach.ids("/sessions")), (json!(true), vec![id.clone()]));
    assert_eq!(it.coachee.ids("/sessions"), [""; 0]);
    it.coachee.get(&path).problem(404, "not_found");
    it.act("activate");
    assert_eq!((show(&it, &id)["held"].clone(), it.coachee.ids("/sessions")), (json!(false), vec![id.clone()]));
    assert_eq!(it.coachee.get(&path).expect(200)["allowed_actions"], json!([]));
    it.coachee.post(&format!("{path}/cancel"), ()).problem(403, "forbidden");
    it.coachee.get(&format!("{path}/attendees")).problem(404, "not_found");
    let (other, stranger) = (app.coach("Carl"), app.coachee("Gus"));
    for person in [&other, &stranger] {
        person.get(&path).problem(404, "not_found");
        assert_eq!(person.ids("/sessions"), [""; 0]);
    }
    assert_eq!(app.admin().ids("/sessions"), [id]);
}

#[test]
fn sessions_are_listed_by_when_they_begin() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let at = |day: u32| format!("2026-03-{day:02}T09:00:00.000000Z");
    let mut ids = Vec::new();
    for day in [4, 2, 3] {
        let item = it.session("Session");
        it.schedule(&item, &at(day));
        ids.push((day, session_of(&it, &item)));
    }
    ids.sort();
    let sorted: Vec<String> = ids.into_iter().map(|(_, id)| id).collect();
    assert_eq!(it.coach.ids("/sessions"), sorted);
    let first = it.coach.get("/sessions?limit=2").expect(200);
    let rest = it.coach.ids(&format!("/sessions?limit=2&cursor={}", first.str("next_cursor")));
    assert_eq!([first.ids(), rest].concat(), sorted);
    assert_eq!(it.coach.ids(&format!("/sessions?starts_at_gte={}&starts_at_lt={}", at(3), at(4))), sorted[1..2]);
    it.coach.post(&format!("/sessions/{}/cancel", sorted[0]), ()).expect(200);
    assert_eq!(it.coach.ids("/sessions?status=scheduled"), sorted[1..]);
    assert_eq!(app.admin().ids(&format!("/sessions?coach_id={}&engagement_id={}", it.coach.id, it.id)), sorted);
    assert_eq!(app.admin().ids(&format!("/sessions?attendee_id={}", it.coachee.id)), sorted);
    assert_eq!(app.admin().ids(&format!("/sessions?attendee_id={}", it.coach.id)), [""; 0]);
}

#[test]
fn what_an_engagement_still_has_before_it_ends_and_goes_to_another_coach_with_it() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let (past, next) = (it.session("Past"), it.session("Next"));
    it.schedule(&past, TOMORROW);
    it.schedule(&next, "2026-03-09T09:00:00Z");
    let (past, next) = (session_of(&it, &past), session_of(&it, &next));
    app.advance("P2D");
    let (admin, other) = (app.admin(), app.coach("Carl"));
    app.assign(&other, &[&it.coachee]);
    admin.post(&it.path("/replace-coach"), json!({"coach_id": other.id})).expect(200);
    assert_eq!(other.ids("/sessions?status=scheduled"), std::slice::from_ref(&next));
    let seen = |id: &str| admin.get(&format!("/sessions/{id}")).expect(200);
    assert_eq!((seen(&past).str("coach_id"), seen(&next).str("coach_id")), (it.coach.id.clone(), other.id.clone()));
    admin.post(&it.path("/cancel"), json!({"reason": "Moved away."})).expect(200);
    assert_eq!((seen(&past).str("status"), seen(&next).str("status")), ("scheduled".into(), "cancelled".into()));
    admin.post(&it.path("/reopen"), json!({})).expect(200);
    assert_eq!((seen(&next).str("status"), &seen(&next)["sequence"]), ("scheduled".into(), &json!(2)));
}

#[test]
fn a_time_that_the_clock_leaves_out_comes_later_and_of_one_that_comes_twice_the_first_is_meant() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let item = it.session("At night");
    for (local, zone, moment) in [
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000000Z"),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000000Z"),
        ("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000000Z"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000000Z"),
    ] {
        let scheduled = it.on(&item, "schedule", json!({"local_scheduled_at": local, "time_zone": zone})).expect(200);
        assert_eq!((scheduled.str("scheduled_at"), scheduled.str("time_zone")), (moment.to_owned(), zone.to_owned()), "{local} {zone}");
    }
}
