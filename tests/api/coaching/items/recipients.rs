//! Whom items are for.

use crate::support::coaching::TOMORROW;
use crate::support::{Programme, TestApp, json};

#[test]
fn c53_a_new_item_starts_with_the_engagements_coachees() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    for item in [it.task("Write"), it.session("Meet")] {
        let people = it.coach.get(&format!("/items/{item}/recipients")).expect(200);
        let person = &people.data()[0];
        assert_eq!(people.data().len(), 1);
        assert_eq!((&person["user_id"], &person["name"]), (&json!(it.coachee.id), &json!("Emil")));
        assert_eq!((&person["required"], &person["completed_at"]), (&json!(true), &json!(null)));
    }
}

#[test]
fn c52_c53_without_anybody_nothing_is_scheduled_or_sent() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    for (item, code) in [(it.task("Write"), "recipients_required"), (it.session("Meet"), "attendees_required")] {
        let only = it.coach.ids(&format!("/items/{item}/recipients"))[0].clone();
        it.coach.delete(&format!("/items/{item}/recipients/{only}")).expect(204);
        it.on(&item, "schedule", json!({"scheduled_at": TOMORROW})).problem(422, code);
        let refused = it.on(&item, "schedule", ()).problem(422, "validation_failed");
        assert!(refused.faults().contains(&(String::new(), code.to_owned())), "{}", refused.text());
        let seen = it.seen(&item);
        assert_eq!((&seen["status"], &seen["scheduled_at"]), (&json!("unscheduled"), &json!(null)));
        it.on(&item, "recipients", json!({"user_id": it.coachee.id})).expect(201);
        it.schedule(&item, TOMORROW);
    }
    let task = it.task("Write");
    let only = it.coach.ids(&format!("/items/{task}/recipients"))[0].clone();
    it.coach.delete(&format!("/items/{task}/recipients/{only}")).expect(204);
    it.on(&task, "send", ()).problem(422, "recipients_required");
    assert_eq!(it.seen(&task)["sent_at"], json!(null));
}

#[test]
fn c52_c53_the_last_one_stays_while_it_is_scheduled() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let (task, session) = (it.task("Write"), it.session("Meet"));
    for (item, code) in [(&task, "recipients_required"), (&session, "attendees_required")] {
        it.schedule(item, TOMORROW);
        let path = format!("/items/{item}/recipients");
        let only = it.coach.ids(&path)[0].clone();
        it.coach.delete(&format!("{path}/{only}")).problem(422, code);
        let second = it.on(item, "recipients", json!({"user_id": it.coach.id})).expect(201).id();
        it.coach.delete(&format!("{path}/{only}")).expect(204);
        assert_eq!(it.coach.ids(&path), [second]);
    }
    app.advance("P1D");
    assert_eq!((app.run_workers_until_idle(), it.seen(&task)["sent_at"].is_string()), (2, true), "the task, and a reminder of the session");
}

#[test]
fn c75_anybody_of_the_organization_can_be_a_recipient_once() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (advocate, stranger) = (app.advocate("Avi"), app.other_org().coachee("Olga"));
    let form = it.item(json!({"kind": "form", "title": "Ask"}));
    let added = it.on(&form, "recipients", json!({"user_id": advocate.id, "required": false})).expect(201);
    assert_eq!((&added["name"], &added["required"]), (&json!("Avi"), &json!(false)));
    it.on(&form, "recipients", json!({"user_id": advocate.id})).problem(409, "recipient_exists");
    it.on(&form, "recipients", json!({"user_id": it.coachee.id})).problem(409, "recipient_exists");
    it.on(&form, "recipients", json!({"user_id": stranger.id})).problem(404, "not_found");
    it.coachee.post(&format!("/items/{form}/recipients"), json!({"user_id": advocate.id})).problem(403, "forbidden");
    app.coach("Carl").get(&format!("/items/{form}/recipients")).problem(404, "not_found");
    assert_eq!(it.coach.ids(&format!("/items/{form}/recipients")).len(), 2);
}

#[test]
fn a_completed_item_takes_no_further_recipient() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.complete(&task);
    let refused = it.on(&task, "recipients", json!({"user_id": it.coach.id})).problem(409, "invalid_transition");
    assert_eq!(refused["allowed_actions"], json!(["reopen"]));
    assert_eq!(it.coach.ids(&format!("/items/{task}/recipients")).len(), 1);
}

#[test]
fn a_recipient_is_removed_from_their_own_item_only() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [one, other] = [it.task("One"), it.task("Other")];
    let recipient = it.coach.ids(&format!("/items/{one}/recipients"))[0].clone();
    it.coach.delete(&format!("/items/{other}/recipients/{recipient}")).problem(404, "not_found");
    it.coach.delete(&format!("/items/{one}/recipients/{recipient}")).if_match(9).problem(412, "version_mismatch");
    it.coach.delete(&format!("/items/{one}/recipients/{recipient}")).expect(204);
    it.coach.delete(&format!("/items/{one}/recipients/{recipient}")).problem(404, "not_found");
}
