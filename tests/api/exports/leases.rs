//! Workers that die or dawdle in the middle of an export.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use rapport::db::schema::{events, export_chunks, exports};
use rapport::kernel::Result;

use super::jobs::chunks;
use super::{engage, made};
use crate::support::{Client, TestApp, Value, json, wait};

/// Whether what a worker waits for is there.
struct Ready(AtomicBool);

impl Wake for Ready {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A worker that goes on only while somebody lets it.
pub struct Worker<'a>(Pin<Box<dyn Future<Output = Result<usize>> + 'a>>);

impl<'a> Worker<'a> {
    pub fn of(app: &'a TestApp) -> Self {
        Self(Box::pin(rapport::workers::exports::step(&app.app)))
    }

    /// Lets it work, a step at a time, until the export looks like this; from then on it stands still.
    pub fn until(mut self, client: &Client, export: &str, reached: impl Fn(&Value) -> bool) -> Self {
        let (ready, deadline) = (Arc::new(Ready(AtomicBool::new(true))), Instant::now() + Duration::from_secs(30));
        let waker = ready.clone().into();
        while Instant::now() < deadline {
            // It waits for one thing at a time, so when that is there nothing of it is under way.
            if !ready.0.load(Ordering::SeqCst) {
                std::thread::yield_now();
                continue;
            }
            if reached(&client.get(&format!("/exports/{export}")).expect(200).body) {
                return self;
            }
            ready.0.store(false, Ordering::SeqCst);
            let polled = wait(async {
                // A poll may take 128 steps; these are all but one of them.
                for _ in 0..127 {
                    tokio::task::consume_budget().await;
                }
                self.0.as_mut().poll(&mut Context::from_waker(&waker))
            });
            assert!(polled.is_pending(), "it ended early: {polled:?}");
        }
        panic!("the export never got there");
    }

    pub fn finish(self) {
        wait(self.0).unwrap();
    }
}

fn is_running(export: &Value) -> bool {
    export["state"] == "running"
}

/// An application with something to export, a machine whose key does not expire, and a queued export.
fn queued() -> (TestApp, Client, String) {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    engage(&app.admin(), "Growing", &coach, &[&coachee]);
    let machine = app.api_key(&["exports:read", "exports:write"]);
    let id = machine.post("/exports", json!({"resource": "engagements", "format": "csv"})).expect(202).id();
    (app, machine, id)
}

fn lease_tokens(app: &TestApp) -> Vec<String> {
    wait(app.db().read(|conn| Ok(export_chunks::table.select(export_chunks::lease_token).distinct().load(conn)?))).unwrap()
}

fn announced(app: &TestApp, name: &'static str) -> i64 {
    wait(app.db().read(move |conn| Ok(events::table.filter(events::event_type.eq(name)).count().get_result(conn)?))).unwrap()
}

#[test]
fn what_a_dead_worker_began_is_begun_anew_when_its_lease_is_over() {
    let (app, machine, id) = queued();
    drop(Worker::of(&app).until(&machine, &id, is_running));
    assert_eq!(app.run_workers_until_idle(), 0, "the lease still counts");
    machine.get(&format!("/exports/{id}/download")).problem(409, "export_not_ready");

    app.advance("PT1M");
    app.run_workers_until_idle();
    let done = machine.get(&format!("/exports/{id}")).expect(200);
    assert_eq!((&done["state"], &done["row_count"]), (&json!("succeeded"), &json!(1)));
    let file = machine.get(&format!("/exports/{id}/download")).expect(200);
    assert_eq!(file.bytes, machine.get("/engagements/export.csv").expect(200).bytes);
    assert_eq!(announced(&app, "export.completed"), 1);
}

#[test]
fn who_was_too_slow_changes_nothing_any_more() {
    let (app, machine, id) = queued();
    let slow = Worker::of(&app).until(&machine, &id, is_running);
    app.advance("PT1M");
    app.run_workers_until_idle();
    let path = format!("/exports/{id}");
    let (done, file) = (machine.get(&path).expect(200), machine.get(&format!("{path}/download")).expect(200));
    let tokens = lease_tokens(&app);
    assert_eq!(tokens.len(), 1);
    slow.finish();
    assert_eq!(machine.get(&path).expect(200).body, done.body);
    assert_eq!(machine.get(&format!("{path}/download")).expect(200).bytes, file.bytes);
    assert_eq!(lease_tokens(&app), tokens);
    assert_eq!(announced(&app, "export.completed"), 1);
}

#[test]
fn chunks_of_an_attempt_that_broke_off_are_not_mixed_in() {
    let (app, machine, id) = queued();
    drop(Worker::of(&app).until(&machine, &id, is_running));
    let export: rapport::kernel::ids::ExportId = id.parse().unwrap();
    // What the first attempt would have kept, had it lived a moment longer.
    wait(app.db().write(rapport::db::Intent::system(), move |tx| {
        let token: Option<String> = exports::table.find(export).select(exports::lease_token).first(tx.conn())?;
        for position in 7..10 {
            let chunk = (
                export_chunks::export_id.eq(export),
                export_chunks::lease_token.eq(token.clone().unwrap()),
                export_chunks::position.eq(position),
                export_chunks::bytes.eq(b"torn".as_slice()),
            );
            diesel::insert_into(export_chunks::table).values(chunk).execute(tx.conn())?;
        }
        Ok(())
    }))
    .unwrap();
    app.advance("PT1M");
    app.run_workers_until_idle();
    let file = machine.get(&format!("/exports/{id}/download")).expect(200);
    assert_eq!(file.bytes, machine.get("/engagements/export.csv").expect(200).bytes);
    assert_eq!(chunks(&app), 1);
}

#[test]
fn after_five_attempts_an_export_has_failed() {
    let (app, machine, id) = queued();
    for _ in 0..5 {
        drop(Worker::of(&app).until(&machine, &id, is_running));
        app.advance("PT1M");
        // Between its attempts it counts as running, until somebody takes it up or gives it up.
        wait(app.db().write(rapport::db::Intent::system(), |tx| {
            diesel::update(exports::table).set(exports::state.eq("queued")).execute(tx.conn())?;
            Ok(())
        }))
        .unwrap();
    }
    app.run_workers_until_idle();
    let failed = machine.get(&format!("/exports/{id}")).expect(200);
    assert_eq!((&failed["state"], &failed["progress"]), (&json!("failed"), &Value::Null));
    assert!(failed["error"].is_string() && failed["finished_at"].is_string());
    machine.get(&format!("/exports/{id}/download")).problem(409, "export_not_ready");
    assert_eq!((chunks(&app), announced(&app, "export.failed"), announced(&app, "export.completed")), (0, 1, 0));
    assert_eq!(app.run_workers_until_idle(), 0);
}

#[test]
fn two_workers_make_every_export_once() {
    let app = TestApp::with(|config| config.database_pool_size = 8);
    let machine = app.api_key(&["exports:read", "exports:write"]);
    for _ in 0..10 {
        machine.post("/exports", json!({"resource": "items", "format": "jsonl"})).expect(202);
    }
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| app.run_workers_until_idle());
        }
    });
    assert!(machine.get("/exports").expect(200).data().iter().all(|export| export["state"] == "succeeded"));
    assert_eq!(announced(&app, "export.completed"), 10);
    made(&app, &machine, json!({"resource": "items", "format": "csv"}));
    assert_eq!(announced(&app, "export.completed"), 11);
}
