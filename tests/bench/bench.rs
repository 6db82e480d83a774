//! One run: data, both servers on a copy each, every case in turns, and what came of it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rapport::config::Config;
use rapport::identity::tokens::AccessTokens;
use rapport::kernel::Clock;

use super::cases::{self, Case};
use super::client::{self, Load};
use super::process::Process;
use super::rows::Rows;
use super::sql::ids;
use super::store::Store;

/// Turns of each server in each cell.
const TURNS: usize = 3;
const WARM_UP: Duration = Duration::from_millis(300);

/// Data with a server for them.
pub struct Bench<'a> {
    pub rows: Rows,
    pub folder: &'a Path,
    pub token: String,
}

/// What one server did in one cell: the turn in the middle of three.
#[derive(Clone, Default)]
pub struct Measured {
    pub per_second: f64,
    pub processor_micros: f64,
    pub p50: u32,
    pub p99: u32,
}

/// A file of everything, fetched several times.
#[derive(Clone, Copy)]
pub struct Exported {
    pub whole: Duration,
    pub first_byte: Duration,
    pub bytes: usize,
    /// Private memory in MiB before and at most meanwhile.
    pub memory: (f64, f64),
}

impl<'a> Bench<'a> {
    /// A login for the admin is among the rows; its token is signed with the key in the folder.
    pub fn new(folder: &'a Path, engagements: usize) -> Self {
        let rows = Rows { engagements, now: Clock::System.now() };
        let tokens = access_tokens(folder);
        let id = "the ids are well formed";
        let (user, organization, login) =
            (ids::user(0).parse().expect(id), ids::ORGANIZATION.parse().expect(id), ids::LOGIN.parse().expect(id));
        let token = tokens.issue(user, organization, login, rows.now).expect("a token is signed");
        Self { rows, folder, token }
    }

    pub fn rapport(&self, store: &Store) -> Process {
        rapport(self.folder, store, &[])
    }

    pub fn bare(&self, store: &Store) -> Process {
        bare(self.folder, store)
    }

    pub fn compare(&self, case: Case, connections: usize, servers: [&Process; 2]) -> [Measured; 2] {
        compare([case.requests(self.rows, &self.token), case.requests(self.rows, &self.token)], connections, servers)
    }

    pub fn measure(&self, case: Case, connections: usize, server: &Process) -> Measured {
        measure(case.requests(self.rows, &self.token), connections, server)
    }

    pub fn export(&self, server: &Process) -> Exported {
        let request = cases::export(&self.token);
        let before = server.private_memory();
        let mut most = before;
        let mut downloads = Vec::new();
        for _ in 0..7 {
            let download = std::thread::scope(|scope| {
                let fetch = scope.spawn(|| client::download(server.address, &request));
                while !fetch.is_finished() {
                    most = most.max(server.private_memory());
                    std::thread::sleep(Duration::from_millis(2));
                }
                fetch.join().expect("the download ends")
            });
            downloads.push(download);
        }
        downloads.sort_by_key(|download| download.whole);
        let whole = downloads[downloads.len() / 2];
        downloads.sort_by_key(|download| download.first_byte);
        let first_byte = downloads[downloads.len() / 2].first_byte;
        Exported { whole: whole.whole, first_byte, bytes: whole.bytes, memory: (before, most) }
    }

    /// From the start of the process to its first answer, and its memory a second later.
    pub fn start(&self, store: &Store, start: fn(&Self, &Store) -> Process) -> (Duration, f64) {
        let mut starts: Vec<(Duration, f64)> = (0..5)
            .map(|_| {
                let server = start(self, store);
                std::thread::sleep(Duration::from_secs(1));
                (server.started_in, server.memory())
            })
            .collect();
        starts.sort_by_key(|(time, _)| *time);
        starts[starts.len() / 2]
    }
}

/// Signs with the key that servers of this folder accept, for longer than any bench takes.
pub fn access_tokens(folder: &Path) -> AccessTokens {
    let config = Config { data_dir: folder.to_owned(), access_token_minutes: 24 * 60, ..Config::default() };
    AccessTokens::new(&config).expect("a key is made")
}

/// Rapport over this database, with further words on its command line.
pub fn rapport(folder: &Path, store: &Store, words: &[&str]) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.arg("serve").args(words);
    Process::start(environment(command, folder, store))
}

/// This very program, told to be the other server.
pub fn bare(folder: &Path, store: &Store) -> Process {
    let mut command = Command::new(std::env::current_exe().expect("a program knows its file"));
    command.arg("serve-bare");
    Process::start(environment(command, folder, store))
}

fn environment(mut command: Command, folder: &Path, store: &Store) -> Command {
    command.env_clear().current_dir(folder).env("RAPPORT_DATA_DIR", folder).env("DATABASE_URL", store.url());
    command
}

/// One after the other, and again, so that both have the same weather.
pub fn compare<R: FnMut(&mut Vec<u8>)>(mut requests: [R; 2], connections: usize, servers: [&Process; 2]) -> [Measured; 2] {
    let mut turns: [Vec<Measured>; 2] = Default::default();
    for _ in 0..TURNS {
        for (index, server) in servers.iter().enumerate() {
            turns[index].push(turn(server, connections, &mut requests[index]));
        }
    }
    turns.map(middle)
}

/// The same of one server alone.
pub fn measure(mut requests: impl FnMut(&mut Vec<u8>), connections: usize, server: &Process) -> Measured {
    middle((0..TURNS).map(|_| turn(server, connections, &mut requests)).collect())
}

fn turn(server: &Process, connections: usize, requests: &mut impl FnMut(&mut Vec<u8>)) -> Measured {
    client::run(server.address, connections, WARM_UP, requests);
    let before = server.processor_time();
    let load: Load = client::run(server.address, connections, length(), requests);
    let used = server.processor_time().saturating_sub(before);
    Measured {
        per_second: load.per_second(),
        processor_micros: used.as_secs_f64() * 1e6 / load.requests().max(1) as f64,
        p50: load.percentile(0.5),
        p99: load.percentile(0.99),
    }
}

fn middle(mut turns: Vec<Measured>) -> Measured {
    turns.sort_by(|one, other| one.per_second.total_cmp(&other.per_second));
    turns.swap_remove(turns.len() / 2)
}

/// How long one turn takes; `BENCH_SECONDS` says otherwise.
fn length() -> Duration {
    let seconds = std::env::var("BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2.0);
    Duration::from_secs_f64(seconds)
}
