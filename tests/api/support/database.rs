//! A fresh database for each test: a copy of one that was migrated once.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use rapport::db::{Db, Engine};
use sha2::{Digest, Sha256};

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Whether this run is the one on PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "the environment chooses the engine")]
pub fn is_postgres() -> bool {
    match std::env::var("RAPPORT_TEST_ENGINE").as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("RAPPORT_TEST_ENGINE is {other}; it must be sqlite or postgres"),
    }
}

/// A folder for this process's files, in memory where there is such a place.
pub fn scratch() -> PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
        forget_earlier_runs(&parent);
        let folder = parent.join(format!("{PREFIX}{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    });
    FOLDER.clone()
}

const PREFIX: &str = "rapport-tests-";

/// Removes the folders of processes that are over; a test process has no moment of its own to tidy up.
fn forget_earlier_runs(parent: &Path) {
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let over = |pid: &str| Path::new("/proc/self").exists() && !Path::new("/proc").join(pid).exists();
        if name.strip_prefix(PREFIX).is_some_and(over) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// A database that is gone when this is dropped.
pub enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Database {
    /// Of the engine that this run is about.
    pub fn fresh() -> Self {
        if is_postgres() { Self::postgres() } else { Self::sqlite() }
    }

    pub fn sqlite() -> Self {
        static TEMPLATE: LazyLock<PathBuf> = LazyLock::new(|| {
            let path = scratch().join("template.db");
            Db::migrate(&Engine::Sqlite { path: path.clone() }).unwrap();
            path
        });
        let path = scratch().join(format!("{}.db", next()));
        std::fs::copy(&*TEMPLATE, &path).unwrap();
        Self::Sqlite(path)
    }

    pub fn postgres() -> Self {
        static TEMPLATE: LazyLock<String> = LazyLock::new(template);
        let name = format!("rapport_test_{}_{}", std::process::id(), next());
        server(&format!("CREATE DATABASE {name} TEMPLATE {} {}", *TEMPLATE, *STRATEGY));
        Self::Postgres(name)
    }

    /// One without any tables.
    pub fn empty() -> Self {
        if !is_postgres() {
            return Self::Sqlite(scratch().join(format!("{}.db", next())));
        }
        let name = format!("rapport_test_{}_{}", std::process::id(), next());
        server(&format!("CREATE DATABASE {name}"));
        Self::Postgres(name)
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(path) => Engine::Sqlite { path: path.clone() },
            Self::Postgres(name) => Engine::Postgres { url: url_of(name) },
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match self {
            Self::Sqlite(path) => {
                for ending in ["db", "db-wal", "db-shm", "migrating"] {
                    let _ = std::fs::remove_file(path.with_extension(ending));
                }
            }
            Self::Postgres(name) => server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")),
        }
    }
}

/// How a server copies a database: file by file, which is a sixth of the time. Before version 15 it is the only way,
/// and has no name.
static STRATEGY: LazyLock<&str> = LazyLock::new(|| {
    let conn = &mut PgConnection::establish(&url_of("postgres")).unwrap();
    let version = diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("current_setting('server_version_num')::int"));
    if version.get_result::<i32>(conn).unwrap() >= 150_000 { "STRATEGY file_copy" } else { "" }
});

fn next() -> usize {
    COUNT.fetch_add(1, Ordering::Relaxed)
}

#[expect(clippy::disallowed_methods, reason = "the environment names the server")]
fn server_url() -> String {
    std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a PostgreSQL server; tests/with-postgres starts one")
}

/// The address of a database on the test server.
fn url_of(name: &str) -> String {
    let url = server_url();
    let (url, query) = url.split_once('?').map_or((url.as_str(), String::new()), |(url, query)| (url, format!("?{query}")));
    let host_ends = url.find("://").map_or(0, |at| at + 3);
    let base = url[host_ends..].find('/').map_or(url, |at| &url[..host_ends + at]);
    format!("{base}/{name}{query}")
}

fn server(sql: &str) {
    PgConnection::establish(&url_of("postgres")).unwrap().batch_execute(sql).unwrap();
}

/// A migrated database that others are copied from; kept for the next run with the same migrations.
fn template() -> String {
    let name = format!("rapport_template_{}", migrations_hash());
    let conn = &mut PgConnection::establish(&url_of("postgres")).unwrap();
    conn.batch_execute("SELECT pg_advisory_lock(20260301)").unwrap();
    let exists = diesel::sql_query(format!("SELECT 1 FROM pg_database WHERE datname = '{name}'")).execute(conn).unwrap() > 0;
    if !exists {
        let unfinished = format!("{name}_new");
        conn.batch_execute(&format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {unfinished}")).unwrap();
        Db::migrate(&Engine::Postgres { url: url_of(&unfinished) }).unwrap();
        conn.batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {name}")).unwrap();
    }
    name
}

fn migrations_hash() -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("up.sql")).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).unwrap());
    }
    rapport::kernel::secrets::hex(&hash.finalize()[..6])
}
