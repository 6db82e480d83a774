//! What does not arrive is tried again, for a while.

use super::scene::{Scene, ids, outcomes, standing};
use crate::support::receivers::{Receiver, Reply};
use crate::support::{Value, json};

/// Seconds before each repeat.
const TIMETABLE: [i64; 9] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

#[test]
fn ten_attempts_are_made_by_the_timetable_and_then_no_more() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Status(500));
    it.tell();
    for (made, base) in (1..).zip(TIMETABLE) {
        assert_eq!((it.receiver.count("/hook"), standing(&it.delivery(&endpoint).body)), (made, ("pending", made as i64, true)));
        let wait = it.wait_of(&endpoint);
        assert!((base * 1000..=base * 1200).contains(&wait), "{base} s: {wait} ms");
        it.app.advance(&format!("PT{}S", wait / 1000 - 1));
        it.app.work();
        assert_eq!(it.receiver.count("/hook"), made, "too early");
        it.app.advance("PT2S");
        it.app.work();
    }
    let failed = it.delivery(&endpoint);
    assert_eq!(standing(&failed.body), ("failed", 10, false));
    assert_eq!(outcomes(&failed.body), vec![("failed".to_owned(), Some(500)); 10]);
    it.app.advance("P20D");
    it.app.work();
    let received = it.receiver.requests("/hook");
    assert_eq!(ids(&received), vec![failed.str("event_id"); 10]);
    assert_eq!(it.show(&endpoint)["state"], "enabled", "it was four days at most");
}

#[test]
fn a_receiver_may_ask_for_up_to_twice_the_time() {
    let it = Scene::new();
    let slow = |seconds: &str| Reply::with(429, &[("retry-after", seconds)], "");
    let date = Reply::with(503, &[("date", "Sun, 01 Mar 2026 09:00:00 GMT"), ("retry-after", "Sun, 01 Mar 2026 11:30:00 GMT")], "");
    let script = vec![slow("1"), slow("400"), slow("99999999999999999999"), date, slow("soon"), Reply::Status(200)];
    let endpoint = it.answering("/hook", Reply::Sequence(script));
    it.tell();
    let mut waits = Vec::new();
    for _ in 0..5 {
        waits.push(it.wait_of(&endpoint));
        it.next_attempt(&endpoint);
    }
    assert_eq!(waits[..2], [5000, 400_000]);
    // A number that is none is as if nothing had been asked for.
    assert!((1_800_000..=2_160_000).contains(&waits[2]), "{waits:?}");
    assert_eq!(waits[3], 9_000_000);
    assert!((18_000_000..=21_600_000).contains(&waits[4]), "{waits:?}");
    assert_eq!(standing(&it.delivery(&endpoint).body), ("delivered", 6, false));
}

#[test]
fn whatever_goes_wrong_is_a_failed_attempt_and_can_succeed_later() {
    let it = Scene::new();
    let elsewhere = it.receiver.url("/elsewhere");
    let faults = [
        ("/500", Reply::Status(500), Some(500)),
        ("/404", Reply::Status(404), Some(404)),
        ("/400", Reply::Status(400), Some(400)),
        ("/401", Reply::Status(401), Some(401)),
        ("/429", Reply::Status(429), Some(429)),
        ("/304", Reply::Status(304), Some(304)),
        ("/307", Reply::Redirect(elsewhere.clone()), Some(307)),
        ("/302", Reply::with(302, &[("location", &elsewhere)], ""), Some(302)),
        ("/drop", Reply::Drop, None),
    ];
    let endpoints =
        faults.map(|(path, reply, status)| (it.answering(path, Reply::Sequence(vec![reply, Reply::Status(204)])), path, status));
    it.tell();
    for (endpoint, path, status) in &endpoints {
        let failed = it.delivery(endpoint);
        assert_eq!((standing(&failed.body), outcomes(&failed.body)), (("pending", 1, true), vec![("failed".into(), *status)]), "{path}");
        assert!(failed["last_error"].is_string() && it.show(endpoint)["failing_since"].is_string(), "{path}");
    }
    it.app.advance("PT6S");
    it.app.work();
    for (endpoint, path, _) in &endpoints {
        let (arrived, received) = (it.delivery(endpoint), it.receiver.requests(path));
        assert_eq!(standing(&arrived.body), ("delivered", 2, false), "{path}");
        assert_eq!((received.len(), &ids(&received)[0]), (2, &ids(&received)[1]), "{path}");
        assert_eq!(it.show(endpoint)["failing_since"], Value::Null, "{path}");
    }
    assert_eq!(it.receiver.count("/elsewhere"), 0, "redirects are not followed");
}

#[test]
fn who_refuses_connections_gets_it_when_they_listen() {
    let it = Scene::new();
    let refusing = Receiver::refusing();
    let endpoint = it.endpoint_at(&refusing.url("/hook"), &["item.sent"]).id();
    it.tell();
    let failed = it.delivery(&endpoint);
    assert_eq!((standing(&failed.body), outcomes(&failed.body)), (("pending", 1, true), vec![("failed".into(), None)]));
    assert!(!failed.str("last_error").contains("/hook"), "a URL may be a secret: {}", failed["last_error"]);
    let receiver = refusing.open();
    it.next_attempt(&endpoint);
    assert_eq!((standing(&it.delivery(&endpoint).body), receiver.count("/hook")), (("delivered", 2, false), 1));
}

