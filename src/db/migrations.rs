//! Bringing the schema up to date, one process at a time: diesel's migrations take no lock themselves.

use std::fs::File;

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::Conn;
use super::database::Engine;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
/// Any number that nothing else in the database locks on.
const ADVISORY_LOCK: i64 = 7_262_742_026;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Runs what is pending and tells how many migrations that were.
pub(super) fn migrate(engine: &Engine) -> Outcome<usize> {
    let _file_lock = match engine {
        Engine::Sqlite { path } => {
            let lock = File::create(path.with_extension("migrating"))?;
            lock.lock()?;
            Some(lock)
        }
        Engine::Postgres { .. } => None,
    };
    match &mut Conn::open(engine)? {
        Conn::Postgres(conn) => {
            // Held by the session, so it goes with the connection even if a migration fails.
            conn.batch_execute(&format!("SELECT pg_advisory_lock({ADVISORY_LOCK})"))?;
            Ok(conn.run_pending_migrations(POSTGRES)?.len())
        }
        Conn::Sqlite(conn) => Ok(conn.run_pending_migrations(SQLITE)?.len()),
    }
}

/// Whether any migration has not been run.
pub(super) fn is_behind(conn: &mut Conn) -> Outcome<bool> {
    match conn {
        Conn::Postgres(conn) => conn.has_pending_migration(POSTGRES),
        Conn::Sqlite(conn) => conn.has_pending_migration(SQLITE),
    }
}
