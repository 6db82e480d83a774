//! What items are and hold.

use crate::support::{Programme, TestApp, Value, json};

/// An item of each kind with its details.
fn of_each_kind() -> Vec<(&'static str, Value)> {
    vec![
        ("session", json!({"duration": "PT1H", "location": "Room 7"})),
        ("assessment", json!({"instructions": "Answer for the last four weeks."})),
        ("form", json!({"instructions": "Ten minutes."})),
        ("file", json!({"name": "values.pdf", "url": "https://files.example/values.pdf"})),
        ("link", json!({"url": "https://reading.example/feedback"})),
        ("task", json!({"instructions": "Write three things down."})),
    ]
}

#[test]
fn c2_there_are_six_kinds_of_items_each_with_its_own_field() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    for (kind, details) in of_each_kind() {
        let made = it.add(json!({"kind": kind, "title": format!("A {kind}"), kind: details})).expect(201);
        assert_eq!(made.header("location"), format!("/api/v1/items/{}", made.id()));
        assert_eq!((&made["kind"], &made["status"], &made["color"]), (&json!(kind), &json!("unscheduled"), &json!("gray")));
        for (other, _) in of_each_kind() {
            assert_eq!(made[other].is_object(), other == kind, "{other} of a {kind}");
        }
        for (name, value) in details.as_object().unwrap() {
            assert_eq!(made[kind][name], *value);
        }
        assert_eq!(it.seen(&made.id()).body, made.body);
    }
    assert_eq!(it.progress(), [6, 6, 0, 0]);
}

#[test]
fn c2_details_of_another_kind_are_refused() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let body = json!({"kind": "task", "title": "T", "link": {"url": "https://a.example"}, "session": {}});
    let refused = it.add(body).problem(422, "kind_mismatch");
    assert_eq!(refused.faults(), [("/link".into(), "kind_mismatch".into()), ("/session".into(), "kind_mismatch".into())]);
    let refused = it.add(json!({"kind": "meeting", "title": "T"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/kind".into(), "invalid_choice".into())]);
    for kind in ["file", "link"] {
        let refused = it.add(json!({"kind": kind, "title": "T"})).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [(format!("/{kind}"), "required".to_owned())]);
    }
    let task = it.task("Write");
    let refused =
        it.coach.patch(&format!("/items/{task}"), json!({"title": "New", "form": {"instructions": "x"}})).problem(422, "kind_mismatch");
    assert_eq!(refused.faults(), [("/form".into(), "kind_mismatch".into())]);
    assert_eq!((it.seen(&task)["title"].clone(), it.progress()), (json!("Write"), [1, 1, 0, 0]));
}

#[test]
fn c12_to_c14_a_link_is_an_absolute_http_address() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let addresses = [
        "reading.example",
        "/relative",
        "ftp://files.example/a",
        "javascript:alert(1)",
        "https://",
        "http://a b.example",
        "mailto:a@b.example",
        "",
    ];
    for url in addresses {
        let refused = it.add(json!({"kind": "link", "title": "Read", "link": {"url": url}})).problem(422, "invalid_url");
        assert_eq!(refused.faults(), [("/link/url".into(), "invalid_url".into())], "{url}");
        let refused = it.add(json!({"kind": "file", "title": "Read", "file": {"name": "a.pdf", "url": url}})).problem(422, "invalid_url");
        assert_eq!(refused.faults(), [("/file/url".into(), "invalid_url".into())], "{url}");
    }
    assert_eq!(it.progress(), [0, 0, 0, 0]);
    let link = it.item(json!({"kind": "link", "title": "Read", "link": {"url": "HTTP://reading.example:8080/a?b=c#d"}}));
    it.coach.patch(&format!("/items/{link}"), json!({"link": {"url": "nowhere"}})).problem(422, "invalid_url");
    it.coach.patch(&format!("/items/{link}"), json!({"link": {"url": null}})).problem(422, "validation_failed");
    assert_eq!(it.seen(&link)["link"]["url"], "HTTP://reading.example:8080/a?b=c#d");
    let both = it.add(json!({"kind": "link", "title": "", "link": {"url": "nowhere"}})).problem(422, "validation_failed");
    assert_eq!(both.faults(), [("/link/url".into(), "invalid_url".into()), ("/title".into(), "too_short".into())]);
}

#[test]
fn c24_details_of_a_scheduled_item_stay_editable() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [session, task] = [it.session("Meet"), it.task("Write")];
    it.schedule(&session, "2026-03-02T09:00:00Z");
    it.send(&task);
    let change = json!({"title": "Meet again", "description": "Bring notes.", "session": {"duration": "PT45M", "location": "Room 8"}});
    let changed = it.coach.patch(&format!("/items/{session}"), change).expect(200);
    assert_eq!((&changed["title"], &changed["description"]), (&json!("Meet again"), &json!("Bring notes.")));
    assert_eq!((&changed["session"]["duration"], &changed["session"]["location"]), (&json!("PT45M"), &json!("Room 8")));
    assert_eq!((&changed["status"], &changed["scheduled_at"]), (&json!("scheduled"), &json!("2026-03-02T09:00:00.000000Z")));
    let changed = it.coach.patch(&format!("/items/{task}"), json!({"task": {"instructions": "Two pages."}})).expect(200);
    assert_eq!((&changed["task"]["instructions"], &changed["sent_at"]), (&json!("Two pages."), &json!("2026-03-01T09:00:00.000000Z")));
    let cleared = it.coach.patch(&format!("/items/{task}"), json!({"task": {"instructions": null}})).expect(200);
    assert_eq!(cleared["task"]["instructions"], json!(null));
}

#[test]
fn c24_a_scheduled_session_keeps_a_place() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    it.schedule(&session, "2026-03-02T09:00:00Z");
    for place in [json!(null), json!("  ")] {
        let refused =
            it.coach.patch(&format!("/items/{session}"), json!({"session": {"location": place}})).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [("/session/location".into(), "required".into())]);
    }
    assert_eq!(it.seen(&session)["session"]["location"], "Room 7");
}

#[test]
fn an_item_changes_only_in_what_is_named_and_only_from_the_version_seen() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let task = it.item(json!({"kind": "task", "title": "Write", "description": "By hand."}));
    let path = format!("/items/{task}");
    let changed = it.coach.patch(&path, json!({"title": "Draw"})).if_match(1).expect(200);
    assert_eq!((&changed["title"], &changed["description"], &changed["version"]), (&json!("Draw"), &json!("By hand."), &json!(2)));
    assert_eq!(it.coach.patch(&path, json!({"title": "Draw"})).expect(200)["version"], json!(2));
    it.coach.patch(&path, json!({"title": "Sing"})).if_match(1).problem(412, "version_mismatch");
    it.coach.delete(&path).if_match(1).problem(412, "version_mismatch");
    for (name, value) in [("status", json!("completed")), ("position", json!(2)), ("kind", json!("form")), ("sent_at", json!(null))] {
        let refused = it.coach.patch(&path, json!({name: value})).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [(format!("/{name}"), "unknown_field".to_owned())]);
    }
    it.coachee.patch(&path, json!({"title": "Mine"})).problem(403, "forbidden");
    app.coach("Carl").patch(&path, json!({"title": "Mine"})).problem(404, "not_found");
    assert_eq!(it.seen(&task).body, changed.body);
}
