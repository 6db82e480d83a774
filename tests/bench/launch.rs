//! A launch to ten thousand advocates by mail: how long until the request is answered, until there is a delivery
//! for each of them, and until each is a file in the mail folder. Server and workers are one process, as with
//! `rapport serve`, so that making deliveries and sending them get in each other's way as they do there.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::web;
use diesel::prelude::*;
use rapport::app::App;
use rapport::config::Config;
use rapport::db::schema::{deliveries, mission_broadcasts};
use rapport::db::{Conn, Db};
use rapport::kernel::{Clock, Result};
use rapport::messaging::deliveries::store;
use rapport::{http, workers};
use serde_json::json;

use super::advocates::Advocates;
use super::bench;
use super::missions::Staff;
use super::store::Store;

const ADVOCATES: usize = 10_000;
const TURNS: usize = 3;

/// Since the request was sent.
#[derive(Clone, Copy)]
struct Launch {
    answered: Duration,
    queued: Duration,
    sent: Duration,
}

pub fn run(folder: &Path, store: &Store) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let advocates = Advocates { count: ADVOCATES, now: Clock::System.now() };
    store.fill(advocates.tables());
    let token = advocates.staff_token(&bench::access_tokens(folder));
    let mut launches = actix_web::rt::System::new().block_on(launches(folder, store, token));
    launches.sort_by_key(|launch| launch.queued);
    let Launch { answered, queued, sent } = launches[launches.len() / 2];
    let per_second = |time: Duration| ADVOCATES as f64 / time.as_secs_f64();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    println!("A launch to {ADVOCATES} advocates by mail, the median of {TURNS}:");
    println!("  answered in {:.1} ms", milliseconds(answered));
    println!("  a delivery for each after {:.0} ms: {:.0} recipients a second", milliseconds(queued), per_second(queued));
    println!("  a mail in the folder for each after {:.1} s: {:.0} a second", sent.as_secs_f64(), per_second(sent));
    store.drop();
}

async fn launches(folder: &Path, store: &Store, token: String) -> Vec<Launch> {
    let config = Config { data_dir: folder.to_owned(), listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
    let db = Db::open(store.engine.clone(), Clock::System, config.database_pool_size).expect("the database opens");
    let app = Arc::new(App::new(config, db, None).expect("it is put together"));
    let server = http::start(web::Data::from(app.clone())).expect("it listens");
    let running = actix_web::rt::spawn(server.running);
    let working = workers::spawn(app.clone());
    let staff = Arc::new(Staff { server: server.address, token });
    let mut launches = Vec::new();
    for turn in 1..=TURNS {
        launches.push(launch(&app, &staff).await);
        let made: i64 = app.db.read(|conn| Ok(deliveries::table.count().get_result(conn)?)).await.expect("counted");
        assert_eq!(made, (turn * ADVOCATES) as i64, "each is mailed once");
    }
    server.handle.stop(true).await;
    working.stop().await;
    running.await.expect("it stops").expect("it served");
    launches
}

/// One mission, until the last has their mail.
async fn launch(app: &Arc<App>, staff: &Arc<Staff>) -> Launch {
    let of_thread = staff.clone();
    let mission = tokio::task::spawn_blocking(move || of_thread.draft(&json!({"notify": {"mode": "send", "channels": ["email"]}})));
    let mission = mission.await.expect("a mission");
    let (of_thread, id) = (staff.clone(), mission.clone());
    let began = Instant::now();
    let answered = tokio::task::spawn_blocking(move || of_thread.launch(&id)).await.expect("a launch");
    until(app, move |conn| has_told_all(conn, &mission)).await;
    let queued = began.elapsed();
    // Nothing is due any more, not even the end of a lease.
    let tomorrow = app.db.clock().now().plus(chrono::TimeDelta::days(1));
    until(app, move |conn| Ok(!store::has_due(conn, tomorrow)?)).await;
    Launch { answered, queued, sent: began.elapsed() }
}

/// Whether the launch has gone through everybody. Each batch is committed with the deliveries that it makes.
fn has_told_all(conn: &mut Conn, mission: &str) -> Result<bool> {
    let told: Option<i64> = mission_broadcasts::table
        .filter(mission_broadcasts::mission_id.eq(mission.to_owned()))
        .filter(mission_broadcasts::state.eq("done"))
        .select(mission_broadcasts::reached)
        .first(conn)
        .optional()?;
    Ok(told.is_some_and(|told| told == ADVOCATES as i64))
}

/// Looks after each commit, and at no other time.
async fn until(app: &App, is_so: impl Fn(&mut Conn) -> Result<bool> + Clone + Send + 'static) {
    loop {
        // Listening begins before looking, or a commit in between would go unheard.
        let mut commit = pin!(app.db.committed().notified());
        commit.as_mut().enable();
        if app.db.read(is_so.clone()).await.expect("read") {
            return;
        }
        commit.await;
    }
}
