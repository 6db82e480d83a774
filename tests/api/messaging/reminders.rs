//! Reminders: when they come, to whom, and what they say.

use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Person, Programme, TestApp, Value, json};

/// Lets time pass in steps, working at each.
fn pass(app: &TestApp, step: &str, times: usize) {
    for _ in 0..times {
        app.advance(step);
        app.work();
    }
}

/// When each reminder to somebody is due by mail, and how it stands.
fn reminders(app: &TestApp, person: &Person) -> Vec<(String, String)> {
    let word = |entry: &Value, key: &str| entry[key].as_str().unwrap().to_owned();
    let all = app.notifications(&format!("type=session_reminder,item_reminder&channel=email&recipient_id={}", person.id));
    all.iter().map(|entry| (word(entry, "due_at").replace(".000000Z", "Z"), word(entry, "state"))).collect()
}

fn sent(at: &str) -> (String, String) {
    (at.to_owned(), "sent".to_owned())
}

#[test]
fn attendees_are_reminded_before_a_session() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.coach.patch(&format!("/items/{session}"), json!({"reminders": ["P1D", "PT1H"]})).expect(200);
    it.schedule(&session, DAY_AFTER);
    pass(&app, "PT30M", 100);
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-03-02T09:00:00Z"), sent("2026-03-03T08:00:00Z")]);
    assert_eq!(inbox.subjects(&it.coachee)[1], "Soon: First session, Tuesday, 3 March 2026, 10:00 (Europe/Berlin)");
    assert_eq!(inbox.subjects(&it.coachee).len(), 3);
}

#[test]
fn who_has_not_completed_an_item_is_reminded_after_its_sending() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::shared(&app);
    let (task, eager) = (it.task("Write"), app.coachee("Eva"));
    it.coach.patch(&format!("/items/{task}"), json!({"reminders": ["P1D", "P3D"]})).expect(200);
    it.also_for(&task, &eager.id);
    it.send(&task);
    eager.post(&format!("/items/{task}/complete"), ()).expect(200);
    app.work();
    pass(&app, "P1D", 1);
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-03-02T09:00:00Z")]);
    assert_eq!(reminders(&app, &eager), []);
    assert_eq!(inbox.subjects(&it.coachee).last().unwrap(), "A reminder: Write");
    it.coachee.post(&format!("/items/{task}/complete"), ()).expect(200);
    pass(&app, "P1D", 3);
    assert_eq!(reminders(&app, &it.coachee).len(), 1);
}

#[test]
fn nobody_is_reminded_of_what_is_over() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let [held, dropped, deleted] = [it.session("Held"), it.session("Dropped"), it.session("Deleted")];
    let task = it.task("Write");
    for session in [&held, &dropped, &deleted] {
        it.on(session, "schedule", json!({"scheduled_at": DAY_AFTER, "allow_overlap": true})).expect(200);
    }
    it.send(&task);
    it.complete(&held);
    it.complete(&task);
    it.on(&dropped, "unschedule", ()).expect(200);
    it.coach.delete(&format!("/items/{deleted}")).expect(204);
    pass(&app, "PT12H", 10);
    assert_eq!(reminders(&app, &it.coachee), []);
}

#[test]
fn nobody_is_reminded_while_an_engagement_is_cancelled() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (session, task) = (it.session("First session"), it.task("Write"));
    it.schedule(&session, DAY_AFTER);
    it.send(&task);
    it.coach.post(&it.path("/cancel"), json!({"reason": "Moved away"})).expect(200);
    pass(&app, "PT12H", 10);
    assert_eq!(reminders(&app, &it.coachee), []);
}

#[test]
fn a_session_that_is_moved_takes_its_reminders_along() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.schedule(&session, TOMORROW);
    it.schedule(&session, "2026-03-04T09:00:00Z");
    pass(&app, "PT1H", 24);
    assert_eq!(reminders(&app, &it.coachee), []);
    pass(&app, "PT1H", 48);
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-03-03T09:00:00Z"), sent("2026-03-04T08:00:00Z")]);
}

