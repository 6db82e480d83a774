//! Webhook endpoints: who is told of what, and what can be seen of it.

use rapport::db::Intent;
use rapport::kernel::ids::OrganizationId;
use rapport::messaging::events::{self, Event};
use serde::Serialize;

use super::scene::{Scene, ids, outcomes, standing};
use crate::support::receivers::Reply;
use crate::support::{Person, TestApp, Value, json, wait};

/// What a message has, in this order.
const KEYS: [&str; 6] = ["id", "type", "timestamp", "organization_id", "sequence", "data"];

fn keys(body: &Value) -> Vec<&str> {
    body.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn an_event_reaches_those_who_listen_to_it_and_nobody_else() {
    let it = Scene::new();
    it.endpoint("/sent", &["item.sent"]);
    it.endpoint("/done", &["item.completed", "item.reopened"]);
    it.act(&it.endpoint("/off", &["item.sent"]).id(), "disable");
    it.admin.post("/webhook-endpoints", json!({"url": it.receiver.url("/all")})).expect(201);
    let stranger = it.app.other_org().admin();
    let theirs = stranger.post("/webhook-endpoints", json!({"url": it.receiver.url("/theirs")})).expect(201).id();
    let task = it.tell();

    let sent = it.receiver.requests("/sent");
    assert_eq!(["/sent", "/done", "/off"].map(|path| it.receiver.count(path)), [1, 0, 0]);
    let types = |path| it.receiver.requests(path).iter().map(|request| request.json()["type"].clone()).collect::<Vec<_>>();
    assert!(types("/all").contains(&json!("item.created")) && types("/all").contains(&json!("item.sent")));
    assert!(!types("/theirs").iter().any(|name| name.as_str().unwrap().starts_with("item.")), "{:?}", types("/theirs"));
    assert!(it.deliveries(&theirs).is_empty(), "they are none of our business");

    let body = sent[0].json();
    assert_eq!(keys(&body), KEYS);
    assert_eq!((&body["data"]["item_id"], &body["data"]["title"]), (&json!(task), &json!("Three situations")));
    assert_eq!(body, it.logged("item.sent")[0], "it is the log's entry");
    assert_eq!(body["organization_id"], it.app.org.to_string());
    assert_eq!((sent[0].method.as_str(), sent[0].header("webhook-id")), ("POST", body["id"].as_str().unwrap()));
    assert_eq!(sent[0].header("webhook-timestamp"), it.app.now().seconds().to_string());
    assert_eq!(sent[0].header("content-type"), "application/json");
    assert!(sent[0].header("user-agent").starts_with("Rapport/"));
}

#[test]
fn a_test_arrives_whatever_the_endpoint_listens_to() {
    let it = Scene::new();
    let endpoint = it.endpoint("/hook", &["item.completed"]).id();
    let queued = it.act(&endpoint, "test");
    assert_eq!((standing(&queued.body), &queued["event_type"]), (("pending", 0, true), &json!("test")));
    it.app.work();
    let received = it.receiver.requests("/hook");
    let body = received[0].json();
    assert_eq!((received.len(), &body["type"], &body["id"]), (1, &json!("test"), &json!(queued.id())));
    assert_eq!(keys(&body), KEYS);
    assert_eq!(ids(&received), [queued.id()]);
    assert_eq!(standing(&it.delivery(&endpoint).body), ("delivered", 1, false));
}

#[test]
fn nobody_sends_tests_without_end() {
    let app = TestApp::with(|config| config.login_attempts_per_minute = 3);
    let new = json!({"url": "https://crm.northwind.example/hook"});
    let (admin, other) = (app.admin(), app.other_org().admin());
    let test = |admin: &Person| {
        let endpoint = admin.post("/webhook-endpoints", new.clone()).expect(201).id();
        admin.post(&format!("/webhook-endpoints/{endpoint}/test"), ())
    };
    for _ in 0..3 {
        test(&admin).expect(200);
    }
    test(&admin).problem(429, "rate_limited");
    test(&other).expect(200);
}

#[test]
fn endpoints_are_listed_changed_and_deleted() {
    let it = Scene::new();
    let one = it.endpoint("/one", &["item.sent"]);
    let two = it.endpoint("/two", &["item.completed"]).id();
    let path = format!("/webhook-endpoints/{}", one.id());
    assert_eq!(it.admin.ids("/webhook-endpoints"), [one.id(), two.clone()]);
    assert_eq!((&one["state"], &one["version"], &one["failing_since"]), (&json!("enabled"), &json!(1), &Value::Null));
    assert_eq!(one["allowed_actions"], json!(["test", "disable", "rotate_secret", "recover"]));

    let change = json!({"url": it.receiver.url("/moved"), "description": "Our CRM", "event_types": null});
    let changed = it.admin.patch(&path, change.clone()).if_match(1).expect(200);
    assert_eq!((&changed["description"], &changed["event_types"], &changed["version"]), (&json!("Our CRM"), &Value::Null, &json!(2)));
    assert_eq!(it.admin.patch(&path, change).expect(200)["version"], 2, "nothing changed");
    it.admin.patch(&path, json!({"description": "Late"})).if_match(1).problem(412, "version_mismatch");
    it.app.work();
    it.tell();
    assert!(it.receiver.count("/one") == 0 && it.receiver.count("/moved") > 1);

    let off = it.act(&two, "disable");
    assert_eq!((&off["state"], off["disabled_reason"].is_string()), (&json!("disabled"), true));
    assert_eq!(it.act(&two, "disable")["version"], off["version"], "it is off already");
    assert_eq!(it.admin.ids("/webhook-endpoints?state=disabled"), [two]);

    for somebody in [&it.programme.coach, &it.programme.coachee] {
        somebody.get("/webhook-endpoints").problem(403, "forbidden");
        somebody.get("/deliveries").problem(403, "forbidden");
    }
    let stranger = it.app.other_org().admin();
    stranger.get(&path).problem(404, "not_found");
    stranger.delete(&path).problem(404, "not_found");
    stranger.get(&format!("/deliveries/{}", it.delivery(&one.id()).id())).problem(404, "not_found");
    it.admin.get(&format!("/channel-connections/{}", one.id())).problem(404, "not_found");

    it.admin.delete(&path).expect(204);
    it.admin.get(&path).problem(404, "not_found");
    let before = it.receiver.count("/moved");
    it.tell();
    assert_eq!(it.receiver.count("/moved"), before);
}

#[test]
fn unknown_event_types_are_told_one_by_one() {
    let it = Scene::new();
    let refused = |place: usize| (format!("/event_types/{place}"), "unknown_event_type".to_owned());
    let new = json!({"url": it.receiver.url("/hook"), "event_types": ["item.snet", "item.sent", "*"]});
    assert_eq!(it.admin.post("/webhook-endpoints", new).problem(422, "unknown_event_type").faults(), [refused(0), refused(2)]);
    let endpoint = it.endpoint("/hook", &["item.sent"]).id();
    let change = json!({"event_types": ["test"]});
    it.admin.patch(&format!("/webhook-endpoints/{endpoint}"), change).problem(422, "unknown_event_type");
    assert_eq!(it.show(&endpoint)["event_types"], json!(["item.sent"]));
}

#[test]
fn a_secret_is_shown_once() {
    let it = Scene::new();
    let made = it.endpoint("/hook", &["item.sent"]);
    let (id, secret) = (made.id(), made.str("secret"));
    it.receiver.answer("/hook", Reply::Status(500));
    it.tell();
    let rotated = it.act(&id, "rotate-secret").str("secret");
    assert!(secret.starts_with("whsec_") && rotated.starts_with("whsec_") && secret != rotated);
    let path = format!("/webhook-endpoints/{id}");
    it.admin.patch(&path, json!({"description": "Our CRM"})).expect(200);
    let delivery = format!("/deliveries/{}", it.delivery(&id).id());
    for shown in [&path, "/webhook-endpoints", "/deliveries", &delivery, "/events?limit=100"] {
        let text = it.admin.get(shown).expect(200).text();
        assert!(!text.contains(&secret) && !text.contains(&rotated) && !text.contains("whsec_"), "{shown}: {text}");
    }
}

/// An event of any size.
#[derive(Serialize)]
struct Bulky {
    #[serde(skip)]
    organization_id: OrganizationId,
    text: String,
}

impl Event for Bulky {
    fn name(&self) -> &'static str {
        "engagement.items_reordered"
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        "eng_bulky".into()
    }
}

