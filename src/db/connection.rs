//! One connection type over both engines.

use diesel::connection::{Connection, SimpleConnection};
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{ConnectionError, ConnectionResult};

use super::database::Engine;
use super::statements;

/// A connection to either engine. Diesel's query builder works on it directly; what it cannot
/// express for both (upserts, row locks) lives in [`super::dialect`].
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs the same diesel code with the concrete connection, for what the enum cannot express.
macro_rules! on_engine {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Postgres($c) => $body,
            $crate::db::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on_engine;

/// `busy_timeout` comes first: the other pragmas may already have to wait for a lock.
/// `synchronous=FULL` makes a commit wait for the disk, which WAL alone does not.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
    PRAGMA cache_size = -16384; PRAGMA mmap_size = 2147418112; PRAGMA wal_autocheckpoint = 4000;";

impl Conn {
    /// Opens a connection to exactly the engine asked for. (The derived `establish` would try one
    /// engine after the other and could create a SQLite file named like a PostgreSQL address.)
    pub(super) fn open(engine: &Engine) -> ConnectionResult<Self> {
        let setup = ConnectionError::CouldntSetupConfiguration;
        match engine {
            Engine::Postgres { url } => {
                let mut conn = PgConnection::establish(url)?;
                conn.batch_execute("SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = '60s'").map_err(setup)?;
                conn.set_instrumentation(statements::Counter);
                Ok(Conn::Postgres(conn))
            }
            Engine::Sqlite { path } => {
                let path = path.to_str().ok_or_else(|| ConnectionError::BadConnection("the path is not UTF-8".into()))?;
                let mut conn = SqliteConnection::establish(path)?;
                conn.batch_execute(SQLITE_PRAGMAS).map_err(setup)?;
                conn.set_instrumentation(statements::Counter);
                Ok(Conn::Sqlite(conn))
            }
        }
    }
}
