//! Talks before a coach is selected.

use super::{Choice, share};
use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Person, TestApp, at_once, json, racing};

#[test]
fn c60_c61_where_a_coach_shares_availability_the_answer_offers_slots_and_one_is_booked() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Choice::started(&app);
    share(&it.cora);
    let coaches = it.coachee.get(&it.path("/coaches")).expect(200);
    assert_eq!((&coaches.data()[0]["shares_availability"], &coaches.data()[1]["shares_availability"]), (&json!(true), &json!(false)));
    let offer = it.request(&it.cora);
    app.work();
    let slots: Vec<_> =
        offer["slots"].as_array().unwrap().iter().map(|slot| slot["local_starts_at"].as_str().unwrap().to_owned()).collect();
    assert_eq!(slots[..3], ["2026-03-02T09:00:00", "2026-03-02T09:30:00", "2026-03-02T10:00:00"]);
    it.coachee.get(&format!("/users/{}/slots", it.cora.id)).expect(200);
    it.coachee.post(&it.path("/interviews"), json!({"coach_id": it.cora.id})).problem(409, "interview_open");
    let path = format!("/interviews/{}", offer.id());
    it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": "2026-03-02T09:10:00Z"})).problem(409, "time_not_offered");
    it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": DAY_AFTER})).problem(409, "time_not_offered");
    it.cora.post(&format!("{path}/schedule"), json!({"starts_at": TOMORROW})).problem(403, "forbidden");
    let booked = it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": TOMORROW})).expect(200);
    let session = &booked["session"];
    assert_eq!(
        (booked.str("status"), &session["starts_at"], &session["location"]),
        ("scheduled".into(), &json!(TOMORROW), &json!("Room 3"))
    );
    assert_eq!(session["interview_id"], json!(offer.id()));
    app.work();
    let (coachs, coachees) = (inbox.mails_to(&it.cora.email), inbox.mails_to(&it.coachee.email));
    assert!(coachs.last().unwrap().subject.starts_with("Interview: Cora and Emil"), "{:?}", inbox.subjects(&it.cora));
    assert!(coachs.last().unwrap().calendar.is_some() && coachees.last().unwrap().calendar.is_some());
    assert_eq!(it.cora.ids("/sessions"), it.coachee.ids("/sessions"));
    // It is moved to another slot and then cancelled.
    it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": "2026-03-02T10:00:00Z"})).expect(200);
    app.work();
    it.coachee.post(&format!("{path}/cancel"), ()).expect(200);
    app.work();
    let subjects: Vec<String> = inbox.subjects(&it.cora).into_iter().map(|subject| subject.chars().take(10).collect()).collect();
    assert_eq!(subjects[1..], ["Interview:", "Changed: I", "Cancelled:"]);
}

#[test]
fn c61_two_who_book_one_slot_of_a_coach_do_not_both_get_it() {
    let app = racing();
    let admin = app.admin();
    let cora = app.coach("Cora");
    share(&cora);
    let template = admin.post("/program-templates", json!({"title": "Ninety days"})).expect(201).id();
    let interviews: Vec<(Person, String)> = (0..20)
        .map(|number| {
            let coachee = app.coachee(&format!("C{number}"));
            let body = json!({"coachee_id": coachee.id, "coach_ids": [cora.id], "template_id": template});
            let id = admin.post("/matches", body).expect(201).id();
            admin.post(&format!("/matches/{id}/start"), ()).expect(200);
            let interview = coachee.post(&format!("/matches/{id}/interviews"), json!({"coach_id": cora.id})).expect(201).id();
            (coachee, interview)
        })
        .collect();
    let answers = at_once(20, |number| {
        let (coachee, interview) = &interviews[number];
        coachee.post(&format!("/interviews/{interview}/schedule"), json!({"starts_at": TOMORROW})).send()
    });
    let booked = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((booked, answers.iter().filter(|answer| answer["code"] == "slot_taken").count()), (1, 19));
    assert_eq!(cora.ids("/sessions").len(), 1);
}

#[test]
fn c62_else_the_coach_proposes_up_to_three_times() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Choice::started(&app);
    let offer = it.request(&it.carl);
    assert_eq!(offer["slots"], json!([]));
    app.work();
    assert_eq!(inbox.subjects(&it.carl), ["Emil would like to talk to you"]);
    let path = format!("/interviews/{}", offer.id());
    let times = [TOMORROW, DAY_AFTER, "2026-03-04T09:00:00Z", "2026-03-05T09:00:00Z"];
    it.carl.post(&format!("{path}/propose-times"), json!({"starts_at": times})).problem(422, "validation_failed");
    it.carl.post(&format!("{path}/propose-times"), json!({"starts_at": ["2020-01-01T09:00:00Z"]})).problem(422, "validation_failed");
    it.coachee.post(&format!("{path}/propose-times"), json!({"starts_at": [TOMORROW]})).problem(403, "forbidden");
    it.cora.post(&format!("{path}/propose-times"), json!({"starts_at": [TOMORROW]})).problem(404, "not_found");
    let body = json!({"starts_at": times[..2], "duration": "PT30M", "location": "Room 9"});
    it.carl.post(&format!("{path}/propose-times"), body).expect(200);
    app.work();
    let mail = inbox.mails_to(&it.coachee.email).pop().unwrap();
    assert_eq!(mail.subject, "Carl proposes times");
    assert!(mail.text.contains("Monday, 2 March 2026, 10:00 (Europe/Berlin)\r\nTuesday, 3 March 2026, 10:00"), "{}", mail.text);
    it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": times[2]})).problem(409, "time_not_offered");
    let booked = it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": DAY_AFTER})).expect(200);
    assert_eq!((&booked["session"]["duration"], &booked["session"]["location"]), (&json!("PT30M"), &json!("Room 9")));
}

#[test]
fn c63_where_the_setting_says_so_an_admin_approves_an_interview_first() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"interview_approval": true}));
    let it = Choice::started(&app);
    share(&it.cora);
    let offer = it.request(&it.cora);
    assert_eq!((offer.str("status"), &offer["slots"]), ("requested".into(), &json!([])));
    let path = format!("/interviews/{}", offer.id());
    it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": TOMORROW})).problem(409, "approval_pending");
    it.cora.post(&format!("{path}/propose-times"), json!({"starts_at": [TOMORROW]})).problem(409, "approval_pending");
    it.cora.post(&format!("{path}/approve"), ()).problem(403, "forbidden");
    app.work();
    assert!(inbox.subjects(&it.admin).contains(&"To approve: an interview of Emil with Cora".to_owned()));
    assert_eq!(inbox.mails_to(&it.cora.email).len(), 0);
    let approved = it.admin.post(&format!("{path}/approve"), ()).expect(200);
    assert!(!approved["slots"].as_array().unwrap().is_empty());
    app.work();
    assert_eq!(inbox.subjects(&it.coachee)[1..], ["Arrange your interview with Cora"]);
    it.coachee.post(&format!("{path}/schedule"), json!({"starts_at": TOMORROW})).expect(200);
    let refused = it.request(&it.carl).id();
    let declined = it.admin.post(&format!("/interviews/{refused}/decline"), json!({"reason": "On leave."})).expect(200);
    assert_eq!((declined.str("status"), declined.str("reason")), ("declined".into(), "On leave.".into()));
    it.coachee.post(&format!("/interviews/{refused}/schedule"), json!({"starts_at": TOMORROW})).problem(409, "invalid_transition");
}
