//! Zapier's REST hooks.

use super::scene::{Scene, outcomes, standing};
use crate::support::receivers::Reply;
use crate::support::{Request, Value, at_once, json, racing};

impl Scene {
    fn subscribe(&self, path: &str, event_type: &str) -> Request {
        self.admin.post("/hooks", json!({"target_url": self.receiver.url(path), "event_type": event_type}))
    }
}

/// Whether there is one level only.
fn is_flat(value: &Value) -> bool {
    value.as_object().unwrap().values().all(|value| !value.is_object() && !value.is_array())
}

#[test]
fn subscribing_twice_is_subscribing_once() {
    let it = Scene::new();
    let hook = it.subscribe("/zap", "item.sent").expect(201);
    assert_eq!((&hook["target_url"], &hook["event_type"]), (&json!(it.receiver.url("/zap")), &json!("item.sent")));
    assert_eq!(it.subscribe("/zap", "item.sent").expect(200).id(), hook.id());
    let other = it.subscribe("/zap", "item.completed").expect(201).id();
    assert_ne!(other, hook.id());
    it.app.work();
    let task = it.tell();
    assert_eq!(it.receiver.count("/zap"), 1);
    it.programme.complete(&task);
    it.app.work();
    assert_eq!(it.receiver.count("/zap"), 2);

    it.subscribe("/zap", "item.snet").problem(422, "unknown_event_type");
    let theirs = it.app.other_org().admin();
    let same = json!({"target_url": it.receiver.url("/zap"), "event_type": "item.sent"});
    assert_ne!(theirs.post("/hooks", same).expect(201).id(), hook.id());
    theirs.delete(&format!("/hooks/{}", hook.id())).problem(404, "not_found");
    it.programme.coach.get("/hooks/samples/item.sent").problem(403, "forbidden");
    assert_eq!(it.admin.ids("/channel-connections?kind=zapier"), [hook.id(), other.clone()]);
    let page = it.admin.get("/hooks?limit=1").expect(200);
    assert_eq!((&page["data"], &page["has_more"]), (&json!([hook.body]), &json!(true)));
    assert_eq!(it.admin.ids(&format!("/hooks?cursor={}", page.str("next_cursor"))), [other]);
    assert_eq!(theirs.get("/hooks").expect(200).data().len(), 1);
    it.programme.coach.get("/hooks").problem(403, "forbidden");
}

#[test]
fn a_zap_gets_one_flat_object_without_a_signature_as_the_samples_show_it() {
    let it = Scene::new();
    assert_eq!(it.admin.get("/hooks/samples/item.sent").expect(200).body, json!([]));
    let hook = it.subscribe("/zap", "item.sent").expect(201).id();
    let tasks: Vec<_> = (0..4).map(|_| it.tell()).collect();
    let received = it.receiver.requests("/zap");
    assert_eq!(received.len(), 4);
    for (request, task) in received.iter().zip(&tasks) {
        let body = request.json();
        assert!(is_flat(&body), "{body}");
        assert_eq!((&body["data__item_id"], &body["type"]), (&json!(task), &json!("item.sent")));
        assert_eq!((request.method.as_str(), request.header("content-type")), ("POST", "application/json"));
        assert!(!request.headers.iter().any(|(name, _)| name.starts_with("webhook-")));
    }
    let samples = it.admin.get("/hooks/samples/item.sent").expect(200);
    let newest: Vec<_> = received.iter().rev().take(3).map(|request| request.json()).collect();
    assert_eq!(samples.body, json!(newest), "three at most, newest first, a bare array");
    assert_eq!(standing(&it.delivery(&hook).body), ("delivered", 1, false));
    it.admin.get("/hooks/samples/item.snet").problem(404, "not_found");
    let me = it.app.api_key(&["connections:read", "connections:write", "me:read"]).get("/me").expect(200);
    assert!(me["organization"].is_object() || me["organization_id"].is_string(), "{}", me.text());
}

#[test]
fn a_zap_that_is_switched_off_is_forgotten() {
    let it = Scene::new();
    it.receiver.answer("/zap", Reply::Status(410));
    let hook = it.subscribe("/zap", "item.sent").expect(201).id();
    it.send();
    it.tell();
    assert_eq!(it.admin.get(&format!("/channel-connections/{hook}")).problem(404, "not_found").status, 404);
    assert_eq!(it.logged("connection.deleted").len(), 1);
    let before = it.receiver.count("/zap");
    it.app.advance("P1D");
    it.tell();
    assert_eq!(it.receiver.count("/zap"), before);
    assert!(it.told("connection_disabled").is_empty(), "who switched it off knows");
    it.receiver.answer("/zap", Reply::Status(200));
    assert_ne!(it.subscribe("/zap", "item.sent").expect(201).id(), hook);
}

#[test]
fn a_zap_that_fails_is_tried_again_and_one_that_unsubscribes_is_not() {
    let it = Scene::new();
    it.receiver.answer("/zap", Reply::Sequence(vec![Reply::Status(500), Reply::Status(200), Reply::Status(500)]));
    let hook = it.subscribe("/zap", "item.sent").expect(201).id();
    it.tell();
    it.next_attempt(&hook);
    let delivery = it.delivery(&hook);
    assert_eq!(outcomes(&delivery.body), [("failed".into(), Some(500)), ("delivered".into(), Some(200))]);
    let [first, second] = it.receiver.requests("/zap").try_into().unwrap();
    assert_eq!(first.body, second.body, "its id tells that it is the same");

    it.tell();
    it.admin.delete(&format!("/hooks/{hook}")).expect(204);
    it.admin.delete(&format!("/hooks/{hook}")).problem(404, "not_found");
    it.admin.get(&format!("/deliveries/{}", delivery.id())).problem(404, "not_found");
    it.app.advance("P1D");
    it.tell();
    assert_eq!(it.receiver.count("/zap"), 3);
}

#[test]
fn many_who_subscribe_the_same_at_once_share_one_hook() {
    let app = racing();
    let admin = app.admin();
    let new = json!({"target_url": "https://hooks.zapier.example/hooks/standard/1/2/", "event_type": "item.sent"});
    let answers = at_once(8, |_| admin.post("/hooks", new.clone()).send());
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
    assert!(answers.iter().all(|answer| answer.id() == answers[0].id()));
}

#[test]
fn a_zap_that_failed_for_five_days_is_told_again_when_it_subscribes_again() {
    let it = Scene::new();
    it.receiver.answer("/zap", Reply::Status(500));
    let hook = it.subscribe("/zap", "item.sent").expect(201).id();
    it.tell();
    it.app.advance("P5D");
    it.tell();
    let path = format!("/channel-connections/{hook}");
    assert_eq!(it.admin.get(&path).expect(200)["state"], "disabled");
    assert!(!it.told("connection_disabled").is_empty());
    let failed = it.receiver.count("/zap");
    it.tell();
    assert_eq!(it.receiver.count("/zap"), failed);

    it.receiver.answer("/zap", Reply::Status(200));
    assert_eq!(it.subscribe("/zap", "item.sent").expect(200).id(), hook);
    let again = it.admin.get(&path).expect(200);
    assert_eq!((&again["state"], &again["failing_since"], &again["disabled_reason"]), (&json!("enabled"), &Value::Null, &Value::Null));
    it.tell();
    assert_eq!(it.receiver.count("/zap"), failed + 1);
}
