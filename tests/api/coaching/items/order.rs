//! The order of items.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::coaching::TOMORROW;
use crate::support::{Programme, Request, TestApp, json};

fn reorder(it: &Programme, ids: &[String]) -> Request {
    it.coach.put(&it.path("/items/order"), json!({"item_ids": ids}))
}

#[test]
fn c22_unscheduled_items_are_reordered() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let [a, b, c] = ["A", "B", "C"].map(|title| it.task(title));
    let wanted = [c, a, b];
    let answer = reorder(&it, &wanted).expect(200);
    assert_eq!(answer.ids(), wanted);
    let positions: Vec<_> = answer.data().iter().map(|item| item["position"].clone()).collect();
    assert_eq!(positions, [1, 2, 3]);
    assert_eq!(it.order(), wanted);
    let version = it.show()["version"].clone();
    reorder(&it, &wanted).expect(200);
    assert_eq!(it.show()["version"], version);
}

#[test]
fn c22_an_order_names_every_item_once() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let [a, b] = ["A", "B"].map(|title| it.task(title));
    let other = Programme::draft(&app).task("Other");
    for wanted in [vec![], vec![&a], vec![&a, &a], vec![&a, &b, &b], vec![&a, &other], vec![&b, &a, &other]] {
        let wanted: Vec<String> = wanted.into_iter().cloned().collect();
        let refused = reorder(&it, &wanted).problem(422, "item_order_mismatch");
        assert_eq!(refused.faults(), [("/item_ids".into(), "item_order_mismatch".into())]);
    }
    assert_eq!(it.order(), [a.clone(), b.clone()]);
    it.coachee.put(&it.path("/items/order"), json!({"item_ids": [b, a]})).problem(403, "forbidden");
}

#[test]
fn c22_an_order_is_made_from_the_version_that_was_seen() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let [a, b] = ["A", "B"].map(|title| it.task(title));
    let version = it.show()["version"].as_i64().unwrap();
    it.coach.patch(&it.path(""), json!({"title": "Meanwhile"})).expect(200);
    reorder(&it, &[b.clone(), a.clone()]).if_match(version).problem(412, "version_mismatch");
    assert_eq!(it.order(), [a.clone(), b.clone()]);
    reorder(&it, &[b.clone(), a.clone()]).if_match(version + 1).expect(200);
    assert_eq!(it.order(), [b, a]);
}

#[test]
fn c23_a_scheduled_item_keeps_its_place() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [a, b, c] = ["A", "B", "C"].map(|title| it.task(title));
    it.schedule(&a, TOMORROW);
    let refused = reorder(&it, &[b.clone(), a.clone(), c.clone()]).problem(409, "item_order_locked");
    assert_eq!(refused.faults(), [("/item_ids".into(), "item_order_locked".into())]);
    assert_eq!(it.order(), [a.clone(), b.clone(), c.clone()]);
    reorder(&it, &[a.clone(), c.clone(), b.clone()]).expect(200);
    assert_eq!(it.order(), [a, c, b]);
}

#[test]
fn c23_sent_and_completed_items_keep_their_place_until_they_are_free_again() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [a, b] = ["A", "B"].map(|title| it.task(title));
    let (there, back) = ([b.clone(), a.clone()], [a.clone(), b.clone()]);
    it.complete(&a);
    reorder(&it, &there).problem(409, "item_order_locked");
    it.on(&a, "reopen", ()).expect(200);
    reorder(&it, &there).expect(200);
    it.schedule(&a, TOMORROW);
    reorder(&it, &back).problem(409, "item_order_locked");
    it.on(&a, "unschedule", ()).expect(200);
    reorder(&it, &back).expect(200);
    it.send(&b);
    reorder(&it, &there).problem(409, "item_order_locked");
}

/// What the promise says, pair by pair: none that includes a locked item changes sides.
fn is_allowed(locks: &[bool], wanted: &[usize]) -> bool {
    let place = |item: usize| wanted.iter().position(|other| *other == item);
    (0..locks.len()).all(|a| (a + 1..locks.len()).all(|b| place(a) < place(b) || !(locks[a] || locks[b])))
}

#[test]
fn c23_any_order_with_any_locks_is_answered_as_comparing_every_pair_would() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let mut items: Vec<String> = (0..5).map(|number| it.task(&format!("Item {number}"))).collect();
    let case = (prop::collection::vec(prop::bool::weighted(0.3), 5), Just((0..5).collect::<Vec<usize>>()).prop_shuffle());
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let items = std::cell::RefCell::new(&mut items);
    let check = |(locks, wanted): (Vec<bool>, Vec<usize>)| {
        let mut items = items.borrow_mut();
        let locked = || items.iter().zip(&locks).filter(|(_, locked)| **locked).map(|(id, _)| id);
        locked().for_each(|id| {
            it.schedule(id, TOMORROW);
        });
        let ids: Vec<String> = wanted.iter().map(|index| items[*index].clone()).collect();
        let answer = reorder(&it, &ids).send();
        let now = it.order();
        let was_allowed = is_allowed(&locks, &wanted);
        prop_assert_eq!(answer.status, if was_allowed { 200 } else { 409 });
        prop_assert_eq!(&now, if was_allowed { &ids } else { &**items });
        locked().for_each(|id| {
            it.on(id, "unschedule", ()).expect(200);
        });
        **items = now;
        Ok(())
    };
    runner.run(&case, check).unwrap();
}
