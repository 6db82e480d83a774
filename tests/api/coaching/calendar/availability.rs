//! When coaches can be booked.

use crate::support::coaching::TOMORROW;
use crate::support::{Person, Programme, TestApp, json};

fn mornings() -> crate::support::Value {
    json!({
        "time_zone": "Europe/Berlin",
        "weekly": [{"day": "monday", "start": "09:00", "end": "12:00"}, {"day": "tuesday", "start": "09:00", "end": "10:30"}],
        "exceptions": [{"on": "2026-03-03", "windows": []}, {"on": "2026-03-04", "windows": [{"start": "14:00", "end": "15:30"}]}],
        "buffer_after": "PT15M",
    })
}

fn starts(person: &Person, coach: &Person, query: &str) -> Vec<String> {
    let slots = person.get(&format!("/users/{}/slots?{query}", coach.id)).expect(200);
    slots.data().iter().map(|slot| slot["local_starts_at"].as_str().unwrap()[5..16].to_owned()).collect()
}

const WEEK: &str = "from=2026-03-01T00:00:00Z&to=2026-03-08T00:00:00Z&duration=PT1H";

#[test]
fn slots_are_what_a_timetable_leaves_between_sessions() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let path = format!("/users/{}/availability", it.coach.id);
    let empty = it.coach.get(&path).expect(200);
    assert_eq!((&empty["weekly"], &empty["version"], &empty["updated_at"]), (&json!([]), &json!(0), &json!(null)));
    assert_eq!(starts(&it.coach, &it.coach, WEEK), [""; 0]);
    let set = it.coach.put(&path, mornings()).expect(200);
    assert_eq!((&set["version"], &set["slot_interval"], &set["shared"]), (&json!(1), &json!("PT30M"), &json!(false)));
    let all = ["03-02T09:00", "03-02T09:30", "03-02T10:00", "03-02T10:30", "03-02T11:00", "03-04T14:00", "03-04T14:30"];
    assert_eq!(starts(&it.coach, &it.coach, WEEK), all);
    // From ten to eleven in Berlin, with a quarter of an hour before it kept free by the slot's own buffer.
    let item = it.session("First session");
    it.schedule(&item, TOMORROW);
    assert_eq!(starts(&it.coach, &it.coach, WEEK), ["03-02T11:00", "03-04T14:00", "03-04T14:30"]);
    it.on(&item, "unschedule", ()).expect(200);
    assert_eq!(starts(&it.coach, &it.coach, WEEK), all);
    // Booking keeps its distance: the clock stands at ten on Sunday.
    let mut careful = mornings();
    careful["minimum_notice"] = json!("P1DT30M");
    it.coach.put(&path, careful).if_match(1).expect(200);
    assert_eq!(starts(&it.coach, &it.coach, WEEK)[0], "03-02T10:30");
    it.coach.put(&path, mornings()).if_match(1).problem(412, "version_mismatch");
}

#[test]
fn slots_are_shared_with_coachees_of_the_coach_and_nobody_else() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let path = format!("/users/{}/availability", it.coach.id);
    it.coach.put(&path, mornings()).expect(200);
    let slots = format!("/users/{}/slots?{WEEK}", it.coach.id);
    let (other_coach, stranger) = (app.coach("Carl"), app.coachee("Gus"));
    for person in [&it.coachee, &other_coach, &stranger] {
        person.get(&slots).problem(404, "not_found");
    }
    it.coachee.get(&path).problem(404, "not_found");
    assert_eq!(it.coach.post(&format!("{path}/share"), ()).expect(200)["shared"], json!(true));
    assert_eq!(it.coachee.get(&slots).expect(200).data().len(), 7);
    for person in [&other_coach, &stranger] {
        person.get(&slots).problem(404, "not_found");
    }
    it.coachee.get(&path).problem(404, "not_found");
    other_coach.put(&path, mornings()).problem(404, "not_found");
    it.coach.post(&format!("{path}/unshare"), ()).expect(200);
    it.coachee.get(&slots).problem(404, "not_found");
    assert_eq!(app.admin().get(&slots).expect(200).data().len(), 7);
    // Who is no coach has no timetable.
    app.admin().put(&format!("/users/{}/availability", it.coachee.id), mornings()).problem(404, "not_found");
}

#[test]
fn every_fault_of_a_timetable_is_told() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let path = format!("/users/{}/availability", coach.id);
    let bad = json!({
        "time_zone": "Europe/Berlin",
        "weekly": [{"day": "monday", "start": "09:00", "end": "09:00"}, {"day": "sunday", "start": "22:00", "end": "00:00"}],
        "exceptions": [{"on": "2026-03-03", "windows": [{"start": "10:00", "end": "09:00"}]}, {"on": "2026-03-03", "windows": []}],
        "slot_interval": "PT1M", "minimum_notice": "P91D", "buffer_before": "P2D",
    });
    let faults: Vec<String> = coach.put(&path, bad).problem(422, "validation_failed").faults().into_iter().map(|(at, _)| at).collect();
    let expected =
        ["/buffer_before", "/exceptions/0/windows/0/end", "/exceptions/1/on", "/minimum_notice", "/slot_interval", "/weekly/0/end"];
    assert_eq!(faults, expected);
    let words = json!({"time_zone": "Mars/Olympus", "weekly": [{"day": "someday", "start": "9", "end": "25:00"}]});
    assert_eq!(coach.put(&path, words).problem(422, "validation_failed").faults().len(), 4);
    for query in ["from=2026-03-08T00:00:00Z&to=2026-03-01T00:00:00Z", "from=2026-03-01T00:00:00Z&to=2026-06-01T00:00:00Z", "duration=PT1M"]
    {
        coach.get(&format!("/users/{}/slots?{query}", coach.id)).problem(400, "invalid_parameter");
    }
}
