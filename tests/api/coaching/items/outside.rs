//! People without an account whom items are for.

use crate::support::coaching::TOMORROW;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

const ERIK: &str = "Erik@Partner.example";

#[test]
fn c76_an_admin_adds_somebody_outside_and_a_coach_only_where_the_setting_allows_it() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let form = it.item(json!({"kind": "form", "title": "How was it?"}));
    let path = format!("/items/{form}/recipients");
    let erik = json!({"email": ERIK, "name": "Erik Eng"});
    it.coach.post(&path, erik.clone()).problem(403, "external_recipient_not_allowed");
    let added = app.admin().post(&path, erik).expect(201);
    assert_eq!((&added["user_id"], &added["name"], &added["email"]), (&json!(null), &json!("Erik Eng"), &json!(ERIK)));
    app.admin().post(&path, json!({"email": "erik@partner.EXAMPLE"})).problem(409, "recipient_exists");
    app.set(&json!({"external_recipients": "coaches"}));
    let nameless = it.coach.post(&path, json!({"email": "nora@partner.example"})).expect(201);
    assert_eq!(nameless["name"], json!(null));
    assert_eq!(it.coach.ids(&path).len(), 3);
}

#[test]
fn c75_c76_an_address_of_the_organization_is_its_user() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (form, advocate) = (it.item(json!({"kind": "form", "title": "How was it?"})), app.advocate("Ava"));
    let path = format!("/items/{form}/recipients");
    let added = app.admin().post(&path, json!({"email": advocate.email.to_uppercase()})).expect(201);
    assert_eq!((&added["user_id"], &added["email"]), (&json!(advocate.id), &json!(null)));
    app.admin().post(&path, json!({"email": it.coachee.email})).problem(409, "recipient_exists");
}

#[test]
fn c76_a_recipient_is_a_user_or_an_address_and_files_and_tasks_are_for_users() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (admin, task) = (app.admin(), it.task("Write"));
    let path = format!("/items/{task}/recipients");
    for body in [json!({}), json!({"user_id": it.coach.id, "email": ERIK}), json!({"user_id": it.coach.id, "name": "Erik"})] {
        let refused = admin.post(&path, body).expect(422);
        assert!(["validation_failed", "read_only_field"].contains(&refused.str("code").as_str()), "{}", refused.text());
    }
    let refused = admin.post(&path, json!({"email": ERIK})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/email".to_owned(), "users_only".to_owned())]);
    admin.post(&path, json!({"email": "not an address"})).problem(422, "validation_failed");
    assert_eq!(it.coach.ids(&path).len(), 1);
}

#[test]
fn c71_c76_somebody_outside_is_mailed_without_an_account_or_a_link_they_cannot_open() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    app.set(&json!({"time_zone": "America/New_York"}));
    app.admin().post(&format!("/items/{session}/recipients"), json!({"email": ERIK, "name": "Erik Eng"})).expect(201);
    it.schedule(&session, TOMORROW);
    app.work();
    let mails = inbox.mails_to(ERIK);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "First session: Monday, 2 March 2026, 04:00 (America/New_York)");
    assert!(mails[0].text.starts_with("Hello Erik Eng,") && !mails[0].text.contains("/items/"), "{}", mails[0].text);
    let kept = app.notifications("type=session_scheduled&channel=in_app");
    assert_eq!(kept.len(), 1, "only who can log in has a list");
    // Taken off again, they hear no more of it.
    let path = format!("/items/{session}/recipients");
    let people = it.coach.get(&path).expect(200);
    let erik = people.data().iter().find(|person| person["user_id"].is_null()).expect("Erik")["id"].as_str().unwrap().to_owned();
    it.coach.delete(&format!("{path}/{erik}")).expect(204);
    app.advance("PT23H30M");
    app.work();
    assert_eq!(inbox.mails_to(ERIK).iter().filter(|mail| mail.subject.starts_with("Soon")).count(), 0);
}
