//! Addresses that get no mail.

use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, Value, json};

/// An email connection of the organization; where its provider reports bounces.
fn bounce_path(app: &TestApp) -> String {
    let email = json!({"provider": "smtp", "host": "127.0.0.1", "port": 25, "security": "none", "from_email": "hello@northwind.example"});
    let made = app.admin().post("/channel-connections", json!({"kind": "email", "name": "Our mail", "email": email})).expect(201);
    let id = made.id();
    // What was made is not used for sending here.
    app.admin().post(&format!("/channel-connections/{id}/disable"), ()).expect(200);
    app.work();
    made.str("bounce_url").strip_prefix("https://rapport.example/api/v1").unwrap().to_owned()
}

/// A task is sent; how its mail ended.
fn outcome(app: &TestApp, it: &Programme) -> String {
    it.send(&it.task("Write"));
    app.work();
    app.told("type=task_sent").pop().unwrap()
}

#[test]
fn an_address_that_bounced_gets_no_mail_until_it_is_taken_off_the_list() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (admin, path) = (app.admin(), bounce_path(&app));
    let report = json!({"email": it.coachee.email.to_uppercase(), "kind": "hard", "detail": "no such mailbox"});
    assert_eq!(app.guest().post(&path, report.clone()).expect(200)["suppressed"], 1);
    assert_eq!(app.guest().post(&path, report).expect(200)["suppressed"], 0);
    let list = admin.get("/email-suppressions").expect(200);
    let entry = &list.data()[0];
    assert_eq!(
        (&entry["email"], &entry["reason"], &entry["detail"]),
        (&json!(it.coachee.email), &json!("hard_bounce"), &json!("no such mailbox"))
    );
    assert_eq!(outcome(&app, &it), "task_sent suppressed address_suppressed");
    assert_eq!(it.coachee.get("/me/notifications").expect(200)["unread_count"], 1, "the list goes on");
    admin.delete(&format!("/email-suppressions/{}", list.ids()[0])).expect(204);
    assert_eq!(outcome(&app, &it), "task_sent sent");
    assert_eq!(inbox.mails_to(&it.coachee.email).len(), 1);
    app.work();
    let events = admin.get("/events?type=email.bounced").expect(200);
    assert_eq!((events.data().len(), &events.data()[0]["data"]["reason"]), (1, &json!("hard_bounce")));
}

#[test]
fn what_providers_report_is_understood() {
    let app = TestApp::start();
    let path = bounce_path(&app);
    let reports: Vec<(Value, i64)> = vec![
        (json!({"RecordType": "Bounce", "Type": "HardBounce", "Email": "p@x.example", "Details": "unknown"}), 1),
        (json!([{"event": "spamreport", "email": "s@x.example"}, {"event": "delivered", "email": "d@x.example"}]), 1),
        (json!({"type": "email.bounced", "data": {"to": ["r@x.example"], "bounce": {"type": "Permanent", "message": "gone"}}}), 1),
        (json!({"email": "soft@x.example", "kind": "soft"}), 0),
        (json!([{"email": "a@x.example", "kind": "hard"}, {"email": "a@x.example", "kind": "complaint"}]), 1),
        (json!({"something": "else"}), 0),
        (json!([]), 0),
    ];
    for (report, count) in reports {
        assert_eq!(app.guest().post(&path, report.clone()).expect(200)["suppressed"], count, "{report}");
    }
    let list = app.admin().get("/email-suppressions").expect(200);
    let mut known: Vec<&str> = list.data().iter().map(|entry| entry["email"].as_str().unwrap()).collect();
    known.sort_unstable();
    assert_eq!(known, ["a@x.example", "p@x.example", "r@x.example", "s@x.example"]);
}

#[test]
fn only_who_was_given_the_address_can_report() {
    let app = TestApp::start();
    let path = bounce_path(&app);
    let report = || json!({"email": "gone@x.example", "kind": "hard"});
    app.guest().post("/public/bounces/guessed", report()).problem(404, "not_found");
    app.guest().post(&format!("{path}x"), report()).problem(404, "not_found");
    assert_eq!(app.admin().ids("/email-suppressions"), [""; 0]);
    // It counts in that organization alone.
    app.guest().post(&path, report()).expect(200);
    assert_eq!(app.other_org().admin().ids("/email-suppressions"), [""; 0]);
}

#[test]
fn somebody_can_be_put_on_the_list_by_hand() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let admin = app.admin();
    let put = || admin.post("/email-suppressions", json!({"email": it.coachee.email})).expect(201);
    assert_eq!((put().id(), &put()["reason"]), (put().id(), &json!("manual")));
    assert_eq!(outcome(&app, &it), "task_sent suppressed address_suppressed");
    let other = app.other_org();
    let id = put().id();
    other.admin().delete(&format!("/email-suppressions/{id}")).problem(404, "not_found");
    it.coach.post("/email-suppressions", json!({"email": "x@x.example"})).problem(403, "forbidden");
}

#[test]
fn a_mail_that_waits_is_not_sent_to_an_address_that_bounced_meanwhile() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let path = bounce_path(&app);
    inbox.fail_next(1, 451);
    assert_eq!(outcome(&app, &it), "task_sent pending");
    app.guest().post(&path, json!({"email": it.coachee.email, "kind": "complaint"})).expect(200);
    app.advance("PT1M");
    app.work();
    assert_eq!(
        (inbox.mails_to(&it.coachee.email).len(), app.told("type=task_sent")),
        (0, vec!["task_sent suppressed address_suppressed".to_owned()])
    );
}