#[test]
fn of_a_gigabyte_only_the_beginning_is_read() {
    let it = Scene::new();
    let [flood, bomb] = [("/flood", Reply::Flood(1 << 30)), ("/bomb", Reply::GzipBomb)].map(|(path, reply)| it.answering(path, reply));
    it.tell();
    for (endpoint, path) in [(&flood, "/flood"), (&bomb, "/bomb")] {
        let delivery = it.delivery(endpoint);
        assert_eq!(standing(&delivery.body), ("delivered", 1, false), "{path}");
        // A byte that is no text takes three.
        assert!(delivery["log"][0]["answer"].as_str().unwrap().len() <= 3 * 4096, "{path}");
        it.receiver.wait_for_given_up(path, 1);
        assert!(it.receiver.flooded(path) < 4 << 20, "{path}: {}", it.receiver.flooded(path));
    }
}

#[test]
fn who_does_not_come_to_an_end_is_cut_off() {
    let it = Scene::new();
    let script = |reply| Reply::Sequence(vec![reply, Reply::Status(200)]);
    let endpoints = [("/drip", Reply::Drip), ("/hang", Reply::Hang)].map(|(path, reply)| it.answering(path, script(reply)));
    it.tell();
    for endpoint in &endpoints {
        let failed = it.delivery(endpoint);
        assert_eq!((standing(&failed.body), outcomes(&failed.body)), (("pending", 1, true), vec![("failed".into(), None)]));
        let latency = failed["log"][0]["latency_ms"].as_i64().unwrap();
        assert!((15_000..20_000).contains(&latency), "{latency}");
    }
    it.receiver.wait_for_given_up("/drip", 1);
    it.receiver.wait_for_given_up("/hang", 1);
    it.app.advance("PT6S");
    it.app.work();
    assert!(endpoints.iter().all(|endpoint| standing(&it.delivery(endpoint).body) == ("delivered", 2, false)));
}

#[test]
fn who_is_gone_is_disabled_at_once_and_the_owners_are_told() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Sequence(vec![Reply::Status(500), Reply::Status(410)]));
    it.tell();
    it.tell();
    let gone = it.show(&endpoint);
    assert_eq!((&gone["state"], gone["disabled_reason"].is_string()), (&json!("disabled"), true));
    assert_eq!(gone["allowed_actions"], json!(["test", "enable", "rotate_secret", "recover"]));
    let deliveries = it.deliveries(&endpoint);
    assert_eq!([standing(&deliveries[0]), standing(&deliveries[1])], [("failed", 1, false), ("cancelled", 1, false)]);
    it.app.advance("P2D");
    it.tell();
    assert_eq!((it.receiver.count("/hook"), it.deliveries(&endpoint).len()), (2, 2));
    assert_told(&it, &endpoint);
}

fn assert_told(it: &Scene, endpoint: &str) {
    let events = it.logged("connection.disabled");
    assert_eq!((events.len(), &events[0]["data"]["connection_id"]), (1, &json!(endpoint)));
    assert!(events[0]["data"]["reason"].is_string());
    let told = it.told("connection_disabled");
    assert!(told.iter().any(|entry| entry["recipient_id"] == it.admin.id && entry["state"] == "sent"), "{told:?}");
    assert!(told.iter().all(|entry| entry["event_id"] == events[0]["id"]));
}

#[test]
fn after_five_days_of_failures_an_endpoint_is_disabled_and_the_owners_are_told() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Status(503));
    it.tell();
    assert_eq!(it.show(&endpoint)["failing_since"], "2026-03-01T09:00:00.000000Z");
    for _ in 0..4 {
        it.app.advance("P1D");
        it.tell();
    }
    it.app.advance("PT23H59M59S");
    it.tell();
    let failing = it.show(&endpoint);
    assert_eq!((&failing["state"], &failing["failing_since"]), (&json!("enabled"), &json!("2026-03-01T09:00:00.000000Z")));
    it.app.advance("PT1S");
    it.tell();
    assert_eq!(it.show(&endpoint)["state"], "disabled");
    assert!(it.deliveries(&endpoint).iter().all(|delivery| !standing(delivery).2), "what waited is given up");
    assert_told(&it, &endpoint);
}

#[test]
fn one_success_in_five_days_is_enough() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Status(503));
    it.tell();
    it.app.advance("P4D");
    it.receiver.answer("/hook", Reply::Status(200));
    it.tell();
    assert_eq!(it.show(&endpoint)["failing_since"], Value::Null);
    it.receiver.answer("/hook", Reply::Status(503));
    it.app.advance("P2D");
    it.tell();
    let failing = it.show(&endpoint);
    assert_eq!((&failing["state"], &failing["failing_since"]), (&json!("enabled"), &json!("2026-03-07T09:00:00.000000Z")));
}
