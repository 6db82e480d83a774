//! PostgreSQL's connection pool.

use std::time::Duration;

use diesel::r2d2::{self, R2D2Connection};

use super::connection::Conn;
use super::database::Engine;
use crate::kernel::{Code, Problem, Result};

/// Opens connections for the pool.
pub(super) struct Manager(pub Engine);

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Conn, r2d2::Error> {
        Conn::open(&self.0).map_err(r2d2::Error::ConnectionError)
    }
    fn is_valid(&self, conn: &mut Conn) -> Result<(), r2d2::Error> {
        conn.ping().map_err(r2d2::Error::QueryError)
    }
    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

pub(super) type Pool = r2d2::Pool<Manager>;

pub(super) fn open(engine: Engine, size: u32) -> Pool {
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_secs(2))
        // A dead connection is noticed by its first statement; asking before each use would double
        // the round trips.
        .test_on_check_out(false)
        .build_unchecked(Manager(engine))
}

/// A connection, or the problem that there is none to be had in time.
pub(super) fn checkout(pool: &Pool) -> Result<r2d2::PooledConnection<Manager>> {
    pool.get().map_err(|error| Problem::new(Code::DatabaseUnavailable).caused_by(error))
}
