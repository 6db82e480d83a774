//! `make bench`: what Rapport costs beside bare handlers over the same tables, measured in turns in one
//! run: reads, writes and submissions, and how long a launch to ten thousand people takes.
//! `cargo bench --bench load -- growth` measures whether a request costs more as data grow, and `-- webhooks` how
//! many of them leave in a second; `coaching`, `submissions`, `launch`, `sqlite` and `postgres` measure these alone.
//!
//! Ratios are what counts; the figures themselves are those of the machine. PostgreSQL takes part when
//! `TEST_POSTGRES_URL` is set. `BENCH_SECONDS` is the length of one turn.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a bench ends by panicking, prints, counts in floats, and watches other processes by the clock"
)]

mod advocates;
mod bare;
mod bench;
mod cases;
mod client;
mod growth;
mod launch;
mod missions;
mod process;
#[expect(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the suite uses the rest of it, where a fault may panic"
)]
#[path = "../api/support/receivers/mod.rs"]
mod receivers;
mod report;
mod rows;
mod sql;
mod store;
mod submissions;
mod webhooks;

use bench::Bench;
use cases::Case;
use report::{Bound, aim};
use store::{Folder, Store};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ENGAGEMENTS: usize = 10_000;
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// What is measured on a database of its own.
struct Part {
    word: &'static str,
    /// Whether it is measured when nobody names a part.
    usual: bool,
    measure: fn(&Folder, &Store),
}

const PARTS: [Part; 4] = [
    Part { word: "coaching", usual: true, measure: coaching },
    Part { word: "submissions", usual: true, measure: |folder, store| submissions::run(folder.path(), store) },
    Part { word: "launch", usual: true, measure: |folder, store| launch::run(folder.path(), store) },
    Part { word: "webhooks", usual: false, measure: |_, store| webhooks::run(store) },
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |word: &str| arguments.iter().any(|argument| argument == word);
    if given("serve-bare") {
        return bare::serve().expect("the bare server serves");
    }
    let folder = Folder::new();
    let postgres = std::env::var("TEST_POSTGRES_URL").ok().filter(|_| !given("sqlite"));
    if given("growth") {
        return growth::run(&folder, postgres.as_deref());
    }
    let is_named = PARTS.iter().any(|part| given(part.word));
    let parts: Vec<&Part> = PARTS.iter().filter(|part| if is_named { given(part.word) } else { part.usual }).collect();
    if !given("postgres") {
        for part in &parts {
            println!("\nSQLite, {}", part.word);
            (part.measure)(&folder, &Store::sqlite(folder.path().join(format!("{}.db", part.word))));
        }
    }
    let Some(server) = postgres else {
        return println!("\nPostgreSQL was not measured: TEST_POSTGRES_URL is not set.");
    };
    for part in &parts {
        println!("\nPostgreSQL, {}", part.word);
        (part.measure)(&folder, &Store::postgres(&server, &format!("rapport_{}", part.word)));
    }
}

fn coaching(folder: &Folder, store: &Store) {
    println!("{ENGAGEMENTS} engagements of {} items", rows::ITEMS_EACH);
    let bench = Bench::new(folder.path(), ENGAGEMENTS);
    store.fill(bench.rows.tables());
    let other = store.copy("bare_bench");
    if !store.is_durable() {
        println!("fsync is off on this server: its writes are not durable and say little.");
    }
    let (started, memory) = bench.start(store, Bench::rapport);
    let (bare_started, bare_memory) = bench.start(&other, Bench::bare);
    let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    println!("start to first answer: {:.1} ms (bare {:.1} ms)", milliseconds(started), milliseconds(bare_started));
    println!("memory at rest: {memory:.1} MiB (bare {bare_memory:.1} MiB)");

    let (rapport, bare) = (bench.rapport(store), bench.bare(&other));
    let files = [bench.export(&rapport), bench.export(&bare)];
    report::exported("rapport", &files[0]);
    report::exported("bare", &files[1]);

    report::head("In turns, medians of three:");
    let mut ratios = Vec::new();
    for case in Case::ALL {
        for connections in CONNECTIONS {
            let cell = bench.compare(case, connections, [&rapport, &bare]);
            report::cell(case.name(), connections, &cell);
            ratios.push((case, connections, cell[0].per_second / cell[1].per_second));
        }
    }
    println!("memory after that: {:.1} MiB, of it private {:.1} MiB", rapport.memory(), rapport.private_memory());
    drop((rapport, bare));

    println!("\nAims (set for SQLite):");
    let ratio = |case, connections| ratios.iter().find(|cell| cell.0 == case && cell.1 == connections).map_or(0.0, |cell| cell.2);
    aim("engagement at 16 connections, ratio (stretch 0.85)", ratio(Case::Engagement, 16), Bound::AtLeast(0.7));
    aim("page at 16 connections, ratio (stretch 0.85)", ratio(Case::Page, 16), Bound::AtLeast(0.7));
    aim("durable update at 64 connections, ratio", ratio(Case::Update, 64), Bound::AtLeast(0.5));
    aim("CSV, times the bare one", files[0].whole.as_secs_f64() / files[1].whole.as_secs_f64(), Bound::AtMost(2.0));
    aim("CSV, first byte in ms", milliseconds(files[0].first_byte), Bound::AtMost(5.0));
    aim("CSV, private memory grows by MiB", files[0].memory.1 - files[0].memory.0, Bound::AtMost(8.0));
    aim("first answer in ms", milliseconds(started), Bound::AtMost(50.0));
    aim("memory at rest in MiB", memory, Bound::AtMost(30.0));
    store.drop();
    other.drop();
}
