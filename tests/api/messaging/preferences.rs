//! What people choose not to hear.

use crate::support::coaching::DAY_AFTER;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

/// The path of the address in a mail's List-Unsubscribe header.
fn unsubscribe(header: &str) -> String {
    let path = header.trim_matches(['<', '>']).strip_prefix("https://rapport.example/api/v1").unwrap();
    path.to_owned()
}

/// A session of which its attendee was reminded.
fn reminded(inbox: &Inbox, app: &TestApp) -> (Programme, String) {
    let it = Programme::active(app);
    it.schedule(&it.session("First session"), DAY_AFTER);
    app.work();
    app.advance("P1D");
    app.work();
    let mails = inbox.mails_to(&it.coachee.email);
    assert_eq!((mails[0].header("list-unsubscribe"), mails[0].header("list-unsubscribe-post")), ("", ""));
    assert_eq!(mails[1].header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    let path = unsubscribe(mails[1].header("list-unsubscribe"));
    (it, path)
}

#[test]
fn only_optional_mails_can_be_unsubscribed_and_looking_changes_nothing() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let (it, path) = reminded(&inbox, &app);
    let guest = app.guest();
    for _ in 0..2 {
        let seen = guest.get(&path).expect(200);
        assert_eq!((&seen["type"], &seen["subscribed"]), (&json!("session_reminder"), &json!(true)));
    }
    app.advance("PT23H");
    app.work();
    assert_eq!(inbox.mails_to(&it.coachee.email).len(), 3);
}

#[test]
fn one_click_ends_mails_of_that_kind_and_no_others() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let (it, path) = reminded(&inbox, &app);
    // As mail programs do it (RFC 8058).
    let click = || app.guest().post(&path, "List-Unsubscribe=One-Click").header("content-type", "application/x-www-form-urlencoded");
    for _ in 0..2 {
        assert_eq!(click().expect(200)["subscribed"], false);
    }
    app.advance("PT23H");
    app.work();
    let told = app.told("type=session_reminder");
    assert_eq!(told, ["session_reminder sent", "session_reminder suppressed unsubscribed"]);
    assert_eq!(app.notifications("type=session_reminder&channel=in_app&state=sent").len(), 2, "the list goes on");
    it.send(&it.task("Write"));
    app.work();
    assert_eq!(inbox.subjects(&it.coachee).last().unwrap(), "A task for you: Write");
    let own = it.coachee.get("/me/notification-preferences").expect(200);
    let entry = own["preferences"].as_array().unwrap().iter().find(|entry| entry["type"] == "session_reminder").unwrap();
    assert_eq!((&entry["email"], &entry["in_app"]), (&json!(false), &json!(true)));
}

#[test]
fn a_token_that_was_tampered_with_is_not_there() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let (it, path) = reminded(&inbox, &app);
    let last = path.chars().last().unwrap();
    let other = app.coach("Otto");
    let tampered = [
        format!("{}{}", &path[..path.len() - 1], if last == 'A' { 'B' } else { 'A' }),
        path.replace(&it.coachee.id, &other.id),
        path.replace("session_reminder", "item_reminder"),
        path.replace("session_reminder", "invitation"),
        "/public/unsubscribe/guessed".to_owned(),
        format!("/public/unsubscribe/{}.session_reminder.", it.coachee.id),
    ];
    for path in &tampered {
        app.guest().get(path).problem(404, "not_found");
        app.guest().post(path, ()).problem(404, "not_found");
    }
    app.guest().get(&path).expect(200);
}

#[test]
fn each_person_chooses_what_to_hear_and_where() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let before = it.coachee.get("/me/notification-preferences").expect(200);
    let types: Vec<&str> = before["preferences"].as_array().unwrap().iter().map(|entry| entry["type"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        [
            "resource_shared",
            "item_reminder",
            "item_completed",
            "session_reminder",
            "milestone_reminder",
            "feedback_received",
            "invoice_paid",
            "mission_available",
            "mission_reminder",
            "submission_received",
            "reward_to_hand_over",
            "points_corrected",
        ]
    );
    let change = json!({"preferences": [{"type": "session_reminder", "email": true, "in_app": false}]});
    let after = it.coachee.put("/me/notification-preferences", change).expect(200);
    assert_eq!((&after["preferences"][3]["type"], &after["preferences"][3]["in_app"]), (&json!("session_reminder"), &json!(false)));
    assert_eq!(after["preferences"][2], before["preferences"][2]);
    it.schedule(&it.session("First session"), DAY_AFTER);
    app.advance("P1D");
    app.work();
    assert_eq!(app.told("type=session_reminder"), ["session_reminder sent"]);
    let in_app = app.notifications("type=session_reminder&channel=in_app");
    assert_eq!((&in_app[0]["state"], &in_app[0]["reason"]), (&json!("suppressed"), &json!("unsubscribed")));
    // And back.
    let change = json!({"preferences": [{"type": "session_reminder", "email": true, "in_app": true}]});
    assert_eq!(it.coachee.put("/me/notification-preferences", change).expect(200).body, before.body);
}

#[test]
fn what_has_to_be_heard_cannot_be_switched_off() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let change = |key: &str| json!({"preferences": [{"type": key, "email": false, "in_app": false}]});
    for key in ["invitation", "task_sent", "nothing"] {
        let refused = coach.put("/me/notification-preferences", change(key)).problem(422, "validation_failed");
        assert_eq!(refused.faults()[0].0, "/preferences/0/type");
    }
    app.api_key(&["notifications:read"]).get("/me/notification-preferences").problem(403, "forbidden");
}