#[test]
fn a_reminder_that_waits_says_how_things_are_when_it_goes() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"quiet_hours": {"start": "09:00", "end": "18:00"}}));
    let it = Programme::shared(&app);
    let (session, task, eager) = (it.session("First session"), it.task("Write"), app.coachee("Eva"));
    it.also_for(&task, &eager.id);
    it.coach.patch(&format!("/items/{task}"), json!({"reminders": ["P1D"]})).expect(200);
    it.send(&task);
    it.schedule(&session, DAY_AFTER);
    app.work();
    pass(&app, "P1D", 1);
    let waiting = |at: &str| (at.to_owned(), "pending".to_owned());
    assert_eq!(reminders(&app, &eager), [waiting("2026-03-02T17:00:00Z")]);
    // Meanwhile one of them is done, and both things have other names and another time.
    eager.post(&format!("/items/{task}/complete"), ()).expect(200);
    it.coach.patch(&format!("/items/{task}"), json!({"title": "Write more"})).expect(200);
    it.coach.patch(&format!("/items/{session}"), json!({"title": "Getting to know"})).expect(200);
    it.schedule(&session, "2026-03-03T10:00:00Z");
    app.work();
    pass(&app, "PT8H", 1);
    assert_eq!(app.told(&format!("type=item_reminder&recipient_id={}", eager.id)), ["item_reminder suppressed no_longer_needed"]);
    let mut heard = inbox.subjects(&it.coachee);
    let mut last = heard.split_off(heard.len() - 2);
    last.sort();
    assert_eq!(last, ["A reminder: Write more", "Soon: Getting to know, Tuesday, 3 March 2026, 11:00 (Europe/Berlin)"]);
    // For the new time a reminder was announced anew; one of the two goes.
    let mut told = app.told(&format!("type=session_reminder&recipient_id={}", it.coachee.id));
    told.sort();
    assert_eq!(told, ["session_reminder sent", "session_reminder suppressed no_longer_needed"]);
}

#[test]
fn of_several_reminders_that_wait_for_the_same_morning_one_goes_out() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"quiet_hours": {"start": "21:00", "end": "07:30"}}));
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.coach.patch(&format!("/items/{session}"), json!({"reminders": ["PT10H", "PT8H", "PT5H", "PT1H"]})).expect(200);
    it.schedule(&session, TOMORROW);
    pass(&app, "PT30M", 48);
    let soon = inbox.subjects(&it.coachee).into_iter().filter(|subject| subject.starts_with("Soon: "));
    assert_eq!(soon.count(), 2, "{:?}", reminders(&app, &it.coachee));
}

#[test]
fn a_reminder_that_waits_is_dropped_when_the_session_is_moved_away_from_it() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"quiet_hours": {"start": "09:00", "end": "18:00"}}));
    let it = Programme::active(&app);
    let (session, guest) = (it.session("First session"), app.coachee("Gus"));
    it.also_for(&session, &guest.id);
    it.schedule(&session, DAY_AFTER);
    pass(&app, "P1D", 1);
    let people = it.coach.get(&format!("/items/{session}/recipients")).expect(200);
    let gus = people.data().iter().find(|entry| entry["user_id"] == guest.id.as_str()).unwrap()["id"].as_str().unwrap().to_owned();
    it.coach.delete(&format!("/items/{session}/recipients/{gus}")).expect(204);
    it.on(&session, "unschedule", ()).expect(200);
    pass(&app, "PT8H", 1);
    for person in [&it.coachee, &guest] {
        let told = app.told(&format!("type=session_reminder&recipient_id={}", person.id));
        assert_eq!(told, ["session_reminder suppressed no_longer_needed"]);
    }
}

