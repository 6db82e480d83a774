//! The only place that names a database engine. Features see [`Db`] (read, scan, write), [`Conn`]
//! inside a read, and [`Tx`] inside a write.
//!
//! | | SQLite | PostgreSQL |
//! |---|---|---|
//! | `read` | inline, one connection a worker thread | a pooled connection on the blocking pool |
//! | `scan` | a connection of its own on the blocking pool, one snapshot | the same, `REPEATABLE READ` |
//! | `write` | one writer thread, many commands a commit, `synchronous=FULL` | a pooled connection, a transaction each |

mod connection;
pub mod constraints;
mod database;
pub mod dialect;
pub mod functions;
mod migrations;
mod pool;
mod prepared;
pub mod schema;
pub mod statements;
mod tx;
pub mod types;
mod writer;

pub use connection::{Conn, MultiBackend};
pub use database::{Backup, Db, Engine, Scan};
pub use prepared::Prepared;
pub use tx::{Effect, Intent, Tx};
pub use types::Json;
