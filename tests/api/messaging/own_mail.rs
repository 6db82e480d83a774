//! An organization's own mail server.

use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, Value, json};

/// Makes the organization send by a mail server of its own.
fn connect(app: &TestApp, inbox: &Inbox, more: &Value) -> String {
    let port: u16 = inbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let mut email = json!({
        "provider": "smtp", "host": "127.0.0.1", "port": port, "security": "none",
        "from_email": "coaching@northwind.example", "from_name": "Northwind Büro", "reply_to": "desk@northwind.example",
    });
    email.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.admin().post("/channel-connections", json!({"kind": "email", "name": "Our mail", "email": email})).expect(201).id()
}

#[test]
fn an_organizations_own_server_is_used_with_its_sender() {
    let (servers, own) = (Inbox::start(), Inbox::start());
    let app = TestApp::with_inbox(&servers);
    let it = Programme::active(&app);
    let id = connect(&app, &own, &json!({"username": "northwind", "secret": "a password"}));
    it.send(&it.task("Write"));
    app.work();
    let mail = &own.mails_to(&it.coachee.email)[0];
    assert_eq!((mail.from.as_str(), mail.login.as_deref()), ("coaching@northwind.example", Some("northwind")));
    assert_eq!(mail.header("from"), "Northwind Büro <coaching@northwind.example>");
    assert!(mail.header("reply-to").contains("desk@northwind.example"), "{}", mail.header("reply-to"));
    assert_eq!(servers.mails().len(), 0);
    // Switched off, the server's own way is taken again; another organization never had another.
    app.admin().post(&format!("/channel-connections/{id}/disable"), ()).expect(200);
    it.send(&it.task("Draw"));
    app.work();
    assert_eq!(servers.mails_to(&it.coachee.email)[0].from, "no-reply@rapport.example");
    assert_eq!(own.mails().len(), 1);
}

#[test]
fn no_more_leave_in_a_minute_than_the_server_takes() {
    let (servers, own) = (Inbox::start(), Inbox::start());
    let app = TestApp::with_inbox(&servers);
    let it = Programme::active(&app);
    connect(&app, &own, &json!({"messages_per_minute": 3}));
    for number in 0..7 {
        it.send(&it.task(&format!("Task {number}")));
    }
    let mut left = Vec::new();
    for _ in 0..6 {
        app.work();
        left.push(own.mails().len());
        app.advance("PT30S");
    }
    assert_eq!(left, [3, 3, 6, 6, 7, 7]);
    assert_eq!(servers.mails().len(), 0);
    assert!(app.told("").iter().all(|line| line == "task_sent sent"));
}

#[test]
fn a_server_that_is_down_is_tried_again_and_stays_connected() {
    let (servers, own) = (Inbox::start(), Inbox::start());
    let app = TestApp::with_inbox(&servers);
    let it = Programme::active(&app);
    let id = connect(&app, &own, &json!({}));
    own.fail_next(2, 421);
    it.send(&it.task("Write"));
    app.work();
    let connection = || app.admin().get(&format!("/channel-connections/{id}")).expect(200);
    assert_eq!((&connection()["state"], &connection()["failing_since"]), (&json!("enabled"), &json!("2026-03-01T09:00:00.000000Z")));
    for _ in 0..3 {
        app.advance("PT10M");
        app.work();
    }
    assert_eq!((own.mails().len(), app.told("")), (1, vec!["task_sent sent".to_owned()]));
    assert_eq!((&connection()["state"], &connection()["failing_since"]), (&json!("enabled"), &json!(null)));
}

#[test]
fn a_test_goes_to_who_asks_for_it() {
    let (servers, own) = (Inbox::start(), Inbox::start());
    let app = TestApp::with_inbox(&servers);
    let id = connect(&app, &own, &json!({}));
    let admin = app.admin();
    admin.post(&format!("/channel-connections/{id}/test"), ()).send();
    app.work();
    assert_eq!(own.subjects(&admin), ["A test of the mail connection"]);
    let shown = admin.get(&format!("/channel-connections/{id}")).expect(200);
    assert!(!shown.text().contains("password") && shown["email"]["from_email"] == "coaching@northwind.example");
}
