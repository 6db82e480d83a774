//! The application under test, served over HTTP from a thread of its own.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::web;
use diesel::dsl::max;
use diesel::prelude::*;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use rapport::app::App;
use rapport::config::Config;
use rapport::db::schema::events;
use rapport::db::{Conn, Db, dialect};
use rapport::identity::organizations;
use rapport::kernel::ids::OrganizationId;
use rapport::kernel::{Clock, Timestamp, duration};
use rapport::workers::Work;
use tokio::runtime::{Builder, Handle};

use super::actors::Org;
use super::client::Client;
use super::database::Database;

/// When every test begins.
pub const NOW: &str = "2026-03-01T09:00:00Z";

/// A runtime for what tests await; it lives in a thread of its own, so that tests need not be async.
static RUNTIME: LazyLock<Handle> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let handle = runtime.handle().clone();
    thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    handle
});

/// Waits for a future.
pub fn wait<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

/// Tests share a PostgreSQL server. What one of them has open hides the newest events from whoever reads the log,
/// for a moment and in every database.
pub fn wait_for_the_log(db: &Db) {
    let is_hidden = |conn: &mut Conn| {
        let newest: Option<i64> = events::table.select(max(events::transaction_id)).first(conn)?;
        Ok(newest >= Some(dialect::oldest_open_transaction(conn)?))
    };
    let deadline = Instant::now() + Duration::from_mins(1);
    while wait(db.read(is_hidden)).unwrap() && Instant::now() < deadline {
        thread::yield_now();
    }
}

/// The key that access tokens are signed with in tests.
pub fn signing_key() -> String {
    SigningKey::from_bytes(&[7; 32]).to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

/// A served application with an organization in it. Everything goes when it is dropped.
pub struct TestApp {
    pub app: web::Data<App>,
    pub org: OrganizationId,
    pub address: SocketAddr,
    clock: Clock,
    people: AtomicUsize,
    server: Option<(ServerHandle, JoinHandle<()>)>,
    _database: Database,
}

impl TestApp {
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// An application whose settings differ from what tests usually have.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: Some("https://rapport.example".into()),
            data_dir: super::database::scratch(),
            database_pool_size: 4,
            http_threads: 1,
            jwt_keys: Some(signing_key().into()),
            secrets_key: Some("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".into()),
            password_memory_kib: 64,
            // Tests travel in time and stay logged in.
            access_token_minutes: 100_000_000,
            login_attempts_per_minute: 1_000_000,
            public_requests_per_minute: 1_000_000,
            shutdown_seconds: 0,
            ..Config::default()
        };
        change(&mut config);
        // What goes wrong inside is told beside the failing test.
        let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).try_init();
        let database = Database::fresh();
        let clock = Clock::frozen_at(NOW.parse().unwrap());
        let db = Db::open(database.engine(), clock.clone(), config.database_pool_size).unwrap();
        let app = web::Data::new(App::new(config, db, None).unwrap());
        let (address, server) = serve(app.clone());
        let org = new_organization(&app, "Northwind Coaching");
        Self { app, org, address, clock, people: AtomicUsize::new(0), server: Some(server), _database: database }
    }

    pub fn db(&self) -> &Db {
        &self.app.db
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock on by an ISO 8601 duration.
    pub fn advance(&self, by: &str) {
        self.clock.advance(duration::parse(by).expect("a duration").delta());
    }

    /// The organization that every test has.
    pub fn home(&self) -> Org<'_> {
        Org { app: self, id: self.org }
    }

    /// An organization that is none of the first one's business.
    pub fn other_org(&self) -> Org<'_> {
        Org { app: self, id: new_organization(&self.app, "Contoso Advocacy") }
    }

    /// Somebody without credentials.
    pub fn guest(&self) -> Client {
        Client::new(self.address).of(Arc::downgrade(&self.app.clone().into_inner()))
    }

    /// Lets background work run until there is none left. How much of it was not about messages.
    pub fn run_workers_until_idle(&self) -> usize {
        let work = self.work();
        work.fired + work.exports + work.forgotten
    }

    /// The same, telling all of it.
    pub fn work(&self) -> Work {
        let mut sum = Work::default();
        loop {
            wait_for_the_log(self.db());
            let done = wait(rapport::workers::run_until_idle(&self.app)).unwrap();
            if done == Work::default() {
                return sum;
            }
            sum.fired += done.fired;
            sum.followed += done.followed;
            sum.events += done.events;
            sum.attempts += done.attempts;
            sum.exports += done.exports;
            sum.forgotten += done.forgotten;
        }
    }

    pub(super) fn next_number(&self) -> usize {
        self.people.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.server.take() {
            wait(handle.stop(false));
            let ended = thread.join();
            assert!(ended.is_ok() || thread::panicking(), "the server panicked");
        }
    }
}

fn serve(app: web::Data<App>) -> (SocketAddr, (ServerHandle, JoinHandle<()>)) {
    let (started, starting) = mpsc::channel();
    let thread = thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = rapport::http::start(app).unwrap();
            started.send((server.address, server.handle)).unwrap();
            server.running.await.unwrap();
        });
    });
    let (address, handle) = starting.recv().unwrap();
    (address, (handle, thread))
}

fn new_organization(app: &web::Data<App>, name: &'static str) -> OrganizationId {
    let settings = organizations::model::Settings { time_zone: "Europe/Berlin".into(), ..Default::default() };
    wait(app.db.write(rapport::db::Intent::system(), move |tx| organizations::commands::create(tx, name, settings))).unwrap()
}
