//! Calendars that other programs subscribe to.

use super::lines;
use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::{Person, Programme, TestApp, json};

fn feed(person: &Person) -> (String, String) {
    let made = person.post("/calendar-feeds", json!({"name": "My telephone"})).expect(201);
    let url = made.str("url");
    (made.id(), url[url.find("/public/").unwrap()..].to_owned())
}

fn titles(ics: &str) -> Vec<String> {
    lines(ics).iter().filter_map(|line| line.strip_prefix("SUMMARY:")).map(str::to_owned).collect()
}

#[test]
fn c11_a_feed_shows_what_its_owner_holds_or_attends_under_the_same_uid() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (first, second) = (it.session("First"), it.session("Second"));
    it.on(&first, "schedule", json!({"scheduled_at": TOMORROW, "time_zone": "America/New_York"})).expect(200);
    it.schedule(&second, DAY_AFTER);
    let draft = it.coach.post("/engagements", json!({"title": "Later", "coachee_ids": [it.coachee.id]})).expect(201).id();
    let held = json!({"kind": "session", "title": "Held", "session": {"location": "Room 7"}});
    let held = it.coach.post(&format!("/engagements/{draft}/items"), held).expect(201).id();
    it.schedule(&held, "2026-03-05T09:00:00Z");
    let ((_, coachs), (_, coachees), (_, strangers)) = (feed(&it.coach), feed(&it.coachee), feed(&app.coachee("Gus")));
    let guest = app.guest();
    let answer = guest.get(&coachs).expect(200);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(titles(&answer.text()), ["First", "Second", "Held"]);
    let ics = guest.get(&coachees).expect(200).text();
    assert_eq!(titles(&ics), ["First", "Second"], "nobody knows of what is held");
    assert!(ics.contains(&format!("UID:{}", it.seen(&first)["session"]["calendar_uid"].as_str().unwrap())));
    assert!(ics.contains("DTSTART;TZID=America/New_York:20260302T040000") && ics.contains("TZID:Europe/Berlin"));
    assert_eq!(titles(&guest.get(&strangers).expect(200).text()), [""; 0]);
    it.on(&first, "unschedule", ()).expect(200);
    let ics = guest.get(&coachees).expect(200).text();
    assert_eq!(lines(&ics).iter().filter(|line| *line == "STATUS:CANCELLED").count(), 1);
}

#[test]
fn a_link_to_a_calendar_is_shown_once_and_works_until_it_is_revoked() {
    let app = TestApp::start();
    let (coach, other) = (app.coach("Cora"), app.coach("Carl"));
    let (id, path) = feed(&coach);
    let listed = coach.get("/calendar-feeds").expect(200);
    assert_eq!((listed.ids(), listed.text().contains(&path)), (vec![id.clone()], false));
    assert_eq!(other.ids("/calendar-feeds"), [""; 0]);
    other.delete(&format!("/calendar-feeds/{id}")).problem(404, "not_found");
    app.guest().get(&path).expect(200);
    app.guest().get("/public/calendars/unknown.ics").problem(404, "not_found");
    app.admin().post(&format!("/users/{}/deactivate", coach.id), ()).expect(200);
    app.guest().get(&path).problem(410, "token_expired");
    app.admin().post(&format!("/users/{}/reactivate", coach.id), ()).expect(200);
    app.guest().get(&path).expect(200);
}

#[test]
fn a_revoked_link_is_not_there() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let (id, path) = feed(&coach);
    coach.delete(&format!("/calendar-feeds/{id}")).expect(204);
    app.guest().get(&path).problem(404, "not_found");
    coach.delete(&format!("/calendar-feeds/{id}")).problem(404, "not_found");
}

#[test]
fn a_session_is_had_as_a_file() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.session("First");
    it.schedule(&item, TOMORROW);
    let path = format!("/sessions/{}/invite.ics", it.seen(&item)["session"]["id"].as_str().unwrap());
    let answer = it.coachee.get(&path).expect(200);
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"invite.ics\"");
    assert_eq!(titles(&answer.text()), ["First"]);
    app.coachee("Gus").get(&path).problem(404, "not_found");
}
