//! Workers that are slow, and several at once.

use std::thread;

use super::scene::{Scene, ids, outcomes, standing};
use crate::support::Answer;
use crate::support::receivers::Reply;

impl Scene {
    fn retry(&self, delivery: &Answer) -> crate::support::Request {
        self.admin.post(&format!("/deliveries/{}/retry", delivery.id()), ())
    }
}

#[test]
fn who_was_too_slow_changes_nothing_any_more() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::HoldThen(500));
    it.send();
    let settled = thread::scope(|scope| {
        let slow = scope.spawn(|| it.app.work());
        it.receiver.wait_for("/hook", 1);
        it.receiver.answer("/hook", Reply::Status(200));
        // Within the lease nobody else takes it up.
        it.app.advance("PT59S");
        it.app.work();
        assert_eq!(it.receiver.count("/hook"), 1);
        it.app.advance("PT1S");
        it.app.work();
        let settled = it.delivery(&endpoint);
        it.receiver.release("/hook");
        slow.join().unwrap();
        settled
    });
    let received = it.receiver.requests("/hook");
    assert_eq!((received.len(), &ids(&received)[0]), (2, &ids(&received)[1]), "a receiver can tell that it has it already");
    assert_eq!((standing(&settled.body), outcomes(&settled.body)), (("delivered", 2, false), vec![("delivered".into(), Some(200))]));
    assert_eq!(it.delivery(&endpoint).body, settled.body);
    assert!(it.show(&endpoint)["failing_since"].is_null());
    it.app.advance("P1D");
    it.app.work();
    assert_eq!(it.receiver.count("/hook"), 2);
}

#[test]
fn a_late_success_does_not_hide_that_the_next_attempt_is_under_way() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Hold);
    it.send();
    thread::scope(|scope| {
        let slow = scope.spawn(|| it.app.work());
        it.receiver.wait_for("/hook", 1);
        it.receiver.answer("/hook", Reply::Status(500));
        it.app.advance("PT1M");
        it.app.work();
        it.receiver.release("/hook");
        slow.join().unwrap();
    });
    let failed = it.delivery(&endpoint);
    assert_eq!((standing(&failed.body), outcomes(&failed.body)), (("pending", 2, true), vec![("failed".into(), Some(500))]));
}

#[test]
fn an_attempt_under_way_is_not_doubled_by_hand() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Hold);
    it.send();
    thread::scope(|scope| {
        let worker = scope.spawn(|| it.app.work());
        it.receiver.wait_for("/hook", 1);
        let under_way = it.delivery(&endpoint);
        assert_eq!(under_way["allowed_actions"], crate::support::json!([]));
        it.retry(&under_way).problem(409, "delivery_in_progress");
        it.receiver.release("/hook");
        worker.join().unwrap();
    });
    let arrived = it.delivery(&endpoint);
    assert_eq!(standing(&arrived.body), ("delivered", 1, false));
    it.retry(&arrived).expect(200);
}

#[test]
fn an_attempt_whose_worker_died_can_be_made_again_by_hand_after_its_lease() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::Hold);
    it.send();
    thread::scope(|scope| {
        let stuck = scope.spawn(|| it.app.work());
        it.receiver.wait_for("/hook", 1);
        it.app.advance("PT1M");
        it.receiver.answer("/hook", Reply::Status(200));
        let lost = it.delivery(&endpoint);
        it.retry(&lost).expect(200);
        it.app.work();
        it.receiver.release("/hook");
        stuck.join().unwrap();
    });
    assert_eq!(standing(&it.delivery(&endpoint).body), ("delivered", 2, false));
}

#[test]
fn what_is_under_way_to_an_endpoint_that_is_deleted_leaves_nothing_behind() {
    let it = Scene::new();
    let endpoint = it.answering("/hook", Reply::HoldThen(410));
    it.endpoint("/other", &["item.sent"]);
    it.send();
    thread::scope(|scope| {
        let worker = scope.spawn(|| it.app.work());
        it.receiver.wait_for("/hook", 1);
        it.admin.delete(&format!("/webhook-endpoints/{endpoint}")).expect(204);
        it.receiver.release("/hook");
        worker.join().unwrap();
    });
    assert!(it.deliveries(&endpoint).is_empty() && it.logged("connection.disabled").is_empty());
    it.app.advance("P1D");
    it.tell();
    assert_eq!((it.receiver.count("/hook"), it.receiver.count("/other")), (1, 2));
}

#[test]
fn two_workers_send_every_message_once() {
    let it = Scene::new();
    let endpoint = it.endpoint("/hook", &["item.sent"]).id();
    let count = 40;
    for _ in 0..count {
        it.send();
    }
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| it.app.work());
        }
    });
    let mut all = ids(&it.receiver.requests("/hook"));
    assert_eq!(all.len(), count);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
    assert!(it.deliveries(&endpoint).iter().all(|delivery| standing(delivery) == ("delivered", 1, false)));
}
