//! What an endpoint missed can be had again.

use std::thread;

use super::scene::{Scene, ids, outcomes, standing};
use crate::support::receivers::Reply;
use crate::support::{Answer, Value, json};

const BEGINNING: &str = "2026-03-01T00:00:00Z";

impl Scene {
    #[track_caller]
    fn recover(&self, endpoint: &str, since: &str) -> Answer {
        let recovered = self.admin.post(&format!("/webhook-endpoints/{endpoint}/recover"), json!({"since": since})).expect(200);
        self.app.work();
        recovered
    }
}

/// Tasks that were told of, in their order.
fn tasks(it: &Scene, path: &str) -> Vec<Value> {
    it.receiver.requests(path).iter().map(|request| request.json()["data"]["item_id"].clone()).collect()
}

#[test]
fn recovering_brings_what_failed_and_what_was_never_queued_and_nothing_that_arrived() {
    let it = Scene::new();
    let script = vec![Reply::Status(200), Reply::Status(500), Reply::Status(410), Reply::Status(200)];
    let endpoint = it.answering("/hook", Reply::Sequence(script));
    let (_arrived, cancelled, refused) = (it.tell(), it.tell(), it.tell());
    it.app.advance("PT1H");
    let unheard = it.tell();
    let request = it.admin.post(&format!("/webhook-endpoints/{endpoint}/recover"), json!({"since": BEGINNING}));
    assert!(request.problem(409, "invalid_transition")["allowed_actions"].as_array().unwrap().contains(&json!("enable")));

    let enabled = it.act(&endpoint, "enable");
    assert_eq!(
        (&enabled["state"], &enabled["disabled_reason"], &enabled["failing_since"]),
        (&json!("enabled"), &Value::Null, &Value::Null)
    );
    it.app.work();
    assert_eq!(it.receiver.count("/hook"), 3, "enabling alone brings nothing back");

    let recovered = it.recover(&endpoint, BEGINNING);
    assert_eq!((&recovered["queued"], &recovered["next_since"]), (&json!(3), &Value::Null));
    let mut again = tasks(&it, "/hook").split_off(3);
    again.sort_by_key(Value::to_string);
    let mut wanted = vec![json!(cancelled), json!(refused), json!(unheard)];
    wanted.sort_by_key(Value::to_string);
    assert_eq!(again, wanted);
    let deliveries = it.deliveries(&endpoint);
    assert!(deliveries.len() == 4 && deliveries.iter().all(|delivery| delivery["state"] == "delivered"), "{deliveries:?}");
    let first = &it.receiver.requests("/hook")[1];
    assert!(ids(&it.receiver.requests("/hook")[3..]).contains(&first.header("webhook-id").to_owned()), "ids stay");

    assert_eq!(it.recover(&endpoint, BEGINNING)["queued"], 0, "it has all of it");
    assert_eq!(it.receiver.count("/hook"), 6);
}

#[test]
fn every_attempt_before_and_after_recovering_stays_in_the_log() {
    let it = Scene::new();
    let script = [500, 500, 410, 500, 200].map(Reply::Status).to_vec();
    let endpoint = it.answering("/hook", Reply::Sequence(script));
    it.tell();
    it.next_attempt(&endpoint);
    it.next_attempt(&endpoint);
    assert_eq!(standing(&it.delivery(&endpoint).body), ("failed", 3, false));
    it.act(&endpoint, "enable");
    it.recover(&endpoint, BEGINNING);
    // The timetable begins anew.
    let wait = it.wait_of(&endpoint);
    assert!((5000..=6000).contains(&wait), "{wait}");
    it.next_attempt(&endpoint);
    let arrived = it.delivery(&endpoint);
    assert_eq!(arrived["state"], "delivered");
    let statuses: Vec<_> = outcomes(&arrived.body).into_iter().filter_map(|(_, status)| status).collect();
    assert_eq!(statuses, [500, 500, 410, 500, 200]);
    let numbers: Vec<_> = arrived["log"].as_array().unwrap().iter().map(|attempt| attempt["number"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
}

#[test]
fn what_waits_for_its_next_attempt_is_tried_at_once() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Sequence([500, 500, 200].map(Reply::Status).to_vec()));
    it.tell();
    it.next_attempt(&endpoint);
    assert!(it.wait_of(&endpoint) >= 300_000);
    assert_eq!(it.recover(&endpoint, BEGINNING)["queued"], 1);
    assert_eq!(standing(&it.delivery(&endpoint).body), ("delivered", 3, false));
    assert_eq!(it.recover(&endpoint, BEGINNING)["queued"], 0);
}

