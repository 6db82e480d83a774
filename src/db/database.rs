//! The database as the rest of the house sees it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::SimpleConnection;
use diesel::r2d2::R2D2Connection;
use tokio::sync::Notify;

use super::connection::Conn;
use super::migrations;
use super::pool::{self, Pool};
use super::tx::{Effect, Intent, Tx};
use super::writer::Writer;
use crate::kernel::ids::IdSource;
use crate::kernel::{Clock, Code, Problem, Result};

/// Which engine, and where.
#[derive(Debug, Clone)]
pub enum Engine {
    Sqlite { path: PathBuf },
    Postgres { url: String },
}

impl Engine {
    /// Reads an explicit `sqlite://…` or `postgres://…` address.
    pub fn from_url(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            Ok(Engine::Sqlite { path: path.into() })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Engine::Postgres { url: url.to_owned() })
        } else {
            Err("the database address must begin with sqlite:// or postgres://".into())
        }
    }

    /// Whether there is something to connect to. Opening a SQLite database would make an empty one.
    pub fn exists(&self) -> bool {
        match self {
            Engine::Sqlite { path } => path.exists(),
            Engine::Postgres { .. } => true,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Engine::Sqlite { .. } => "sqlite",
            Engine::Postgres { .. } => "postgres",
        }
    }
}

/// A handle that is cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: Engine,
    clock: Clock,
    ids: IdSource,
    /// Tells this database from others in one process, for the connections that threads keep.
    serial: u64,
    writes: Writes,
    committed: Notify,
}

enum Writes {
    Queue(Writer),
    Pool(Pool),
}

/// What `VACUUM INTO` or a hint made.
pub enum Backup {
    Written,
    /// PostgreSQL has a tool of its own for that.
    UsePgDump,
}

thread_local! {
    static READERS: RefCell<HashMap<u64, Conn>> = RefCell::new(HashMap::new());
}
static SERIAL: AtomicU64 = AtomicU64::new(0);

impl Db {
    /// Opens the database; its schema must be up to date (see [`Db::migrate`]).
    pub fn open(engine: Engine, clock: Clock, pool_size: u32) -> Result<Self> {
        let unavailable = |error: &dyn std::fmt::Display| Problem::new(Code::DatabaseUnavailable).caused_by(error);
        let writes = match &engine {
            Engine::Sqlite { .. } => {
                let conn = Conn::open(&engine).map_err(|error| unavailable(&error))?;
                Writes::Queue(Writer::start(conn).map_err(|error| unavailable(&error))?)
            }
            Engine::Postgres { .. } => Writes::Pool(pool::open(engine.clone(), pool_size)),
        };
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        Ok(Self(Arc::new(Inner { engine, clock, ids: IdSource::default(), serial, writes, committed: Notify::new() })))
    }

