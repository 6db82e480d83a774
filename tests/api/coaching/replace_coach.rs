//! An engagement is handed over.

use crate::support::coaching::{SOON, TOMORROW};
use crate::support::{Person, Programme, TestApp, json};

/// A programme and a second coach who serves its coachee.
fn with_successor(app: &TestApp) -> (Programme, Person) {
    let (it, successor) = (Programme::active(app), app.coach("Carl"));
    app.assign(&successor, &[&it.coachee]);
    (it, successor)
}

#[test]
fn replacing_a_coach_moves_future_sessions_and_pending_sends() {
    let app = TestApp::for_weeks();
    let (it, successor) = with_successor(&app);
    let [session, task] = [it.session("Meet"), it.task("Write")];
    it.schedule(&session, TOMORROW);
    it.schedule(&task, SOON);
    let moved = app.admin().post(&it.path("/replace-coach"), json!({"coach_id": successor.id})).expect(200);
    assert_eq!((&moved["coach"], &moved["progress"]["scheduled"]), (&json!({"id": successor.id, "name": "Carl"}), &json!(2)));
    it.coach.get(&it.path("")).problem(404, "not_found");
    it.coach.get(&format!("/items/{session}")).problem(404, "not_found");
    it.coach.post(&format!("/items/{task}/unschedule"), ()).problem(404, "not_found");
    assert!(it.coach.ids("/engagements").is_empty());
    assert_eq!(successor.ids("/engagements"), [it.id.as_str()]);
    assert_eq!(successor.get(&format!("/items/{session}")).expect(200)["scheduled_at"], TOMORROW);
    app.advance("PT30M");
    assert_eq!(app.run_workers_until_idle(), 1);
    assert_eq!(successor.get(&format!("/items/{task}")).expect(200)["sent_at"], SOON);
    let timeline = successor.get(&it.path("/timeline?limit=100")).expect(200);
    let told: Vec<_> = timeline.data().iter().filter(|event| event["type"] == "engagement.coach_replaced").collect();
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["data"]["coach_id"], &told[0]["data"]["previous_coach_id"]), (&json!(successor.id), &json!(it.coach.id)));
}

#[test]
fn private_notes_stay_with_their_author() {
    let app = TestApp::start();
    let (it, successor) = with_successor(&app);
    let note = |visibility| it.coach.post(&it.path("/notes"), json!({"body": "Hm.", "visibility": visibility})).expect(201).id();
    let (private, shared) = (note("private"), note("shared"));
    app.admin().post(&it.path("/replace-coach"), json!({"coach_id": successor.id})).expect(200);
    assert_eq!(successor.ids(&it.path("/notes")), [shared.as_str()]);
    successor.get(&format!("/notes/{private}")).problem(404, "not_found");
    it.coach.get(&format!("/notes/{private}")).expect(200);
    it.coach.patch(&format!("/notes/{private}"), json!({"body": "Hm, hm."})).expect(200);
    it.coach.get(&format!("/notes/{shared}")).problem(404, "not_found");
    it.coach.get(&it.path("/notes")).problem(404, "not_found");
}

#[test]
fn only_an_admin_hands_over_and_only_to_a_coach_who_serves_the_coachees() {
    let app = TestApp::start();
    let (it, successor) = with_successor(&app);
    let (admin, unassigned, path) = (app.admin(), app.coach("Uwe"), it.path("/replace-coach"));
    let before = it.show();
    let to = |person: &Person| json!({"coach_id": person.id});
    it.coach.post(&path, to(&successor)).problem(403, "forbidden");
    it.coachee.post(&path, to(&successor)).problem(403, "forbidden");
    successor.post(&path, to(&successor)).problem(404, "not_found");
    for nobody in [&unassigned, &it.coachee, &admin] {
        admin.post(&path, to(nobody)).problem(404, "not_found");
    }
    admin.post(&path, ()).problem(422, "validation_failed");
    admin.post(&path, to(&successor)).if_match(1).problem(412, "version_mismatch");
    assert_eq!(admin.post(&path, to(&it.coach)).expect(200)["version"], before["version"]);
    assert_eq!(it.show().body, before.body);
}

#[test]
fn an_engagement_that_has_ended_is_not_handed_over_and_a_draft_gets_its_coach() {
    let app = TestApp::start();
    let (it, successor) = with_successor(&app);
    let admin = app.admin();
    it.act("complete");
    admin.post(&it.path("/replace-coach"), json!({"coach_id": successor.id})).problem(409, "engagement_not_active");
    assert_eq!(it.show()["coach"]["id"], json!(it.coach.id));
    let free = admin.post("/engagements", json!({"title": "T", "coachee_ids": [it.coachee.id]})).expect(201).id();
    admin.post(&format!("/engagements/{free}/replace-coach"), json!({"coach_id": successor.id})).expect(200);
    assert_eq!(successor.post(&format!("/engagements/{free}/activate"), ()).expect(200)["status"], "active");
}