#[test]
fn recovering_twice_before_anything_is_sent_queues_nothing_twice() {
    let it = Scene::new();
    let endpoint = it.endpoint("/hook", &["item.sent"]).id();
    it.act(&endpoint, "disable");
    it.tell();
    it.act(&endpoint, "enable");
    it.app.work();
    let queued = [1, 2].map(|_| {
        let path = format!("/webhook-endpoints/{endpoint}/recover");
        it.admin.post(&path, json!({"since": BEGINNING})).expect(200)["queued"].clone()
    });
    it.app.work();
    assert_eq!((queued, it.receiver.count("/hook")), ([json!(1), json!(0)], 1));
}

#[test]
fn a_retry_by_hand_of_what_was_given_up_begins_the_timetable_anew() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Status(500));
    it.tell();
    while standing(&it.delivery(&endpoint).body).0 == "pending" {
        it.next_attempt(&endpoint);
    }
    let failed = it.delivery(&endpoint);
    assert_eq!(standing(&failed.body), ("failed", 10, false));
    it.admin.post(&format!("/deliveries/{}/retry", failed.id()), ()).expect(200);
    it.app.work();
    assert_eq!(standing(&it.delivery(&endpoint).body), ("pending", 11, true));
    let wait = it.wait_of(&endpoint);
    assert!((5000..=6000).contains(&wait), "{wait}");
}

#[test]
fn recovering_goes_back_no_further_than_it_is_asked_to() {
    let it = Scene::new();
    let endpoint = it.endpoint("/hook", &["item.sent"]).id();
    it.act(&endpoint, "disable");
    it.tell();
    it.app.advance("PT1H");
    let later = it.tell();
    it.programme.complete(&later);
    it.act(&endpoint, "enable");
    assert_eq!(it.recover(&endpoint, "2026-03-02T00:00:00Z")["queued"], 0);
    assert_eq!(it.recover(&endpoint, "2026-03-01T10:00:00Z")["queued"], 1);
    assert_eq!(tasks(&it, "/hook"), [json!(later)], "and only what it listens to");
    assert_eq!(it.recover(&endpoint, BEGINNING)["queued"], 1);
}

#[test]
fn what_is_under_way_when_an_endpoint_is_disabled_is_not_tried_again() {
    let it = Scene::new();
    it.receiver.answer("/hook", Reply::HoldThen(500));
    let endpoint = it.endpoint("/hook", &["item.sent"]).id();
    it.send();
    thread::scope(|scope| {
        let worker = scope.spawn(|| it.app.work());
        it.receiver.wait_for("/hook", 1);
        it.act(&endpoint, "disable");
        it.receiver.answer("/hook", Reply::Status(200));
        it.receiver.release("/hook");
        worker.join().unwrap();
    });
    assert_eq!(standing(&it.delivery(&endpoint).body), ("cancelled", 1, false));
    it.app.advance("P1D");
    it.app.work();
    assert_eq!(it.receiver.count("/hook"), 1);
    it.act(&endpoint, "enable");
    assert_eq!(it.recover(&endpoint, BEGINNING)["queued"], 1);
    assert_eq!(standing(&it.delivery(&endpoint).body), ("delivered", 2, false));
}
