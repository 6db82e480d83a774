//! What attendees hear of a session.

use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

#[test]
fn c71_scheduling_tells_every_attendee_in_their_own_time() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (session, guest) = (it.session("First session"), app.coachee("Gus"));
    guest.patch("/me", json!({"time_zone": "America/New_York"})).expect(200);
    it.also_for(&session, &guest.id);
    it.schedule(&session, TOMORROW);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["First session: Monday, 2 March 2026, 10:00 (Europe/Berlin)"]);
    assert_eq!(inbox.subjects(&guest), ["First session: Monday, 2 March 2026, 04:00 (America/New_York)"]);
    let text = &inbox.mails_to(&guest.email)[0].text;
    assert!(text.contains("Length: 1 hour\r\nPlace: Room 7"), "{text}");
    assert_eq!(inbox.mails().len(), 2);
}

#[test]
fn c71_what_was_scheduled_in_a_draft_is_told_when_it_starts() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::draft(&app);
    let session = it.session("First session");
    it.schedule(&session, TOMORROW);
    it.schedule(&session, DAY_AFTER);
    app.work();
    assert_eq!(inbox.mails().len(), 0);
    it.act("activate");
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["First session: Tuesday, 3 March 2026, 10:00 (Europe/Berlin)"]);
}

#[test]
fn c72_moving_a_session_tells_its_attendees() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.schedule(&session, TOMORROW);
    app.work();
    it.schedule(&session, DAY_AFTER);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee)[1..], ["Changed: First session, Tuesday, 3 March 2026, 10:00 (Europe/Berlin)"]);
    it.on(&session, "unschedule", ()).expect(200);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee)[2..], ["Cancelled: First session"]);
}

#[test]
fn c72_another_length_or_place_is_told_and_nothing_else() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    let path = format!("/items/{session}");
    // Before it has a date nobody knows of it.
    it.coach.patch(&path, json!({"session": {"duration": "PT30M"}})).expect(200);
    it.schedule(&session, TOMORROW);
    app.work();
    it.coach.patch(&path, json!({"description": "Bring a pen."})).expect(200);
    it.coach.patch(&path, json!({"reminders": []})).expect(200);
    it.schedule(&session, TOMORROW);
    it.on(&session, "schedule", json!({"scheduled_at": TOMORROW, "time_zone": "Europe/Vienna"})).expect(200);
    it.coach.patch(&path, json!({"session": {"location": "Room 7"}})).expect(200);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee).len(), 1, "{:?}", inbox.subjects(&it.coachee));
    it.coach.patch(&path, json!({"session": {"location": "Room 9"}})).expect(200);
    app.work();
    it.coach.patch(&path, json!({"session": {"duration": "PT1H30M"}})).expect(200);
    app.work();
    it.on(&session, "schedule", json!({"scheduled_at": TOMORROW, "session": {"location": "Room 11"}})).expect(200);
    app.work();
    let mails = inbox.mails_to(&it.coachee.email);
    assert_eq!(mails.len(), 4);
    assert!(mails[1].text.contains("Length: 30 minutes\r\nPlace: Room 9"), "{}", mails[1].text);
    assert!(mails[2].text.contains("Length: 1 hour 30 minutes\r\nPlace: Room 9"), "{}", mails[2].text);
    assert!(mails[3].text.contains("Place: Room 11") && mails[3].subject.starts_with("Changed: "), "{}", mails[3].text);
}

#[test]
fn a_deleted_session_is_cancelled_and_one_without_a_date_is_not() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let [planned, dated] = [it.session("Some day"), it.session("First session")];
    it.schedule(&dated, TOMORROW);
    app.work();
    for session in [&planned, &dated] {
        it.coach.delete(&format!("/items/{session}")).expect(204);
    }
    app.work();
    assert_eq!(inbox.subjects(&it.coachee)[1..], ["Cancelled: First session"]);
}
