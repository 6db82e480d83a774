//! What is due goes out, once and in order.

use std::thread;

use actix_web::web;
use rapport::app::App;
use rapport::db::Db;

use super::{active, scheduled, sent};
use crate::support::{TestApp, json, wait};

#[test]
fn what_is_due_goes_out_once_and_in_the_order_of_its_dates() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let machine = app.api_key(&["engagements:read", "engagements:write"]);
    let id = active(&app, &coach, &coachee);
    let third = scheduled(&machine, &id, "Third", "2026-03-01T12:00:00Z");
    let first = scheduled(&machine, &id, "First", "2026-03-01T10:00:00Z");
    let second = scheduled(&machine, &id, "Second", "2026-03-01T11:00:00Z");
    let later = scheduled(&machine, &id, "Later", "2026-03-01T12:00:00.000001Z");
    app.advance("PT59M59S");
    assert_eq!(app.run_workers_until_idle(), 0);
    app.advance("PT2H1S");
    assert_eq!(app.run_workers_until_idle(), 3);
    assert_eq!(sent(&machine, &id), [first.clone(), second, third]);
    assert_eq!(app.run_workers_until_idle(), 0);
    let item = machine.get(&format!("/items/{first}")).expect(200);
    assert_eq!((&item["sent_at"], &item["status"]), (&json!("2026-03-01T12:00:00.000000Z"), &json!("scheduled")));
    app.advance("PT1S");
    app.run_workers_until_idle();
    assert_eq!(sent(&machine, &id).last(), Some(&later));
}

#[test]
fn two_processes_fire_every_item_once() {
    let app = TestApp::with(|config| config.database_pool_size = 8);
    let (coach, coachee) = app.coach_and_coachee();
    let machine = app.api_key(&["engagements:read", "engagements:write"]);
    let engagements: Vec<_> = (0..8).map(|_| active(&app, &coach, &coachee)).collect();
    let items: Vec<Vec<String>> = engagements
        .iter()
        .map(|id| (0..6).map(|minute| scheduled(&machine, id, "Due", &format!("2026-03-01T10:{minute:02}:00Z"))).collect())
        .collect();
    app.advance("PT2H");
    // On SQLite a second handle has a writer of its own, as another process would.
    let db = Db::open(app.db().engine().clone(), app.db().clock().clone(), 8).unwrap();
    let other = web::Data::new(App::new(app.app.config.clone(), db, None).unwrap());
    thread::scope(|scope| {
        for app in [&app.app, &other, &app.app, &other] {
            scope.spawn(|| wait(rapport::workers::run_until_idle(app)).unwrap());
        }
    });
    app.run_workers_until_idle();
    for (id, items) in engagements.iter().zip(items) {
        assert_eq!(sent(&machine, id), items);
    }
}

#[test]
fn nothing_of_a_cancelled_engagement_or_a_deleted_item_goes_out() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let machine = app.api_key(&["engagements:read", "engagements:write"]);
    let (cancelled, kept) = (active(&app, &coach, &coachee), active(&app, &coach, &coachee));
    scheduled(&machine, &cancelled, "One", "2026-03-01T10:00:00Z");
    let deleted = scheduled(&machine, &kept, "Two", "2026-03-01T10:00:00Z");
    let completed = scheduled(&machine, &kept, "Three", "2026-03-01T10:00:00Z");
    machine.post(&format!("/engagements/{cancelled}/cancel"), json!({"reason": "Moved away."})).expect(200);
    machine.delete(&format!("/items/{deleted}")).expect(204);
    app.admin().post(&format!("/items/{completed}/complete"), json!({})).expect(200);
    app.advance("PT2H");
    assert_eq!(app.run_workers_until_idle(), 0);
    assert!(sent(&machine, &cancelled).is_empty() && sent(&machine, &kept).is_empty());
}
