//! What would happen, without its happening.

use crate::support::coaching::TOMORROW;
use crate::support::{Answer, Programme, TestApp, Value, json};

/// Types of the events that would be announced.
fn effects(answer: &Answer) -> Vec<&str> {
    let events = answer["effects"].as_array().unwrap().iter().filter(|effect| effect["kind"] == "event");
    events.map(|effect| effect["type"].as_str().unwrap()).collect()
}

#[test]
fn a_dry_run_of_any_command_leaves_nothing_behind() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [task, session, sent] = [it.task("Write"), it.session("Meet"), it.task("Sent")];
    it.send(&sent);
    it.act("share");
    let (engagement, events) = (it.show(), it.events());
    let item = |verb: &str| format!("/items/{task}/{verb}?dry_run=true");
    let whole = |verb: &str| it.path(&format!("/{verb}?dry_run=true"));
    let posts: Vec<(String, Value, &[&str])> = vec![
        (whole("items"), json!({"kind": "task", "title": "New", "position": 1}), &["item.created"]),
        (whole("unshare"), json!({}), &["engagement.unshared"]),
        (whole("cancel"), json!({"reason": "Just looking"}), &["engagement.cancelled"]),
        (whole("duplicate"), json!({}), &["engagement.created"]),
        (whole("save-as-template"), json!({}), &["program_template.created"]),
        (item("schedule"), json!({"scheduled_at": TOMORROW}), &["item.scheduled"]),
        (item("send"), json!({}), &["item.sent"]),
        (item("complete"), json!({}), &["item.completed"]),
        (item("duplicate"), json!({}), &["item.created"]),
        (item("recipients"), json!({"user_id": it.coach.id}), &["item.recipient_added"]),
        (format!("/items/{sent}/resend?dry_run=true"), json!({}), &["item.resent"]),
        (format!("/items/{session}/schedule?dry_run=true"), json!({"scheduled_at": TOMORROW}), &["item.scheduled", "session.scheduled"]),
        ("/engagements?dry_run=true".into(), json!({"title": "T", "coachee_ids": [it.coachee.id]}), &["engagement.created"]),
        ("/engagements/bulk?dry_run=true".into(), json!({"title": "T", "coachee_ids": [it.coachee.id]}), &["engagement.created"]),
    ];
    for (path, body, told) in posts {
        assert_eq!(effects(&it.coach.post(&path, body).expect(200)), told, "{path}");
    }
    let order = json!({"item_ids": [session, task, sent]});
    let reordered = it.coach.put(&it.path("/items/order?dry_run=true"), order).expect(200);
    assert_eq!((reordered.ids()[0].as_str(), effects(&reordered)), (session.as_str(), vec!["engagement.items_reordered"]));
    assert_eq!(effects(&it.coach.patch(&format!("/items/{task}?dry_run=true"), json!({"title": "Draw"})).expect(200)), ["item.updated"]);
    assert_eq!(effects(&it.coach.delete(&format!("/items/{task}?dry_run=true")).expect(200)), ["item.deleted"]);
    assert_eq!((it.show().body, it.events()), (engagement.body, events));
    assert_eq!((it.coach.ids("/engagements").len(), it.coach.ids("/program-templates").len()), (1, 0));
    assert_eq!(it.coach.ids(&format!("/items/{task}/recipients")).len(), 1);
}

#[test]
fn a_dry_run_answers_what_the_command_would() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let form = it.form_after(&task, None);
    let tried = it.on(&task, "complete?dry_run=true", ()).expect(200);
    assert_eq!((&tried["status"], effects(&tried)), (&json!("completed"), vec!["item.completed", "item.sent"]));
    assert_eq!(tried["effects"][1]["subject_id"], json!(form));
    assert_eq!(it.progress(), [2, 2, 0, 0]);
    it.on(&task, "resend?dry_run=true", ()).problem(409, "not_sent");
    it.coach.post(&it.path("/complete?dry_run=true"), ()).problem(409, "open_items");
    it.coachee.post(&format!("/items/{task}/send?dry_run=true"), ()).problem(403, "forbidden");
}
