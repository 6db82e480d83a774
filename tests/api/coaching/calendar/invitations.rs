//! What mails bring into calendars.

use super::{calendar_of, lines, value};
use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

#[test]
fn c71_c72_an_invitation_keeps_its_uid_and_counts_on_while_it_is_moved_and_cancelled() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let item = it.session("First session");
    it.on(&item, "schedule", json!({"scheduled_at": TOMORROW, "time_zone": "Europe/Berlin"})).expect(200);
    app.work();
    it.on(&item, "schedule", json!({"scheduled_at": DAY_AFTER, "time_zone": "Europe/Berlin"})).expect(200);
    app.work();
    it.on(&item, "unschedule", ()).expect(200);
    app.work();
    let calendars: Vec<String> = inbox.mails_to(&it.coachee.email).iter().map(calendar_of).collect();
    let told: Vec<_> = calendars.iter().map(|ics| ["METHOD", "SEQUENCE", "STATUS"].map(|property| value(ics, property))).collect();
    let expected = [["REQUEST", "0", "CONFIRMED"], ["REQUEST", "1", "CONFIRMED"], ["CANCEL", "2", "CANCELLED"]];
    assert_eq!(told, expected);
    let uid = it.seen(&item)["session"]["calendar_uid"].as_str().unwrap().to_owned();
    assert!(calendars.iter().all(|ics| value(ics, "UID") == uid));
    let first = lines(&calendars[0]);
    for line in [
        "DTSTART;TZID=Europe/Berlin:20260302T100000",
        "DTEND;TZID=Europe/Berlin:20260302T110000",
        "SUMMARY:First session",
        "LOCATION:Room 7",
        "TZID:Europe/Berlin",
        "DTSTART:20251026T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
    ] {
        assert!(first.contains(&line.to_owned()), "{line} in {first:#?}");
    }
    let attendees: Vec<&String> = first.iter().filter(|line| line.starts_with("ATTENDEE")).collect();
    assert_eq!(attendees.len(), 2, "the chair and who is invited");
    assert!(attendees[0].contains("ROLE=CHAIR") && attendees[0].ends_with(&format!("mailto:{}", it.coach.email)));
    assert!(attendees[1].contains("ROLE=REQ-PARTICIPANT") && attendees[1].ends_with(&format!("mailto:{}", it.coachee.email)));
    let organizer = first.iter().find(|line| line.starts_with("ORGANIZER")).unwrap();
    assert!(organizer.ends_with(&format!("mailto:{}", inbox.mails()[0].from)), "{organizer}");
}

#[test]
fn c71_who_comes_later_is_invited_alone_and_who_is_taken_off_gets_a_cancellation() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let item = it.session("First session");
    it.schedule(&item, TOMORROW);
    app.work();
    let session = it.seen(&item)["session"]["id"].as_str().unwrap().to_owned();
    let guest = app.coachee("Gus");
    let added = it.coach.post(&format!("/sessions/{session}/attendees"), json!({"user_id": guest.id})).expect(201);
    app.work();
    let mails = inbox.mails_to(&guest.email);
    assert_eq!((mails.len(), inbox.mails_to(&it.coachee.email).len()), (1, 1));
    let ics = calendar_of(&mails[0]);
    assert_eq!((value(&ics, "METHOD"), ics.contains(&it.coachee.email)), ("REQUEST".into(), false));
    it.coach.delete(&format!("/sessions/{session}/attendees/{}", added.id())).expect(204);
    app.work();
    let mails = inbox.mails_to(&guest.email);
    assert_eq!((mails.len(), inbox.mails_to(&it.coachee.email).len()), (2, 1));
    assert_eq!(value(&calendar_of(&mails[1]), "METHOD"), "CANCEL");
}