fn emit(app: &TestApp, length: usize) {
    let event = Bulky { organization_id: app.org, text: "x".repeat(length) };
    wait(app.db().write(Intent::system(), move |tx| events::emit(tx, &event))).unwrap();
}

#[test]
fn a_message_that_is_too_long_says_where_the_rest_is() {
    let it = Scene::new();
    it.endpoint("/hook", &["engagement.items_reordered"]);
    emit(&it.app, 19_000);
    emit(&it.app, 20_000);
    it.app.work();
    let mut received = it.receiver.requests("/hook");
    received.sort_by_key(|request| request.body.len());
    let [short, whole] = received.try_into().unwrap();
    assert!(short.body.len() < 400 && whole.body.len() <= 20_000, "{} {}", short.body.len(), whole.body.len());
    assert_eq!(whole.json()["data"]["text"].as_str().unwrap().len(), 19_000);
    assert_eq!(short.json()["data"], json!({"truncated": true, "event_id": short.json()["id"]}));
}

#[test]
fn every_attempt_is_logged_with_the_beginning_of_its_answer() {
    let it = Scene::new();
    let long = Reply::with(503, &[], format!("first\r\nline\0{}", "x".repeat(10_000)));
    let endpoint = it.answering("/hook", Reply::Sequence(vec![long, Reply::Status(200)]));
    it.tell();
    let failed = it.delivery(&endpoint);
    assert_eq!(standing(&failed.body), ("pending", 1, true));
    assert_eq!((&failed["last_status"], failed["last_error"].is_string()), (&json!(503), true));
    let attempt = &failed["log"][0];
    let answer = attempt["answer"].as_str().unwrap();
    assert!(answer.starts_with("first\nline\u{fffd}xxx") && answer.len() <= 4096 + 2, "{}", answer.len());
    assert_eq!((&attempt["number"], &attempt["attempted_at"]), (&json!(1), &failed["created_at"]));
    assert!(attempt["latency_ms"].as_i64().unwrap() < 15_000);

    it.next_attempt(&endpoint);
    let arrived = it.delivery(&endpoint);
    assert_eq!(outcomes(&arrived.body), [("failed".to_owned(), Some(503)), ("delivered".to_owned(), Some(200))]);
    assert_eq!((&arrived["last_status"], &arrived["last_error"]), (&json!(200), &Value::Null));
    assert_eq!((arrived["delivered_at"].is_string(), &arrived["log"][1]["answer"]), (true, &json!("ok")));

    let event = arrived.str("event_id");
    let listed = |query: &str| it.admin.ids(&format!("/deliveries?connection_id={endpoint}&{query}"));
    for query in [format!("event_id={event}"), "state=delivered".into(), "channel=webhook".into()] {
        assert_eq!(listed(&query), [arrived.id()], "{query}");
    }
    assert!(listed("state=pending").is_empty() && listed("channel=slack").is_empty());
}

#[test]
fn a_retry_by_hand_replays_the_same_message() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Status(200));
    it.tell();
    let delivery = it.delivery(&endpoint);
    assert_eq!(delivery["allowed_actions"], json!(["retry"]));
    let again = it.admin.post(&format!("/deliveries/{}/retry", delivery.id()), ()).expect(200);
    assert_eq!(standing(&again.body), ("pending", 1, true));
    it.app.work();
    let received = it.receiver.requests("/hook");
    assert_eq!((received.len(), &ids(&received)[0], &received[0].body), (2, &ids(&received)[1], &received[1].body));
    assert_eq!(outcomes(&it.delivery(&endpoint).body).len(), 2);
    it.app.other_org().admin().post(&format!("/deliveries/{}/retry", delivery.id()), ()).problem(404, "not_found");
}
