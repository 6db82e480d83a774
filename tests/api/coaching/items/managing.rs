//! Copying and deleting items.

use crate::support::coaching::{SOON, TOMORROW};
use crate::support::{Programme, TestApp, json};

#[test]
fn c29_a_copy_stands_unscheduled_directly_after_its_source() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [first, last] = [
        it.item(json!({"kind": "task", "title": "Write", "description": "By hand.", "task": {"instructions": "Two pages."}})),
        it.task("Last"),
    ];
    it.on(&first, "recipients", json!({"user_id": it.coach.id, "required": false})).expect(201);
    it.send(&first);
    it.coachee.post(&format!("/items/{first}/complete"), ()).expect(200);
    let copy = it.on(&first, "duplicate", ()).expect(201);
    assert_eq!(copy.header("location"), format!("/api/v1/items/{}", copy.id()));
    assert_eq!((&copy["title"], &copy["description"], &copy["position"]), (&json!("Copy of Write"), &json!("By hand."), &json!(2)));
    assert_eq!((&copy["task"]["instructions"], &copy["status"]), (&json!("Two pages."), &json!("unscheduled")));
    for moment in ["scheduled_at", "time_zone", "sent_at", "completed_at", "completed_by"] {
        assert_eq!(copy[moment], json!(null));
    }
    assert_eq!(it.order(), [first, copy.id(), last]);
    let people = it.coach.get(&format!("/items/{}/recipients", copy.id())).expect(200);
    let people: Vec<_> =
        people.data().iter().map(|one| [one["user_id"].clone(), one["required"].clone(), one["completed_at"].clone()]).collect();
    assert_eq!(people, [[json!(it.coachee.id), json!(true), json!(null)], [json!(it.coach.id), json!(false), json!(null)]]);
    assert_eq!(it.progress(), [3, 2, 0, 1]);
}

#[test]
fn c29_a_copy_takes_no_date_and_no_records_with_it() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    it.schedule(&session, TOMORROW);
    let note = it.coach.post(&it.path("/notes"), json!({"body": "Went well."})).expect(201).id();
    it.on(&session, "records", json!({"kind": "note", "note": {"note_id": note}})).expect(201);
    let copy = it.on(&session, "duplicate", ()).expect(201);
    assert_eq!((&copy["scheduled_at"], &copy["session"]["location"]), (&json!(null), &json!("Room 7")));
    assert!(it.coach.ids(&format!("/items/{}/records", copy.id())).is_empty());
    assert_eq!(it.coach.ids(&format!("/items/{session}/records")).len(), 1);
}

#[test]
fn c30_deleting_cancels_pending_sends_and_closes_the_gap() {
    let app = TestApp::for_weeks();
    let it = Programme::shared(&app);
    let [first, dated, last] = ["First", "Dated", "Last"].map(|title| it.task(title));
    it.schedule(&dated, SOON);
    it.coach.delete(&format!("/items/{dated}")).expect(204);
    assert_eq!(it.order(), [first, last.clone()]);
    assert_eq!(it.seen(&last)["position"], json!(2));
    assert_eq!(it.progress(), [2, 2, 0, 0]);
    app.advance("PT1H");
    assert_eq!(app.run_workers_until_idle(), 0);
    for client in [&it.coach, &it.coachee] {
        client.get(&format!("/items/{dated}")).problem(404, "not_found");
    }
    it.coach.delete(&format!("/items/{dated}")).problem(404, "not_found");
    it.coach.delete(&format!("/items/{last}")).expect(204);
}

#[test]
fn c30_a_deleted_session_and_what_was_sent_are_gone_for_everybody() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [session, sent] = [it.session("Meet"), it.task("Sent")];
    it.schedule(&session, TOMORROW);
    it.send(&sent);
    for item in [&session, &sent] {
        it.coachee.get(&format!("/items/{item}")).expect(200);
        it.coachee.delete(&format!("/items/{item}")).problem(403, "forbidden");
        it.coach.delete(&format!("/items/{item}")).expect(204);
        it.coachee.get(&format!("/items/{item}")).problem(404, "not_found");
        it.coachee.post(&format!("/items/{item}/complete"), ()).problem(404, "not_found");
        it.on(item, "recipients", json!({"user_id": it.coach.id})).problem(404, "not_found");
    }
    assert_eq!((it.order().len(), it.progress()), (0, [0, 0, 0, 0]));
    assert_eq!(it.events().iter().filter(|event| *event == "item.deleted").count(), 2);
}
