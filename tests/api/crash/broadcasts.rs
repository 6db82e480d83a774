//! A process that ends between two batches of a launch: everybody is told, and nobody twice.

use std::collections::HashSet;
use std::thread;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use rapport::db::schema::{deliveries, mission_broadcasts, notifications, organizations};
use rapport::db::{Db, Intent, Tx};
use rapport::identity::permissions::Role;
use rapport::identity::users;
use rapport::identity::users::model::{CreateUser, User, UserState};
use rapport::kernel::Clock;
use rapport::kernel::ids::{OrganizationId, UserId};
use rapport::messaging::notifications::model::Channel;

use super::ADMIN;
use crate::support::files::png;
use crate::support::process::Home;
use crate::support::{json, wait};

const PEOPLE: usize = 1_200;
/// Before the first batch, after it, and after the second.
const STEPS: [&str; 3] = ["broadcast.before=return", "broadcast.after=return", "broadcast.after=1*off->return"];

#[test]
fn a_crash_between_batches_of_a_launch_leaves_nobody_out_and_tells_nobody_twice() {
    thread::scope(|scope| {
        for step in STEPS {
            scope.spawn(move || crash_at(step));
        }
    });
}

fn crash_at(step: &str) {
    let home = Home::new();
    home.create_admin(ADMIN);
    let home = home.with("FAILPOINTS", step);
    let doomed = home.serve();
    let admin = doomed.log_in(ADMIN);
    invite(&home);
    let mission = json!({
        "type": "custom_task", "title": "Try the beta", "image_file_id": admin.uploaded("card.png", &png(1200, 630)),
        "notify": {"mode": "send", "channels": ["email"]}, "participation_limit": {"kind": "once"},
    });
    let mission = admin.post("/missions", mission).expect(201).id();
    // The answer may be lost with the process, but not the change: the step comes after its commit.
    let _ = admin.post(&format!("/missions/{mission}/launch"), ()).try_send();
    assert_eq!(doomed.ended(), None, "it ended by a signal at {step}");

    let home = home.without("FAILPOINTS");
    let server = home.serve();
    let admin = server.log_in(ADMIN);
    let shown = || admin.get(&format!("/missions/{mission}")).expect(200);
    let deadline = Instant::now() + Duration::from_mins(1);
    while shown()["stats"]["notified"] != PEOPLE {
        assert!(Instant::now() < deadline, "{step}: {}", shown()["stats"]);
    }
    server.kill();
    assert_told_once(&home, step);
}

/// Advocates, past the API.
fn invite(home: &Home) {
    let db = Db::open(home.engine(), Clock::System, 1).unwrap();
    wait(db.write(Intent::system(), |tx| {
        let organization_id: OrganizationId = organizations::table.select(organizations::id).first(tx.conn())?;
        let people: Vec<User> = (0..PEOPLE).map(|number| advocate(tx, organization_id, number)).collect();
        users::store::insert_many(tx.conn(), &people)
    }))
    .unwrap();
}

fn advocate(tx: &Tx<'_>, organization_id: OrganizationId, number: usize) -> User {
    let new = CreateUser {
        email: format!("advocate-{number}@many.example"),
        name: format!("Advocate {number}"),
        roles: vec![Role::Advocate],
        time_zone: None,
    };
    User { state: UserState::Active, ..users::commands::draft(tx, organization_id, &new, "Europe/Berlin") }
}

fn assert_told_once(home: &Home, step: &str) {
    let db = Db::open(home.engine(), Clock::System, 1).unwrap();
    let (told, mails, reached): (Vec<Option<UserId>>, i64, i64) = wait(db.read(|conn| {
        let told = notifications::table.filter(notifications::channel.eq(Channel::Email)).select(notifications::recipient_id).load(conn)?;
        let mails = deliveries::table.count().get_result(conn)?;
        Ok((told, mails, mission_broadcasts::table.select(mission_broadcasts::reached).first(conn)?))
    }))
    .unwrap();
    let distinct: HashSet<_> = told.iter().collect();
    assert_eq!((told.len(), distinct.len(), mails, reached), (PEOPLE, PEOPLE, PEOPLE as i64, PEOPLE as i64), "{step}");
}