    /// Brings the schema up to date and tells how many migrations ran. Processes take turns.
    pub fn migrate(engine: &Engine) -> Result<usize> {
        migrations::migrate(engine).map_err(|error| Problem::new(Code::DatabaseUnavailable).caused_by(error))
    }

    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }
    pub fn ids(&self) -> &IdSource {
        &self.0.ids
    }

    /// Wakes after a commit; workers wait on it.
    pub fn committed(&self) -> &Notify {
        &self.0.committed
    }

    /// A bounded, indexed query.
    pub async fn read<T, F>(&self, query: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        match &self.0.writes {
            Writes::Queue(_) => self.read_here(query),
            Writes::Pool(pool) => {
                let pool = pool.clone();
                blocking(move || query(&mut *pool::checkout(&pool)?)).await
            }
        }
    }

    /// On SQLite a query takes microseconds, less than handing it to another thread would.
    fn read_here<T>(&self, query: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        READERS.with_borrow_mut(|readers| {
            let conn = match readers.entry(self.0.serial) {
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::hash_map::Entry::Vacant(entry) => entry.insert(self.connect()?),
            };
            query(conn)
        })
    }

    fn connect(&self) -> Result<Conn> {
        Conn::open(&self.0.engine).map_err(|error| Problem::new(Code::DatabaseUnavailable).caused_by(error))
    }

    /// A long read (an export) over one snapshot, on the blocking pool with a connection of its own.
    pub async fn scan<T, F>(&self, query: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let scan = self.scanner();
        blocking(move || scan.run(query)).await
    }

    /// For a caller that brings its own thread.
    pub fn scanner(&self) -> Scan {
        Scan(self.clone())
    }

    /// A command: everything in it happens, or nothing.
    pub async fn write<T, F>(&self, intent: Intent, command: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.write_with_effects(intent, command).await.map(|(value, _)| value)
    }

    /// The same, with the effects that a dry run tells.
    pub async fn write_with_effects<T, F>(&self, intent: Intent, command: F) -> Result<(T, Vec<Effect>)>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let inner = self.0.clone();
        let run = move |conn: &mut Conn| {
            let mut tx = Tx::begin(conn, &inner.ids, &inner.clock, intent);
            let result = command(&mut tx);
            let keep = result.is_ok() && !intent.dry_run;
            (result.map(|value| (value, tx.into_effects())), keep)
        };
        let result = match &self.0.writes {
            Writes::Queue(writer) => writer.run(run).await,
            Writes::Pool(pool) => {
                let pool = pool.clone();
                blocking(move || transaction(&mut *pool::checkout(&pool)?, run)).await
            }
        };
        if result.is_ok() && !intent.dry_run {
            self.0.committed.notify_waiters();
        }
        result
    }

    /// Whether the database answers and its schema is up to date.
    pub async fn is_ready(&self) -> Result<bool> {
        let db = self.clone();
        blocking(move || {
            let check = |conn: &mut Conn| {
                conn.ping()?;
                migrations::is_behind(conn).map(|behind| !behind).map_err(Problem::internal)
            };
            match &db.0.writes {
                Writes::Queue(_) => check(&mut db.connect()?),
                Writes::Pool(pool) => check(&mut *pool::checkout(pool)?),
            }
        })
        .await
    }

    /// What the engine finds wrong with its file; PostgreSQL looks after its own.
    pub async fn faults(&self) -> Result<Vec<String>> {
        self.scan(|conn| match conn {
            Conn::Postgres(_) => Ok(Vec::new()),
            Conn::Sqlite(conn) => {
                let query = diesel::dsl::sql::<diesel::sql_types::Text>("SELECT quick_check FROM pragma_quick_check");
                let lines: Vec<String> = diesel::RunQueryDsl::load(query, conn)?;
                Ok(lines.into_iter().filter(|line| line != "ok").collect())
            }
        })
        .await
    }

    /// Writes a consistent copy while the database is in use.
    pub async fn backup(&self, target: PathBuf) -> Result<Backup> {
        let db = self.clone();
        blocking(move || match &mut db.connect()? {
            Conn::Postgres(_) => Ok(Backup::UsePgDump),
            Conn::Sqlite(conn) => {
                let path = target.to_string_lossy().replace('\'', "''");
                conn.batch_execute(&format!("VACUUM INTO '{path}'"))?;
                Ok(Backup::Written)
            }
        })
        .await
    }
}

/// One snapshot for a long read.
pub struct Scan(Db);

impl Scan {
    pub fn run<T>(&self, query: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let (conn, begin) = (&mut self.0.connect()?, self.begin());
        conn.batch_execute(begin)?;
        let result = query(conn);
        // Nothing was written; the snapshot goes with the connection in any case.
        let _ = conn.batch_execute("ROLLBACK");
        result
    }

    fn begin(&self) -> &'static str {
        match self.0.engine() {
            Engine::Sqlite { .. } => "BEGIN",
            Engine::Postgres { .. } => "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }
}

fn transaction<T>(conn: &mut Conn, run: impl FnOnce(&mut Conn) -> (Result<T>, bool)) -> Result<T> {
    conn.batch_execute("BEGIN")?;
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(conn)));
    let (result, keep) = caught.unwrap_or_else(|_| (Err(Problem::internal("a command panicked")), false));
    let ended = conn.batch_execute(if keep { "COMMIT" } else { "ROLLBACK" });
    match (result, ended) {
        (Ok(value), Ok(())) => Ok(value),
        (Ok(_), Err(error)) => Err(error.into()),
        (Err(problem), _) => Err(problem),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Problem::internal("a database task panicked"))?
}
