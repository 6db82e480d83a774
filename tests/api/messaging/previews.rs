//! What a notification would look like.

use crate::support::coaching::TOMORROW;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

#[test]
fn c56_a_preview_shows_each_recipient_what_they_would_get_and_leaves_nothing() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (session, guest) = (it.session("First session"), app.coachee("Gus"));
    let (newcomer, _) = app.record("Rea");
    guest.patch("/me", json!({"time_zone": "America/New_York"})).expect(200);
    it.also_for(&session, &guest.id);
    it.also_for(&session, &newcomer);
    it.schedule(&session, TOMORROW);
    app.work();
    let (events, told, mails) = (it.events(), app.notifications(""), inbox.mails().len());
    let path = format!("/items/{session}/notification/preview");
    let shown = it.coach.post(&path, json!({})).expect(200);
    let line = |index: usize| (&shown.data()[index]["recipient_id"], &shown.data()[index]["reason"]);
    assert_eq!(line(0), (&json!(it.coachee.id), &json!(null)));
    assert_eq!(line(2), (&json!(newcomer), &json!("recipient_not_active")));
    // Word for word what was sent.
    for (index, person) in [&it.coachee, &guest].into_iter().enumerate() {
        let (entry, mail) = (&shown.data()[index], &inbox.mails_to(&person.email)[0]);
        assert_eq!((&entry["subject"], &entry["address"]), (&json!(mail.subject), &json!(person.email)));
        assert_eq!(entry["text"].as_str().unwrap(), mail.text.replace("\r\n", "\n").trim_end());
        assert_eq!(entry["html"].as_str().unwrap().trim_end(), mail.html.replace("\r\n", "\n").trim_end());
    }
    app.work();
    assert_eq!((it.events(), app.notifications(""), inbox.mails().len()), (events, told, mails));
}

#[test]
fn c56_words_can_be_tried_before_they_are_kept() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let path = format!("/items/{task}/notification/preview");
    let html = "<p>{{item.title}}</p><script>x()</script>";
    let shown = it.coach.post(&path, json!({"subject": "Try {{item.title}}", "body": "B", "html": html})).expect(200);
    let entry = &shown.data()[0];
    assert_eq!((&entry["subject"], &entry["text"]), (&json!("Try Write"), &json!("B")));
    assert!(entry["html"].as_str().unwrap().contains("<p>Write</p>") && !shown.text().contains("<script"));
    assert_eq!(it.coach.get(&format!("/items/{task}/notification")).expect(200)["layer"], "built_in");
    it.coach.post(&path, json!({"subject": "{{nobody.knows}}"})).problem(422, "unknown_variable");
    app.coach("Otto").post(&path, json!({})).problem(404, "not_found");
    it.coachee.post(&path, json!({})).problem(403, "forbidden");
}

#[test]
fn c56_each_kind_can_be_previewed_with_examples() {
    let app = TestApp::start();
    let admin = app.admin();
    for entry in admin.get("/notification-types").expect(200).data() {
        let key = entry["key"].as_str().unwrap();
        let shown = admin.post(&format!("/notification-types/{key}/preview"), json!({})).expect(200);
        let preview = &shown.data()[0];
        assert_eq!((&preview["recipient_id"], &preview["reason"]), (&json!(null), &json!(null)));
        let text = shown.text();
        assert!(!text.contains("{{") && !preview["subject"].as_str().unwrap().is_empty(), "{key}: {text}");
        assert!(preview["text"].as_str().unwrap().starts_with("Hello Ana Alvarez,"), "{key}: {text}");
    }
    admin.put("/notification-types/task_sent/template", json!({"enabled": false, "subject": "Ours: {{item.title}}"})).expect(200);
    let shown = admin.post("/notification-types/task_sent/preview", json!({})).expect(200);
    assert_eq!((&shown.data()[0]["subject"], &shown.data()[0]["reason"]), (&json!("Ours: First session"), &json!("switched_off")));
    admin.post("/notification-types/nothing/preview", json!({})).problem(404, "not_found");
}
