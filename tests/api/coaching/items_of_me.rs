//! What a person was sent, over all engagements.

use crate::support::coaching::TOMORROW;
use crate::support::{Programme, TestApp, json};

#[test]
fn c35_c51_a_coachee_lists_what_was_sent_to_them_and_nothing_else() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (task, waiting, session) = (it.task("Write"), it.task("Not sent"), it.session("Meet"));
    assert_eq!(it.coachee.ids("/me/items"), [""; 0]);
    it.send(&task);
    it.schedule(&session, TOMORROW);
    let seen = it.coachee.get("/me/items").expect(200);
    assert_eq!(seen.ids(), [session.clone(), task.clone()]);
    assert_eq!((&seen.data()[1]["allowed_actions"], &seen.data()[1]["color"]), (&json!(["complete"]), &json!("purple")));
    assert!(!seen.ids().contains(&waiting));
    it.coachee.post(&format!("/items/{task}/complete"), ()).expect(200);
    assert_eq!(it.coachee.ids("/me/items?status=completed"), std::slice::from_ref(&task));
    assert_eq!(it.coachee.ids("/me/items?status=scheduled"), std::slice::from_ref(&session));
    let first = it.coachee.get("/me/items?limit=1").expect(200);
    assert_eq!(it.coachee.ids(&format!("/me/items?limit=1&cursor={}", first.str("next_cursor"))), [task]);
    assert_eq!(app.coachee("Gus").ids("/me/items"), [""; 0]);
    assert_eq!(it.coach.ids("/me/items"), [""; 0]);
}

#[test]
fn c31_what_a_draft_holds_is_in_nobodys_list() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let session = it.session("Meet");
    it.schedule(&session, TOMORROW);
    assert_eq!(it.coachee.ids("/me/items"), [""; 0]);
    it.act("activate");
    assert_eq!(it.coachee.ids("/me/items"), [session]);
}
