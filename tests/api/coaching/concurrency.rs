//! Commands that meet.

use crate::support::coaching::SOON;
use crate::support::{Answer, Programme, TestApp, at_once, json, racing};

fn statuses(answers: &[Answer]) -> Vec<u16> {
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    statuses
}

#[test]
fn an_item_that_is_completed_twenty_times_at_once_is_completed_once() {
    let app = racing();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let form = it.form_after(&task, None);
    let answers = at_once(20, |_| it.on(&task, "complete", ()).send());
    assert_eq!(statuses(&answers), [vec![200], vec![409; 19]].concat());
    assert_eq!(it.events()[4..], ["item.completed", "item.sent"]);
    assert_eq!((it.progress(), &it.seen(&form)["version"]), ([2, 0, 1, 1], &json!(2)));
}

#[test]
fn fifty_requests_with_one_key_make_one_engagement() {
    let app = racing();
    let (coach, coachee) = app.coach_and_coachee();
    let body = json!({"title": "Once", "coachee_ids": [coachee.id]});
    let answers = at_once(50, |_| coach.post("/engagements", body.clone()).key("once").send());
    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert!(answers.iter().all(|answer| answer.status == 201 || answer["code"] == "idempotency_in_progress"));
    assert_eq!(made.iter().filter(|answer| answer.header("idempotent-replayed").is_empty()).count(), 1);
    assert!(made.iter().all(|answer| answer.id() == made[0].id()));
    assert_eq!(coach.ids("/engagements"), [made[0].id()]);
}

#[test]
fn items_added_at_once_stand_one_after_another() {
    let app = racing();
    let it = Programme::draft(&app);
    let answers = at_once(20, |number| it.add(json!({"kind": "task", "title": format!("Task {number}"), "position": 1})).send());
    assert_eq!(statuses(&answers), vec![201; 20]);
    let seen = it.show();
    let positions: Vec<_> = seen["items"].as_array().unwrap().iter().map(|item| item["position"].as_u64().unwrap()).collect();
    assert_eq!(positions, (1..=20).collect::<Vec<_>>());
    assert_eq!((it.progress(), &seen["version"]), ([20, 20, 0, 0], &json!(21)));
}

#[test]
fn of_twenty_orders_made_from_one_version_one_wins() {
    let app = racing();
    let it = Programme::draft(&app);
    let mut items: Vec<String> = (0..20).map(|number| it.task(&format!("Task {number}"))).collect();
    items.rotate_left(1);
    let version = it.show()["version"].as_i64().unwrap();
    let order = |by: usize| {
        let mut wanted = items.clone();
        wanted.rotate_left(by % 19);
        it.coach.put(&it.path("/items/order"), json!({"item_ids": wanted})).if_match(version).send()
    };
    let answers = at_once(20, order);
    assert_eq!(statuses(&answers), [vec![200], vec![412; 19]].concat());
    assert_eq!(answers.iter().find(|answer| answer.status == 200).unwrap().ids(), it.order());
}

#[test]
fn a_due_item_is_sent_once_however_many_workers_there_are() {
    let app = racing();
    let items = due(&app, 10);
    let fired: usize = at_once(8, |_| fire(&app)).into_iter().sum();
    let left = fire(&app);
    assert_eq!(fired + left, 10);
    for (it, task) in &items {
        let sent = it.events().iter().filter(|event| *event == "item.sent").count();
        assert_eq!((sent, &it.seen(task)["sent_at"]), (1, &json!(SOON)));
    }
}

#[test]
fn workers_and_commands_that_meet_send_an_item_at_most_once() {
    let app = racing();
    let items = due(&app, 6);
    at_once(items.len() * 3, |number| {
        let (it, task) = &items[number / 3];
        match number % 3 {
            0 => drop(fire(&app)),
            1 => drop(it.on(task, "send", ()).send()),
            _ => drop(it.on(task, "unschedule", ()).send()),
        }
    });
    fire(&app);
    for (it, task) in &items {
        let (events, seen) = (it.events(), it.seen(task));
        let count = |name: &str| events.iter().filter(|event| *event == name).count();
        assert!(count("item.sent") <= 1 && count("item.unscheduled") <= 1, "{events:?}");
        assert_eq!(seen["sent_at"].is_string(), count("item.sent") == 1, "{events:?}");
        let scheduled = i64::from(seen["status"] == "scheduled");
        assert_eq!(it.progress(), [1, 1 - scheduled, scheduled, 0]);
    }
}

/// Engagements with a task each that is due now.
fn due(app: &TestApp, count: usize) -> Vec<(Programme, String)> {
    let make = |_| {
        let it = Programme::active(app);
        let task = it.task("Write");
        it.schedule(&task, SOON);
        (it, task)
    };
    let items = (0..count).map(make).collect();
    app.advance("PT30M");
    items
}

/// What a worker does in one go.
fn fire(app: &TestApp) -> usize {
    crate::support::wait(rapport::workers::schedule::step(&app.app)).unwrap()
}