#[test]
fn c30_a_deleted_session_and_one_of_a_cancelled_engagement_leave_calendars() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (deleted, other) = (it.session("Deleted"), it.session("Other"));
    it.schedule(&deleted, TOMORROW);
    it.schedule(&other, DAY_AFTER);
    app.work();
    it.coach.delete(&format!("/items/{deleted}")).expect(204);
    it.coach.post(&it.path("/cancel"), json!({"reason": "Moved away."})).expect(200);
    app.work();
    let mails = inbox.mails_to(&it.coachee.email);
    let mut cancelled: Vec<String> =
        mails[2..].iter().map(|mail| format!("{} {}", value(&calendar_of(mail), "METHOD"), mail.subject)).collect();
    cancelled.sort();
    assert_eq!(cancelled, ["CANCEL Cancelled: Deleted", "CANCEL Cancelled: Other"]);
}

#[test]
fn c71_the_coach_hears_of_what_somebody_else_does_to_their_calendar() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let item = it.session("First session");
    app.admin().post(&format!("/items/{item}/schedule"), json!({"scheduled_at": TOMORROW})).expect(200);
    app.work();
    let mails = inbox.mails_to(&it.coach.email);
    assert_eq!(mails.len(), 1);
    let ics = calendar_of(&mails[0]);
    assert_eq!((value(&ics, "METHOD"), ics.contains("REQ-PARTICIPANT")), ("REQUEST".into(), false));
    it.schedule(&item, DAY_AFTER);
    app.work();
    assert_eq!((inbox.mails_to(&it.coach.email).len(), inbox.mails_to(&it.coachee.email).len()), (1, 2));
}

#[test]
fn what_people_write_stays_text_in_a_calendar() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let title = "Über; Ziele, \\ und \u{2028}mehr";
    let location = "Room 7\r\nATTENDEE:mailto:evil@evil.example\r\nBEGIN:VALARM";
    let session =
        json!({"kind": "session", "title": title, "description": "Line one\nEND:VEVENT\nLine three", "session": {"location": location}});
    let item = it.item(session);
    let name = "Erik \"; CN=Eve\" Eng";
    app.admin().post(&format!("/items/{item}/recipients"), json!({"email": "erik@partner.example", "name": name})).expect(201);
    it.schedule(&item, TOMORROW);
    app.work();
    let ics = calendar_of(&inbox.mails_to("erik@partner.example")[0]);
    let all = lines(&ics);
    assert_eq!(all.iter().filter(|line| line.starts_with("ATTENDEE")).count(), 2);
    assert_eq!(all.iter().filter(|line| line.starts_with("BEGIN:V")).count(), 3, "calendar, zone and event: {all:#?}");
    assert_eq!(value(&ics, "SUMMARY"), "Über\\; Ziele\\, \\\\ und \\nmehr");
    assert!(value(&ics, "LOCATION").starts_with("Room 7\\nATTENDEE:mailto"));
    assert!(!all.iter().any(|line| line.starts_with("END:VEVENT") && line.len() > 10));
}

#[test]
fn a_coach_who_attends_their_own_session_hears_of_it_once() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let item = it.session("First session");
    it.also_for(&item, &it.coach.id);
    app.admin().post(&format!("/items/{item}/schedule"), json!({"scheduled_at": TOMORROW})).expect(200);
    app.work();
    assert_eq!((inbox.mails_to(&it.coach.email).len(), inbox.mails_to(&it.coachee.email).len()), (1, 1));
}

#[test]
fn c70_the_words_of_a_session_are_changed_and_previewed_before_it_is_scheduled() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.session("First session");
    it.coach.put(&format!("/items/{item}/notification"), json!({"subject": "We meet: {{item.title}}"})).expect(200);
    let preview = || it.coach.post(&format!("/items/{item}/notification/preview"), json!({})).expect(200)["data"][0].clone();
    let before = preview();
    assert_eq!((&before["subject"], &before["calendar"]), (&json!("We meet: First session"), &json!(null)));
    it.schedule(&item, TOMORROW);
    let calendar = preview()["calendar"].as_str().unwrap().to_owned();
    assert_eq!([value(&calendar, "METHOD"), value(&calendar, "SEQUENCE")], ["REQUEST", "0"]);
    assert!(calendar.contains(&it.coachee.email));
}
