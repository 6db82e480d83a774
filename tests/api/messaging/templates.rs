//! Words of one's own.

use crate::support::coaching::TOMORROW;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

const OF_TASKS: &str = "/notification-types/task_sent/template";

/// The subject of the mail about a new task.
fn subject(inbox: &Inbox, app: &TestApp, it: &Programme) -> String {
    it.send(&it.task("Write"));
    app.work();
    inbox.subjects(&it.coachee).pop().unwrap()
}

#[test]
fn c55_the_nearest_words_count_and_taking_them_away_goes_back() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let admin = app.admin();
    let of_engagement = it.path("/notification-templates/task_sent");
    assert_eq!(admin.get(OF_TASKS).expect(200)["layer"], "built_in");
    admin
        .put(OF_TASKS, json!({"subject": "For {{recipient.name}}: {{item.title}}", "body": "{{organization.name}} says: {{link}}"}))
        .expect(200);
    assert_eq!(subject(&inbox, &app, &it), "For Emil: Write");
    it.coach.put(&of_engagement, json!({"subject": "{{engagement.title}}: {{item.title}}"})).expect(200);
    assert_eq!(subject(&inbox, &app, &it), "Leading a first team: Write");
    // What the engagement leaves out is the organization's.
    assert!(inbox.mails().last().unwrap().text.starts_with("Northwind Coaching says: "));
    let task = it.task("Draw");
    let of_item = format!("/items/{task}/notification");
    let put = it.coach.put(&of_item, json!({"subject": "Just this one: {{item.title}}"})).expect(200);
    assert_eq!((&put["layer"], &put["type"]), (&json!("item"), &json!("task_sent")));
    it.send(&task);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee).last().unwrap(), "Just this one: Draw");
    assert_eq!(subject(&inbox, &app, &it), "Leading a first team: Write");
    it.coach.delete(&of_item).expect(204);
    assert_eq!(it.coach.get(&of_item).expect(200)["layer"], "engagement");
    it.coach.delete(&of_engagement).expect(204);
    assert_eq!(subject(&inbox, &app, &it), "For Emil: Write");
    admin.delete(OF_TASKS).expect(204);
    assert_eq!(subject(&inbox, &app, &it), "A task for you: Write");
    // A second engagement was never concerned.
    let another = Programme::active(&app);
    assert_eq!(subject(&inbox, &app, &another), "A task for you: Write");
}

#[test]
fn c55_a_kind_that_is_switched_off_does_not_go_out() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let admin = app.admin();
    admin.put(OF_TASKS, json!({"enabled": false})).expect(200);
    it.send(&it.task("Write"));
    app.work();
    assert_eq!((inbox.mails().len(), app.told("")), (0, vec!["task_sent suppressed switched_off".to_owned()]));
    let types = admin.get("/notification-types").expect(200);
    let tasks = types.data().iter().find(|entry| entry["key"] == "task_sent").unwrap();
    assert_eq!((&tasks["enabled"], &tasks["customized"]), (&json!(false), &json!(true)));
    // Nearer words do not switch it on again.
    it.coach.put(&it.path("/notification-templates/task_sent"), json!({"enabled": true})).expect(200);
    it.send(&it.task("Draw"));
    app.work();
    assert_eq!((inbox.mails().len(), app.told("")), (0, vec!["task_sent suppressed switched_off".to_owned(); 2]));
    admin.delete(OF_TASKS).expect(204);
    let (loud, quiet) = (it.task("Loud"), it.task("Quiet"));
    it.coach.put(&format!("/items/{quiet}/notification"), json!({"enabled": false})).expect(200);
    it.send(&loud);
    it.send(&quiet);
    app.work();
    assert!(inbox.subjects(&it.coachee).contains(&"A task for you: Loud".to_owned()));
    assert!(!inbox.subjects(&it.coachee).contains(&"A task for you: Quiet".to_owned()));
}

