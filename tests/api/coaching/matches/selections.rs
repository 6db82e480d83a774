//! The coach whom a coachee chose, and what follows.

use super::Choice;
use crate::support::coaching::TOMORROW;
use crate::support::receivers::Inbox;
use crate::support::{TestApp, json};

#[test]
fn c64_after_the_interviews_the_coachee_is_asked_to_select_and_not_before() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"interviews_required": 2}));
    let it = Choice::started(&app);
    assert_eq!(it.select(&it.cora).problem(409, "interviews_incomplete")["missing"], json!(2));
    it.interview(&app, &it.cora, TOMORROW);
    it.select(&it.cora).problem(409, "interviews_incomplete");
    assert!(!inbox.subjects(&it.coachee).contains(&"Who is to be your coach?".to_owned()));
    it.interview(&app, &it.carl, TOMORROW);
    assert_eq!(inbox.subjects(&it.coachee).iter().filter(|subject| *subject == "Who is to be your coach?").count(), 1);
    it.select(&app.coach("Olga")).problem(404, "not_found");
    it.cora.post(&it.path("/selection"), json!({"coach_id": it.cora.id})).problem(403, "forbidden");
    assert_eq!(it.select(&it.cora).expect(200).str("status"), "completed");
    it.select(&it.carl).problem(409, "invalid_transition");
}

#[test]
fn c65_c66_the_engagement_has_its_coach_once_the_selection_is_effective() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"selection_approval": true}));
    let it = Choice::started(&app);
    it.interview(&app, &it.cora, TOMORROW);
    let waiting = it.request(&it.carl).id();
    let selection = it.select(&it.cora).expect(200)["selection"].clone();
    assert_eq!((&selection["status"], it.admin.ids("/engagements")), (&json!("pending"), vec![]));
    it.select(&it.carl).problem(409, "selection_pending");
    app.work();
    assert!(inbox.subjects(&it.admin).contains(&"To approve: Emil chooses Cora".to_owned()));
    let path = format!("/selections/{}", selection["id"].as_str().unwrap());
    it.coachee.post(&format!("{path}/approve"), ()).problem(403, "forbidden");
    it.admin.post(&format!("{path}/reject"), json!({"reason": "No place left."})).expect(200);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee).last().unwrap(), "Please choose another coach");
    it.admin.post(&format!("{path}/approve"), ()).problem(409, "invalid_transition");
    let again = it.select(&it.carl).expect(200)["selection"]["id"].as_str().unwrap().to_owned();
    let done = it.admin.post(&format!("/selections/{again}/approve"), ()).expect(200);
    assert_eq!(done.str("status"), "completed");
    let engagement = it.carl.get(&format!("/engagements/{}", done.str("engagement_id"))).expect(200);
    assert_eq!((&engagement["coach"]["id"], engagement.str("title")), (&json!(it.carl.id), "Ninety days".into()));
    assert_eq!(engagement["coachees"][0]["id"], json!(it.coachee.id));
    assert_eq!(it.admin.get(&format!("/interviews/{waiting}")).expect(200).str("status"), "cancelled");
    app.work();
    assert_eq!(inbox.subjects(&it.carl).last().unwrap(), "Carl coaches Emil");
    // The coach may serve this coachee from now on.
    it.carl.post("/engagements", json!({"title": "More", "coachee_ids": [it.coachee.id]})).expect(201);
}

#[test]
fn c66_an_engagement_that_was_named_gets_the_coach() {
    let app = TestApp::start();
    let (admin, cora, coachee) = (app.admin(), app.coach("Cora"), app.coachee("Emil"));
    let engagement = admin.post("/engagements", json!({"title": "Waiting", "coachee_ids": [coachee.id]})).expect(201).id();
    let body = json!({"coachee_id": coachee.id, "coach_ids": [cora.id], "engagement_id": engagement, "interviews_required": 0});
    let id = admin.post("/matches", body).expect(201).id();
    coachee.post(&format!("/matches/{id}/selection"), json!({"coach_id": cora.id})).problem(404, "not_found");
    admin.post(&format!("/matches/{id}/start"), ()).expect(200);
    cora.get(&format!("/engagements/{engagement}")).problem(404, "not_found");
    coachee.post(&format!("/matches/{id}/selection"), json!({"coach_id": cora.id})).expect(200);
    assert_eq!(cora.get(&format!("/engagements/{engagement}")).expect(200)["coach"]["id"], json!(cora.id));
    let other = app.coachee("Gus");
    let body = json!({"coachee_id": other.id, "coach_ids": [cora.id], "engagement_id": engagement});
    admin.post("/matches", body).problem(404, "not_found");
}

#[test]
fn a_cancelled_match_takes_its_interviews_with_it() {
    let app = TestApp::start();
    let it = Choice::started(&app);
    let interview = it.request(&it.cora).id();
    it.cora.post(&format!("/interviews/{interview}/propose-times"), json!({"starts_at": [TOMORROW]})).expect(200);
    it.coachee.post(&format!("/interviews/{interview}/schedule"), json!({"starts_at": TOMORROW})).expect(200);
    it.admin.post(&it.path("/cancel"), ()).expect(200);
    let seen = it.coachee.get(&it.path("")).expect(200);
    assert_eq!((seen.str("status"), &seen["interviews"][0]["status"]), ("cancelled".into(), &json!("cancelled")));
    assert_eq!(seen["interviews"][0]["session"]["status"], json!("cancelled"));
    it.coachee.post(&it.path("/interviews"), json!({"coach_id": it.carl.id})).problem(409, "invalid_transition");
    it.admin.post(&it.path("/start"), ()).problem(409, "invalid_transition");
}
