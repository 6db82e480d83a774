//! Sending by hand.

use crate::support::coaching::{SOON, TOMORROW};
use crate::support::{Programme, TestApp, json};

#[test]
fn c15_send_now_delivers_at_once_and_takes_the_date_away() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let [plain, dated] = [it.task("Plain"), it.task("Dated")];
    it.schedule(&dated, SOON);
    for item in [&plain, &dated] {
        let sent = it.send(item);
        assert_eq!((&sent["sent_at"], &sent["scheduled_at"]), (&json!("2026-03-01T09:00:00.000000Z"), &json!(null)));
    }
    app.advance("PT1H");
    assert_eq!(app.run_workers_until_idle(), 0);
    assert_eq!(it.progress(), [2, 0, 2, 0]);
    assert_eq!(it.events().iter().filter(|event| *event == "item.sent").count(), 2);
}

#[test]
fn c15_nothing_is_sent_from_a_draft() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let task = it.task("Write");
    it.on(&task, "send", ()).problem(409, "engagement_not_active");
    assert_eq!((&it.seen(&task)["sent_at"], &it.seen(&task)["status"]), (&json!(null), &json!("unscheduled")));
}

#[test]
fn c16_a_second_send_is_refused_and_resend_is_its_own_act() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.on(&task, "resend", ()).problem(409, "not_sent");
    it.send(&task);
    app.advance("PT1H");
    let refused = it.on(&task, "send", ()).problem(409, "already_sent");
    assert_eq!(refused["allowed_actions"], json!(["resend", "complete"]));
    let again = it.on(&task, "resend", ()).expect(200);
    assert_eq!(again["sent_at"], "2026-03-01T09:00:00.000000Z");
    assert_eq!(it.events()[3..], ["item.sent", "item.resent"]);
    it.complete(&task);
    it.on(&task, "send", ()).problem(409, "invalid_transition");
    it.on(&task, "resend", ()).problem(409, "invalid_transition");
}

#[test]
fn c18_a_session_is_not_sent() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    it.on(&session, "send", ()).problem(409, "kind_not_sendable");
    it.schedule(&session, TOMORROW);
    it.on(&session, "send", ()).problem(409, "kind_not_sendable");
    it.on(&session, "resend", ()).problem(409, "kind_not_sendable");
    let seen = it.seen(&session);
    assert_eq!((&seen["sent_at"], &seen["scheduled_at"]), (&json!(null), &json!(TOMORROW)));
    assert!(!seen["allowed_actions"].as_array().unwrap().contains(&json!("send")));
}

#[test]
fn c21_status_and_colour_go_together() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    let look = || {
        let seen = it.seen(&task);
        [seen["status"].clone(), seen["color"].clone(), json!(seen["sent_at"].is_string()), seen["locked"].clone()]
    };
    assert_eq!(look(), [json!("unscheduled"), json!("gray"), json!(false), json!(false)]);
    it.schedule(&task, TOMORROW);
    assert_eq!(look(), [json!("scheduled"), json!("purple"), json!(false), json!(true)]);
    it.send(&task);
    assert_eq!(look(), [json!("scheduled"), json!("purple"), json!(true), json!(true)]);
    it.complete(&task);
    assert_eq!(look(), [json!("completed"), json!("green"), json!(true), json!(true)]);
    it.on(&task, "reopen", ()).expect(200);
    assert_eq!(look(), [json!("scheduled"), json!("purple"), json!(true), json!(true)]);
}

#[test]
fn c54_an_item_goes_out_only_by_a_send_or_its_schedule() {
    let app = TestApp::for_weeks();
    let it = Programme::shared(&app);
    let task = it.task("Write");
    it.coach.patch(&format!("/items/{task}"), json!({"title": "Write more"})).expect(200);
    it.on(&task, "duplicate", ()).expect(201);
    app.advance("P14D");
    assert_eq!(app.run_workers_until_idle(), 0);
    assert_eq!(it.seen(&task)["sent_at"], json!(null));
    it.coachee.post(&format!("/items/{task}/send"), ()).problem(403, "forbidden");
    it.coachee.post(&format!("/items/{task}/complete"), ()).problem(409, "not_sent");
}
