//! Items that go out after another.

use crate::support::coaching::{SOON, TOMORROW};
use crate::support::{Programme, TestApp, json};

/// How often the item was sent.
fn sends(it: &Programme, item: &str) -> usize {
    it.timeline().iter().filter(|event| event["type"] == "item.sent" && event["subject_id"] == item).count()
}

#[test]
fn c73_an_item_is_sent_after_a_prior_one_is_completed() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let prior = it.task("Prior");
    let form = it.form_after(&prior, None);
    let seen = it.seen(&form);
    assert_eq!((&seen["waiting"], &seen["after_item_id"], &seen["status"]), (&json!(true), &json!(prior), &json!("unscheduled")));
    app.advance("PT1H");
    assert_eq!(app.run_workers_until_idle(), 0);
    it.complete(&prior);
    let seen = it.seen(&form);
    assert_eq!((&seen["waiting"], &seen["status"]), (&json!(false), &json!("scheduled")));
    assert_eq!(seen["sent_at"], "2026-03-01T10:00:00.000000Z");
    assert_eq!(sends(&it, &form), 1);
}

#[test]
fn c73_with_a_delay_it_is_sent_that_much_later() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let prior = it.task("Prior");
    let form = it.form_after(&prior, Some("P1D"));
    it.complete(&prior);
    let seen = it.seen(&form);
    assert_eq!((&seen["scheduled_at"], &seen["sent_at"], &seen["after_delay"]), (&json!(TOMORROW), &json!(null), &json!("P1D")));
    app.advance("PT23H59M59S");
    assert_eq!(app.run_workers_until_idle(), 0);
    app.advance("PT1S");
    assert_eq!(app.run_workers_until_idle(), 1);
    assert_eq!(sends(&it, &form), 1);
}

#[test]
fn c73_it_waits_for_its_prior_item_wherever_that_stands() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [first, prior] = [it.task("First"), it.task("Prior")];
    let form = it.form_after(&prior, None);
    let order = json!({"item_ids": [form, prior, first]});
    it.coach.put(&it.path("/items/order"), order).expect(200);
    it.complete(&first);
    assert_eq!(sends(&it, &form), 0);
    it.complete(&prior);
    assert_eq!(sends(&it, &form), 1);
}

#[test]
fn c73_in_a_draft_it_goes_on_waiting_until_the_engagement_is_active() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let prior = it.task("Prior");
    let [now, later] = [it.form_after(&prior, None), it.form_after(&prior, Some("PT30M"))];
    it.complete(&prior);
    assert_eq!((&it.seen(&now)["sent_at"], &it.seen(&later)["scheduled_at"]), (&json!(null), &json!(null)));
    it.act("activate");
    assert_eq!(it.seen(&now)["sent_at"], "2026-03-01T09:00:00.000000Z");
    assert_eq!(it.seen(&later)["scheduled_at"], SOON);
}

#[test]
fn c73_told_to_wait_for_what_is_done_already_it_goes_out_at_once() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let prior = it.task("Prior");
    it.complete(&prior);
    let added = it.add(json!({"kind": "form", "title": "Ask", "after_item_id": prior})).expect(201);
    assert_eq!((&added["sent_at"], &added["waiting"]), (&json!("2026-03-01T09:00:00.000000Z"), &json!(false)));
    let told = it.task("Told");
    let changed = it.coach.patch(&format!("/items/{told}"), json!({"after_item_id": prior, "after_delay": "PT30M"})).expect(200);
    assert_eq!((&changed["scheduled_at"], &changed["status"]), (&json!(SOON), &json!("scheduled")));
    assert_eq!(it.progress(), [3, 0, 2, 1]);
}

#[test]
fn c74_it_fires_once_however_the_prior_item_was_completed() {
    let app = TestApp::start();
    for way in ["coach", "coachee", "past", "api key"] {
        let it = Programme::active(&app);
        let prior = it.task("Prior");
        let form = it.form_after(&prior, None);
        it.send(&prior);
        let path = format!("/items/{prior}/complete");
        match way {
            "coach" => it.coach.post(&path, ()).expect(200),
            "coachee" => it.coachee.post(&path, ()).expect(200),
            "past" => it.coach.post(&path, json!({"completed_at": "2025-01-01T00:00:00Z"})).expect(200),
            _ => app.api_key(&["completions:write"]).post(&path, ()).expect(200),
        };
        assert_eq!(sends(&it, &form), 1, "{way}");
        it.on(&prior, "reopen", ()).expect(200);
        it.coach.post(&path, ()).expect(200);
        assert_eq!(app.run_workers_until_idle(), 0);
        assert_eq!(sends(&it, &form), 1, "{way}");
    }
}