#[test]
fn reminders_wait_for_the_end_of_quiet_hours_where_the_recipient_lives() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"quiet_hours": {"start": "21:00", "end": "07:30"}}));
    let it = Programme::active(&app);
    let (session, far) = (it.session("First session"), app.coachee("Gus"));
    far.patch("/me", json!({"time_zone": "America/New_York"})).expect(200);
    it.also_for(&session, &far.id);
    it.coach.patch(&format!("/items/{session}"), json!({"reminders": ["PT20H"]})).expect(200);
    it.schedule(&session, "2026-03-03T17:00:00Z");
    // 22:00 in Berlin, 16:00 in New York.
    pass(&app, "PT1H", 36);
    assert_eq!(reminders(&app, &it.coachee), [("2026-03-03T06:30:00Z".to_owned(), "pending".to_owned())]);
    assert_eq!(reminders(&app, &far), [sent("2026-03-02T21:00:00Z")]);
    pass(&app, "PT30M", 20);
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-03-03T06:30:00Z")]);
    // What somebody does at that hour is told at once.
    let late = it.session("Second session");
    it.schedule(&late, "2026-03-05T09:00:00Z");
    app.work();
    assert!(inbox.subjects(&it.coachee).last().unwrap().starts_with("Second session: "));
}

#[test]
fn in_the_night_in_which_the_clock_goes_forward_quiet_hours_end_when_it_goes_on() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"quiet_hours": {"start": "22:00", "end": "02:30"}}));
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.coach.patch(&format!("/items/{session}"), json!({"reminders": ["PT10H"]})).expect(200);
    // The reminder is due at 01:30 in Berlin; at 02:00 it becomes 03:00.
    it.schedule(&session, "2026-03-29T10:30:00Z");
    app.advance("P27DT15H30M");
    app.work();
    assert_eq!(app.now().to_string(), "2026-03-29T00:30:00.000000Z");
    assert_eq!(reminders(&app, &it.coachee), [("2026-03-29T01:00:00Z".to_owned(), "pending".to_owned())]);
    pass(&app, "PT30M", 1);
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-03-29T01:00:00Z")]);
    assert_eq!(inbox.subjects(&it.coachee).last().unwrap(), "Soon: First session, Sunday, 29 March 2026, 12:30 (Europe/Berlin)");
}

#[test]
fn in_the_night_in_which_the_clock_goes_back_quiet_hours_end_at_the_first_of_two_moments() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"quiet_hours": {"start": "22:00", "end": "02:30"}}));
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.coach.patch(&format!("/items/{session}"), json!({"reminders": ["PT10H"]})).expect(200);
    it.schedule(&session, "2026-10-25T10:00:00Z");
    app.advance("P237DT15H");
    app.work();
    assert_eq!(app.now().to_string(), "2026-10-25T00:00:00.000000Z");
    assert_eq!(reminders(&app, &it.coachee), [("2026-10-25T00:30:00Z".to_owned(), "pending".to_owned())]);
    pass(&app, "PT30M", 1);
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-10-25T00:30:00Z")]);
    assert_eq!(inbox.subjects(&it.coachee).last().unwrap(), "Soon: First session, Sunday, 25 October 2026, 11:00 (Europe/Berlin)");
}

#[test]
fn of_several_reminders_that_passed_in_a_downtime_one_goes_out() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    let offsets = json!({"reminders": ["PT6H", "PT4H", "PT2H", "PT1H"]});
    it.coach.patch(&format!("/items/{session}"), offsets).expect(200);
    it.schedule(&session, TOMORROW);
    app.work();
    app.advance("PT22H30M");
    app.work();
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-03-02T07:30:00Z")]);
    pass(&app, "PT30M", 4);
    assert_eq!(reminders(&app, &it.coachee), [sent("2026-03-02T07:30:00Z"), sent("2026-03-02T08:00:00Z")]);
}

#[test]
fn after_a_session_took_place_nobody_is_reminded_of_it() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.schedule(&session, TOMORROW);
    app.work();
    app.advance("P1DT1H");
    app.work();
    assert_eq!(inbox.mails_to(&it.coachee.email).len(), 1);
    assert!(reminders(&app, &it.coachee).iter().all(|(_, state)| state == "suppressed"));
}
