//! The log as integrators read it.

use crate::support::coaching::TOMORROW;
use crate::support::stream::EventStream;
use crate::support::{Programme, TestApp, Value, json};

/// Ids from here on, page by page.
fn all_after(reader: &crate::support::Client, mut after: String, limit: u32) -> Vec<String> {
    let mut found = Vec::new();
    loop {
        let page = reader.get(&format!("/events?limit={limit}&after={after}")).expect(200);
        let ids = page.ids();
        let Some(last) = ids.last().cloned() else { return found };
        found.extend(ids);
        after = last;
    }
}

#[test]
fn the_log_is_read_whole_and_in_order() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    for title in ["One", "Two", "Three"] {
        it.send(&it.task(title));
    }
    let foreign = app.other_org();
    foreign.admin().patch("/organization", json!({"name": "Contoso"})).expect(200);
    let reader = app.api_key(&["events:read"]);
    // Afterwards nothing is under way that could still come before what there is.
    app.work();
    let whole = reader.get("/events?limit=100").expect(200);
    assert!(whole.data().len() > 10 && whole["has_more"] == false);
    let numbers: Vec<i64> = whole.data().iter().map(|event| event["sequence"].as_i64().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
    assert!(whole.data().iter().all(|event| event["organization_id"] == app.org.to_string()));
    let ids = whole.ids();
    assert_eq!(all_after(&reader, ids[0].clone(), 3), ids[1..]);
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = reader.get(&format!("/events?limit=4{cursor}")).expect(200);
        pages.extend(page.ids());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(pages, ids);
    // What happens later follows, and nothing comes in between.
    let last = ids.last().unwrap().clone();
    it.task("Four");
    app.work();
    let more = reader.get(&format!("/events?after={last}")).expect(200);
    assert_eq!(more.data().len(), 1);
    assert_eq!((&more.data()[0]["type"], &more.data()[0]["data"]["title"]), (&json!("item.created"), &json!("Four")));
}

#[test]
fn the_log_can_be_read_by_type() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    it.send(&it.task("Write"));
    it.schedule(&it.session("First session"), TOMORROW);
    let reader = app.api_key(&["events:read"]);
    app.work();
    let types = |query: &str| -> Vec<String> {
        let page = reader.get(&format!("/events?{query}")).expect(200);
        page.data().iter().map(|event: &Value| event["type"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(types("type=item.sent"), ["item.sent"]);
    assert_eq!(types("type=item.scheduled,item.sent"), ["item.sent", "item.scheduled"]);
    assert_eq!(types("type=item.deleted"), [""; 0]);
    let known = reader.get("/event-types");
    assert_eq!(known.send().status, 403);
    let known = app.admin().get("/event-types").expect(200);
    let names: Vec<&str> = known.data().iter().map(|entry| entry["type"].as_str().unwrap()).collect();
    for name in types("limit=100") {
        assert!(names.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn another_organizations_place_in_the_log_is_no_place() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let reader = app.api_key(&["events:read"]);
    let foreign = app.other_org().admin();
    foreign.patch("/organization", json!({"name": "Contoso"})).expect(200);
    app.work();
    let theirs = foreign.ids("/events?type=organization.updated")[0].clone();
    let refused = reader.get(&format!("/events?after={theirs}")).expect(400);
    assert_eq!(refused.faults()[0].0, "after");
    reader.get("/events?after=evt_nonsense").expect(400);
    it.coach.get("/events").problem(403, "forbidden");
    app.api_key(&["engagements:read"]).get("/events").problem(403, "scope_missing");
}

#[test]
fn a_stream_tells_of_each_event_as_it_happens_and_goes_on_where_it_was() {
    let app = TestApp::with(|config| config.http_threads = 2);
    let it = Programme::active(&app);
    let reader = app.api_key(&["events:read"]);
    app.work();
    let mut stream = EventStream::open(reader.get("/events/stream"));
    it.task("One");
    let first = stream.next().unwrap();
    assert_eq!((first.name.as_str(), &first.data["data"]["title"]), ("item.created", &json!("One")));
    assert_eq!((&first.data["id"], &first.data["type"]), (&json!(first.id), &json!("item.created")));
    drop(stream);
    it.task("Two");
    it.task("Three");
    let mut stream = EventStream::open(reader.get("/events/stream").header("last-event-id", &first.id));
    let titles: Vec<Value> = (0..2).map(|_| stream.next().unwrap().data["data"]["title"].clone()).collect();
    assert_eq!(titles, ["Two", "Three"]);
    it.task("Four");
    assert_eq!(stream.next().unwrap().data["data"]["title"], "Four");
    drop(stream);
    let mut stream = EventStream::open(reader.get(&format!("/events/stream?after={}", first.id)));
    assert_eq!(stream.next().unwrap().data["data"]["title"], "Two");
}

#[test]
fn a_stream_has_ones_own_events_and_the_types_that_were_asked_for() {
    let app = TestApp::with(|config| config.http_threads = 2);
    let it = Programme::active(&app);
    let reader = app.api_key(&["events:read"]);
    app.work();
    let mut stream = EventStream::open(reader.get("/events/stream?type=item.sent,organization.updated"));
    app.other_org().admin().patch("/organization", json!({"name": "Contoso"})).expect(200);
    let task = it.task("Write");
    it.send(&task);
    let event = stream.next().unwrap();
    assert_eq!((event.name.as_str(), &event.data["data"]["item_id"]), ("item.sent", &json!(task)));
    app.guest().get("/events/stream").problem(401, "unauthenticated");
    it.coach.get("/events/stream").problem(403, "forbidden");
}
