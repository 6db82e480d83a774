//! A process that ends between any two steps of a message's way: each message arrives, and what may
//! arrive twice carries the same id.

use std::thread;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use rapport::db::schema::{deliveries, events, followers};
use rapport::db::{Db, Intent};
use rapport::kernel::Clock;
use rapport::messaging::notifications::fan_out::FOLLOWER;

use super::ADMIN;
use crate::support::process::{Home, Server};
use crate::support::receivers::{Inbox, Receiver};
use crate::support::{Client, json, wait};

/// The steps, and whether the message has left by then.
const STEPS: [(&str, bool); 5] =
    [("fan_out.before", false), ("fan_out.after", false), ("delivery.claimed", false), ("delivery.sent", true), ("delivery.settled", true)];

#[test]
fn a_crash_at_any_step_neither_loses_a_message_nor_invents_one() {
    thread::scope(|scope| {
        for (step, has_left) in STEPS {
            scope.spawn(move || crash_at(step, has_left));
        }
    });
}

fn crash_at(step: &str, has_left: bool) {
    let (inbox, receiver) = (Inbox::start(), Receiver::start());
    let home = Home::new().with("RAPPORT_MAIL_URL", &inbox.url()).with("RAPPORT_PRIVATE_TARGETS", "127.0.0.0/8");
    let calm = home.serve();
    home.create_admin(ADMIN);
    let admin = calm.log_in(ADMIN);
    let (ana, item) = prepare(&admin, &receiver.url("/hook"));
    wait_until_quiet(&home);
    calm.kill();

    let home = home.with("FAILPOINTS", &format!("{step}=return"));
    let doomed = home.serve();
    // The answer may be lost with the process, but not the change: the step comes after its commit.
    let _ = doomed.log_in(ADMIN).post(&format!("/items/{item}/send"), ()).try_send();
    assert_eq!(doomed.ended(), None, "it ended by a signal at {step}");

    let home = home.without("FAILPOINTS");
    end_leases(&home);
    let server = home.serve();
    receiver.wait_for("/hook", 1);
    inbox.wait_for(1);
    all_is_delivered(&server);
    let (requests, mails) = (receiver.requests("/hook"), inbox.mails());
    assert!(mails.iter().all(|mail| mail.is_to(&ana)), "{step}");
    // Before it has left, it arrives once. After that nobody can know, and the repetition says that it is one.
    let most = if has_left { 2 } else { 1 };
    let ids = distinct(requests.iter().map(|request| request.header("webhook-id").to_owned()));
    assert!(requests.len() <= most && ids == 1, "{step}: {} requests, {ids} ids", requests.len());
    let ids = distinct(mails.iter().map(|mail| mail.message_id.clone()));
    assert!(mails.len() <= most && ids == 1, "{step}: {} mails, {ids} ids", mails.len());
    let admin = server.log_in(ADMIN);
    let rows = admin.get("/deliveries?limit=100").expect(200);
    assert_eq!(rows.data().len(), 2, "{step}: one to the hook and one mail: {}", rows.text());
}

/// An active engagement with a task for Ana, and an endpoint that hears of what is sent.
fn prepare(admin: &Client, hook: &str) -> (String, String) {
    let new = |path: &str, body| admin.post(path, body).expect(201).id();
    let coach = admin.ids("/users?role=admin")[0].clone();
    admin.patch(&format!("/users/{coach}"), json!({"roles": ["admin", "coach"]})).expect(200);
    let ana = "ana@people.example";
    let coachee = new("/users", json!({"email": ana, "name": "Ana", "roles": ["coachee"]}));
    new("/coach-assignments", json!({"coach_id": coach, "coachee_id": coachee}));
    // Nobody has to accept an invitation for this test.
    admin.patch("/organization", json!({"settings": {"inactive_coachee_delivery": "intentional"}})).expect(200);
    let engagement = new("/engagements", json!({"title": "Growing", "coach_id": coach, "coachee_ids": [coachee]}));
    let item = new(&format!("/engagements/{engagement}/items"), json!({"kind": "form", "title": "How are you?"}));
    admin.post(&format!("/engagements/{engagement}/activate"), ()).expect(200);
    new("/webhook-endpoints", json!({"url": hook, "event_types": ["item.sent"]}));
    (ana.to_owned(), item)
}

/// Waits until messages have been made of everything that happened so far.
fn wait_until_quiet(home: &Home) {
    let db = Db::open(home.engine(), Clock::System, 1).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    // Asked of the tables themselves: on PostgreSQL the reader stops before transactions that are open in
    // any database of the server, which other tests have.
    let behind = |conn: &mut rapport::db::Conn| {
        let (transaction_id, sequence): (i64, i64) = followers::table
            .find(FOLLOWER)
            .select((followers::transaction_id, followers::sequence))
            .first(conn)
            .optional()?
            .unwrap_or_default();
        let later =
            events::transaction_id.gt(transaction_id).or(events::transaction_id.eq(transaction_id).and(events::sequence.gt(sequence)));
        Ok(diesel::select(diesel::dsl::exists(events::table.filter(later))).get_result::<bool>(conn)?)
    };
    while wait(db.read(behind)).unwrap() {
        assert!(Instant::now() < deadline, "the log is not followed");
    }
}

fn all_is_delivered(server: &Server) {
    let admin = server.log_in(ADMIN);
    let deadline = Instant::now() + Duration::from_secs(20);
    while admin.get("/deliveries?limit=100").expect(200).data().iter().any(|row| row["state"] != "delivered") {
        assert!(Instant::now() < deadline, "{}", admin.get("/deliveries?limit=100").expect(200).text());
    }
}

/// As if the time had passed after which another worker takes up what a dead one held.
fn end_leases(home: &Home) {
    let db = Db::open(home.engine(), Clock::System, 1).unwrap();
    wait(db.write(Intent::system(), |tx| {
        let past = tx.now().plus(chrono::TimeDelta::seconds(-1));
        let held = deliveries::table.filter(deliveries::lease_token.is_not_null());
        diesel::update(held).set(deliveries::due_at.eq(past)).execute(tx.conn())?;
        Ok(())
    }))
    .unwrap();
}

fn distinct(ids: impl Iterator<Item = String>) -> usize {
    ids.collect::<std::collections::HashSet<_>>().len()
}
