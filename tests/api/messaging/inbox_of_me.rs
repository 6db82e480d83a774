//! What stands in a person's list.

use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

#[test]
fn what_somebody_hears_stands_in_their_list_until_it_is_read() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::shared(&app);
    app.work();
    app.advance("PT1M");
    it.send(&it.task("Write"));
    app.work();
    let list = || it.coachee.get("/me/notifications").expect(200);
    let seen = list();
    let titles: Vec<&str> = seen.data().iter().map(|entry| entry["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["A task for you: Write", "Leading a first team is open for you"]);
    assert!(seen.data()[0]["body"].as_str().unwrap().starts_with("Hello Emil,") && seen.data()[0]["read_at"].is_null());
    assert_eq!(seen["unread_count"], 2);
    let first = seen.ids()[0].clone();
    let read = it.coachee.post("/me/notifications/read", json!({"notification_ids": [first]})).expect(200);
    assert_eq!(read["unread_count"], 1);
    let at = list().data()[0]["read_at"].clone();
    assert_eq!(at, "2026-03-01T09:01:00.000000Z");
    assert_eq!(it.coachee.ids("/me/notifications?unread=true"), seen.ids()[1..]);
    app.advance("PT1M");
    assert_eq!(it.coachee.post("/me/notifications/read", json!({})).expect(200)["unread_count"], 0);
    // What was read keeps the time at which it was.
    assert_eq!((&list().data()[0]["read_at"], list()["unread_count"].as_i64()), (&at, Some(0)));
}

#[test]
fn nobody_reads_anothers_list() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::shared(&app);
    let other = app.coachee("Eva");
    app.work();
    let id = it.coachee.ids("/me/notifications")[0].clone();
    assert_eq!(other.ids("/me/notifications"), [""; 0]);
    other.post("/me/notifications/read", json!({"notification_ids": [id]})).expect(200);
    assert_eq!(it.coachee.get("/me/notifications").expect(200)["unread_count"], 1);
    app.api_key(&["notifications:read"]).get("/me/notifications").problem(403, "forbidden");
    app.guest().get("/me/notifications").problem(401, "unauthenticated");
}

#[test]
fn a_long_list_has_pages() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    for number in 0..7 {
        it.send(&it.task(&format!("Task {number}")));
    }
    app.work();
    let whole = it.coachee.ids("/me/notifications");
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = it.coachee.get(&format!("/me/notifications?limit=3{cursor}")).expect(200);
        assert_eq!(page["unread_count"], 7);
        pages.extend(page.ids());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!((pages.len(), pages), (7, whole));
}

#[test]
fn c51_a_coachee_sees_what_is_theirs_and_nothing_else() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let [mine, other] = [Programme::shared(&app), Programme::shared(&app)];
    let [task, foreign] = [mine.task("Write"), other.task("Draw")];
    mine.send(&task);
    other.send(&foreign);
    app.work();
    let me = &mine.coachee;
    assert_eq!(me.ids("/engagements"), [mine.id.as_str()]);
    assert_eq!(me.ids(&mine.path("/items")), [task.as_str()]);
    assert_eq!(me.ids("/me/notifications").len(), 2);
    for path in [other.path(""), other.path("/items"), other.path("/timeline"), format!("/items/{foreign}")] {
        me.get(&path).problem(404, "not_found");
    }
    for path in ["/users", "/notifications", "/notification-types", "/events", "/email-suppressions", "/channel-connections", "/api-keys"] {
        me.get(path).problem(403, "forbidden");
    }
}