#[test]
fn c55_an_unknown_variable_is_refused_where_it_stands() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let admin = app.admin();
    let refused =
        admin.put(OF_TASKS, json!({"subject": "{{item.titel}}", "body": "{{session.starts_at}}"})).problem(422, "unknown_variable");
    let faults = ["/body", "/subject"].map(|pointer| (pointer.to_owned(), "unknown_variable".to_owned()));
    assert_eq!(refused.faults(), faults);
    assert!(refused.text().contains("recipient.name"), "it says which there are");
    let task = it.task("Write");
    for path in [it.path("/notification-templates/task_sent"), format!("/items/{task}/notification")] {
        let refused = it.coach.put(&path, json!({"html": "<p>{{ password }}</p>"})).problem(422, "unknown_variable");
        assert_eq!(refused.faults()[0].0, "/html");
    }
    admin.put(OF_TASKS, json!({"body": "{{ item.title }} {% if x %} {{"})).expect(200);
}

#[test]
fn c55_what_people_depend_on_cannot_be_switched_off() {
    let app = TestApp::start();
    let admin = app.admin();
    for key in ["invitation", "password_reset", "item_missed", "connection_disabled"] {
        let path = format!("/notification-types/{key}/template");
        admin.put(&path, json!({"enabled": false})).problem(409, "not_customizable");
        assert_eq!(admin.get(&path).expect(200)["enabled"], true);
    }
    admin.put("/notification-types/invitation/template", json!({"subject": "Welcome to {{organization.name}}"})).expect(200);
    admin.put("/notification-types/nothing/template", json!({"subject": "Hi"})).problem(404, "not_found");
}

#[test]
fn c55_html_is_rid_of_what_does_harm() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let html = r#"<h1>{{item.title}}</h1><p onclick="x()">Hello <b>{{recipient.name}}</b></p><script>x()</script>
        <style>p{}</style><img src="https://tracker.example/x.gif"><iframe src="https://x.example"></iframe>
        <a href="javascript:x()">bad</a> <a href="https://good.example">good</a> <form action="/x"><input name="y"></form>"#;
    let path = it.path("/notification-templates/task_sent");
    it.coach.put(&path, json!({"body": "Plain: {{item.title}}", "html": html})).expect(200);
    it.send(&it.task("<script>alert(1)</script>"));
    app.work();
    let mail = &inbox.mails_to(&it.coachee.email)[0];
    assert_eq!(mail.text.trim(), "Plain: <script>alert(1)</script>");
    assert!(mail.html.contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>") && mail.html.contains("<b>Emil</b>"), "{}", mail.html);
    assert!(mail.html.contains(r#"<a href="https://good.example" rel="noopener noreferrer">good</a>"#), "{}", mail.html);
    for harm in ["<script", "onclick", "<style", "<img", "tracker", "<iframe", "javascript:", "<form", "<input"] {
        assert!(!mail.html.contains(harm), "{harm} in {}", mail.html);
    }
}

#[test]
fn words_are_changed_by_who_runs_the_thing() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let (task, other) = (it.task("Write"), app.coach("Otto"));
    it.send(&task);
    let words = || json!({"subject": "Hi"});
    for path in [it.path("/notification-templates/task_sent"), format!("/items/{task}/notification")] {
        other.put(&path, words()).problem(404, "not_found");
        other.get(&path).problem(404, "not_found");
        it.coachee.put(&path, words()).problem(403, "forbidden");
        it.coach.put(&path, words()).expect(200);
        let stale = it.coach.put(&path, json!({"subject": "Ho"})).expect(200);
        assert_eq!(stale["version"], 2);
        it.coach.put(&path, words()).if_match(1).problem(412, "version_mismatch");
    }
    it.coach.put(OF_TASKS, words()).problem(403, "forbidden");
    it.coach.put(&it.path("/notification-templates/invitation"), words()).problem(404, "not_found");
}

#[test]
fn words_of_a_session_are_those_of_its_announcement() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    let words = json!({"subject": "See you on {{session.starts_at}}", "body": "{{session.duration}}, {{session.location}}"});
    assert_eq!(it.coach.put(&format!("/items/{session}/notification"), words).expect(200)["type"], "session_scheduled");
    it.schedule(&session, TOMORROW);
    app.work();
    let mail = &inbox.mails_to(&it.coachee.email)[0];
    assert_eq!(mail.subject, "See you on Monday, 2 March 2026, 10:00 (Europe/Berlin)");
    assert_eq!(mail.text.trim(), "1 hour, Room 7");
}
