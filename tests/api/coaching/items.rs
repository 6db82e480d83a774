//! Items of an engagement: their order, and how they leave.

use crate::support::{Client, TestApp, json};

/// An engagement with a coach, a coachee and three tasks; its path and the tasks' ids.
fn engagement(app: &TestApp) -> (Client, String, [String; 3]) {
    let (coach, coachee) = app.coach_and_coachee();
    let made = coach.post("/engagements", json!({"title": "Growing", "coachee_ids": [coachee.id]})).expect(201);
    let path = format!("/engagements/{}", made.id());
    let items = ["A", "B", "C"]
        .map(|title| coach.post(&format!("{path}/items"), json!({"kind": "task", "title": title, "task": {}})).expect(201).id());
    (coach.clone(), path, items)
}

#[test]
fn c22_unscheduled_items_are_put_in_another_order() {
    let app = TestApp::start();
    let (coach, path, [a, b, c]) = engagement(&app);
    coach.put(&format!("{path}/items/order"), json!({"item_ids": [c, a, b]})).expect(200);
    assert_eq!(coach.ids(&format!("{path}/items")), [c.clone(), a.clone(), b.clone()]);
    for order in [json!([a, b]), json!([a, b, c, c]), json!([])] {
        coach.put(&format!("{path}/items/order"), json!({"item_ids": order})).problem(422, "item_order_mismatch");
    }
}

#[test]
fn c23_a_scheduled_item_keeps_its_place() {
    let app = TestApp::start();
    let (coach, path, [a, b, c]) = engagement(&app);
    coach.post(&format!("/items/{a}/schedule"), json!({"scheduled_at": "2026-03-02T09:00:00Z"})).expect(200);
    let order = format!("{path}/items/order");
    coach.put(&order, json!({"item_ids": [b, a, c]})).problem(409, "item_order_locked");
    assert_eq!(coach.ids(&format!("{path}/items")), [a.clone(), b.clone(), c.clone()]);
    coach.put(&order, json!({"item_ids": [a, c, b]})).expect(200);
}

#[test]
fn c15_sending_now_replaces_the_schedule_and_needs_an_active_engagement() {
    let app = TestApp::start();
    let (coach, path, [a, b, _]) = engagement(&app);
    coach.post(&format!("/items/{a}/send"), ()).problem(409, "engagement_not_active");
    for item in [&a, &b] {
        coach.post(&format!("/items/{item}/schedule"), json!({"scheduled_at": "2026-03-02T09:00:00Z"})).expect(200);
    }
    coach.post(&format!("{path}/activate"), json!({})).expect(200);
    assert_eq!(coach.post(&format!("/items/{a}/send"), ()).expect(200)["sent_at"], "2026-03-01T09:00:00.000000Z");
    app.advance("P1D");
    app.run_workers_until_idle();
    let sent = |item: &str| coach.get(&format!("/items/{item}")).expect(200)["sent_at"].clone();
    assert_eq!((sent(&a), sent(&b)), (json!("2026-03-01T09:00:00.000000Z"), json!("2026-03-02T09:00:00.000000Z")));
}
