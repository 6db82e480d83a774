//! What a durable submission costs beside a bare handler that leaves the same rows: submission, place, events,
//! entry of the ledger and balance, each request in one transaction that waits for the disk.
//!
//! The requests alone are compared, for what follows from them (mails, segments) can be another process's work:
//! `serve --no-workers` beside `work`. What they come to in one process is printed after that.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use rapport::kernel::Clock;
use serde_json::json;

use super::advocates::Advocates;
use super::missions::Staff;
use super::store::Store;
use super::{CONNECTIONS, bench, client, report};

const ADVOCATES: usize = 10_000;
/// Those of them who take part now. Enough that nobody waits for themselves.
const CALLERS: usize = 1_000;
/// Missions that run at once. All who take part in one move its counters, and on PostgreSQL hold them until
/// their commit is on the disk.
const MISSIONS: usize = 64;
const WITHOUT_WORKERS: &[&str] = &["--no-workers"];
/// Long enough that every token is known, so that no signature is checked later.
const WARM_UP: Duration = Duration::from_secs(2);

pub fn run(folder: &Path, store: &Store) {
    let advocates = Advocates { count: ADVOCATES, now: Clock::System.now() };
    let tokens = bench::access_tokens(folder);
    store.fill(advocates.tables());
    let missions = start_missions(folder, store, advocates.staff_token(&tokens));
    store.fill(advocates.history(&missions[0]));
    if !store.is_durable() {
        println!("fsync is off on this server: its writes are not durable and say little.");
    }
    let copies = [store.copy("bare_submissions"), store.copy("working_submissions")];
    let callers = advocates.tokens(&tokens, CALLERS);
    let several = || Requests::new(&missions, &callers);
    let one = || Requests::new(&missions[..1], &callers);

    let servers = [bench::rapport(folder, store, WITHOUT_WORKERS), bench::bare(folder, &copies[0])];
    for server in &servers {
        client::run(server.address, 64, WARM_UP, &mut several().written());
    }
    report::head("Submissions, in turns, medians of three:");
    for connections in CONNECTIONS {
        let cell = bench::compare([one().written(), one().written()], connections, [&servers[0], &servers[1]]);
        report::cell("to one mission", connections, &cell);
    }
    for connections in CONNECTIONS {
        let cell = bench::compare([several().written(), several().written()], connections, [&servers[0], &servers[1]]);
        report::cell(&format!("to {MISSIONS} missions"), connections, &cell);
    }
    drop(servers);

    let working = bench::rapport(folder, &copies[1], &[]);
    client::run(working.address, 64, WARM_UP, &mut several().written());
    let measured = bench::measure(several().written(), 64, &working);
    println!(
        "with the mails of them made and sent by the same process, 64 connections: {:.0} a second, p99 {} µs",
        measured.per_second, measured.p99
    );
    drop(working);
    store.drop();
    copies.iter().for_each(Store::drop);
}

/// Missions that nobody is told of and every advocate may take part in.
fn start_missions(folder: &Path, store: &Store, token: String) -> Vec<String> {
    let server = bench::rapport(folder, store, WITHOUT_WORKERS);
    let staff = Staff { server: server.address, token };
    let open = json!({"audience": {"kind": "anyone"}, "notify": {"mode": "link_only"}});
    let start = |_| {
        let id = staff.draft(&open);
        staff.launch(&id);
        id
    };
    (0..MISSIONS).map(start).collect()
}

/// What is handed in: each by the next advocate, for the next mission.
struct Requests<'a> {
    missions: &'a [String],
    callers: &'a [String],
}

impl<'a> Requests<'a> {
    fn new(missions: &'a [String], callers: &'a [String]) -> Self {
        Self { missions, callers }
    }

    fn written(self) -> impl FnMut(&mut Vec<u8>) + use<'a> {
        let mut count: usize = 0;
        move |out| {
            count += 1;
            let (mission, token) = (&self.missions[count % self.missions.len()], &self.callers[count % self.callers.len()]);
            let body = format!(
                r#"{{"complete_survey":{{"answers":{{"nps":{},"why":"It saves me an hour a week, take {count}."}}}}}}"#,
                count % 11
            );
            let written = write!(
                out,
                "POST /api/v1/missions/{mission}/submissions HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            written.expect("memory takes everything");
        }
    }
}
