//! Keeps statements prepared that diesel would prepare anew each time: updates, whose columns it thinks
//! may differ from one to the next, lists of values, and SQL of our own.

use diesel::RunQueryDsl;
use diesel::backend::Backend;
use diesel::connection::Connection;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;
use diesel::result::QueryResult;
use diesel::sql_types::Integer;

/// A statement whose text takes few forms, so that keeping each of them prepared costs little memory.
#[derive(Debug, Clone, Copy)]
pub struct Prepared<Q>(pub Q);

impl<Q> Prepared<Q> {
    /// Runs a statement that changes rows; how many. In place of diesel's own `execute`, which hands statements on
    /// by reference and forgets on the way that this one is to be kept.
    pub fn execute<'query, C: Connection>(self, conn: &mut C) -> QueryResult<usize>
    where
        Numbers<Q>: LoadQuery<'query, C, i32>,
    {
        Ok(Numbers { statement: self.0, ending: " RETURNING 1" }.load(conn)?.len())
    }

    /// Runs a `SELECT 1 …` for what it holds.
    pub fn hold<'query, C: Connection>(self, conn: &mut C) -> QueryResult<()>
    where
        Numbers<Q>: LoadQuery<'query, C, i32>,
    {
        Numbers { statement: self.0, ending: "" }.load(conn).map(drop)
    }
}

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    // The text tells one from another.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q, C> RunQueryDsl<C> for Prepared<Q> {}

/// A statement that answers with a number for each row.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<Q> {
    statement: Q,
    ending: &'static str,
}

impl<Q> QueryId for Numbers<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Query for Numbers<Q> {
    type SqlType = Integer;
}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Numbers<Q> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.statement.walk_ast(pass.reborrow())?;
        pass.push_sql(self.ending);
        Ok(())
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q, C> RunQueryDsl<C> for Numbers<Q> {}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use diesel::SqliteConnection;
    use diesel::connection::{Connection, InstrumentationEvent, SimpleConnection};
    use diesel::prelude::*;

    use super::Prepared;

    diesel::table! { doors (id) { id -> Integer, opened -> Integer } }

    #[test]
    fn a_change_that_is_made_again_is_not_prepared_again() {
        let mut conn = SqliteConnection::establish(":memory:").expect("a database in memory");
        conn.batch_execute("CREATE TABLE doors (id INTEGER PRIMARY KEY, opened INTEGER NOT NULL); INSERT INTO doors VALUES (1, 0), (2, 0)")
            .expect("a table");
        let kept = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&kept);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::CacheQuery { .. }) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        for opened in 1..4 {
            let change = diesel::update(doors::table).set(doors::opened.eq(opened));
            assert_eq!(Prepared(change).execute(&mut conn).expect("it changes both"), 2);
        }
        assert_eq!(kept.load(Ordering::Relaxed), 1);
    }
}