#[test]
fn c74_what_was_scheduled_sent_or_completed_otherwise_is_left_alone() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let prior = it.task("Prior");
    let [dated, sent, done] = [(); 3].map(|()| it.form_after(&prior, None));
    it.schedule(&dated, TOMORROW);
    it.send(&sent);
    it.complete(&done);
    it.complete(&prior);
    assert_eq!((&it.seen(&dated)["scheduled_at"], &it.seen(&dated)["sent_at"]), (&json!(TOMORROW), &json!(null)));
    assert_eq!([sends(&it, &dated), sends(&it, &sent), sends(&it, &done)], [0, 1, 0]);
}

#[test]
fn c74_completing_a_chain_sends_link_by_link() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let first = it.task("First");
    let second = it.form_after(&first, None);
    let third = it.form_after(&second, None);
    it.complete(&first);
    assert_eq!([sends(&it, &second), sends(&it, &third)], [1, 0]);
    it.coachee.post(&format!("/items/{second}/complete"), ()).expect(200);
    assert_eq!([sends(&it, &second), sends(&it, &third)], [1, 1]);
}

#[test]
fn c74_a_prior_item_that_others_wait_for_is_not_deleted() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let prior = it.task("Prior");
    let form = it.form_after(&prior, None);
    it.coach.delete(&format!("/items/{prior}")).problem(409, "has_dependents");
    assert_eq!(it.order(), [prior.clone(), form.clone()]);
    it.coach.patch(&format!("/items/{form}"), json!({"after_item_id": null})).expect(200);
    it.coach.delete(&format!("/items/{prior}")).expect(204);
    assert_eq!(it.order(), [form]);
}

#[test]
fn c74_items_do_not_wait_in_a_circle() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let first = it.task("First");
    let second = it.form_after(&first, None);
    let third = it.form_after(&second, None);
    for prior in [&first, &second, &third] {
        let refused = it.coach.patch(&format!("/items/{first}"), json!({"after_item_id": prior})).problem(422, "dependency_cycle");
        assert_eq!(refused.faults(), [("/after_item_id".into(), "dependency_cycle".into())]);
    }
    assert_eq!((&it.seen(&first)["after_item_id"], &it.seen(&first)["version"]), (&json!(null), &json!(1)));
}

#[test]
fn c74_an_item_waits_for_another_of_its_own_engagement() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let task = it.task("Write");
    let foreign = Programme::draft(&app).task("Other");
    let faults = [
        (json!({"kind": "form", "title": "F", "after_item_id": foreign}), "/after_item_id"),
        (json!({"kind": "form", "title": "F", "after_delay": "P1D"}), "/after_item_id"),
        (json!({"kind": "session", "title": "S", "after_item_id": task}), "/after_item_id"),
        (json!({"kind": "form", "title": "F", "after_item_id": task, "after_delay": "soon"}), "/after_delay"),
    ];
    for (body, pointer) in faults {
        assert_eq!(it.add(body).problem(422, "validation_failed").faults()[0].0, pointer);
    }
    let form = it.form_after(&task, Some("P1D"));
    let cleared = it.coach.patch(&format!("/items/{form}"), json!({"after_item_id": null})).expect(200);
    assert_eq!((&cleared["after_item_id"], &cleared["after_delay"]), (&json!(null), &json!(null)));
    assert_eq!(it.progress(), [2, 2, 0, 0]);
}

#[test]
fn c74_it_does_not_fire_again_when_the_prior_item_is_completed_once_more() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let prior = it.task("Prior");
    let form = it.form_after(&prior, Some("P1D"));
    it.complete(&prior);
    it.coach.post(&format!("/items/{form}/unschedule"), ()).expect(200);
    it.coach.post(&format!("/items/{prior}/reopen"), ()).expect(200);
    it.complete(&prior);
    assert_eq!(it.seen(&form)["status"], "unscheduled");
    assert_eq!(app.run_workers_until_idle(), 0);
}
