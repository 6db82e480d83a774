//! What the two engines say differently, each difference once.

pub mod advocacy;
pub mod deliveries;
pub mod idempotency;
pub mod invoices;
mod items;
pub mod participation;
pub mod segments;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Text};

pub use items::{reposition_items, set_form_versions, set_next_reminders};

pub(crate) use super::connection::on_engine;
use super::types::Json;
use super::{Conn, Prepared};
use crate::kernel::Timestamp;
use crate::kernel::clock::UtcTimestamp;
use crate::kernel::ids::{EventId, OrganizationId};

/// Holds a row until the transaction ends, so that two commands on one thing take turns.
/// SQLite has one writer and needs no lock.
pub fn lock_row(conn: &mut Conn, table: &'static str, id: &str) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => {
            let lock = diesel::sql_query(format!("SELECT 1 FROM {table} WHERE id = $1 FOR UPDATE"));
            Prepared(lock.bind::<Text, _>(id)).hold(conn)?;
        }
        Conn::Sqlite(_) => {}
    }
    Ok(())
}

/// Holds several rows until the transaction ends, always in the same order, so that two who hold some of
/// the same do not wait for each other.
pub fn lock_rows(conn: &mut Conn, table: &'static str, ids: &[String]) -> QueryResult<()> {
    if let Conn::Postgres(conn) = conn {
        let lock = diesel::sql_query(format!("SELECT 1 FROM {table} WHERE id = ANY($1) ORDER BY id FOR UPDATE"));
        Prepared(lock.bind::<diesel::sql_types::Array<Text>, _>(ids)).hold(conn)?;
    }
    Ok(())
}

/// Ids of rows that are due, oldest first, passing over those that another worker holds.
/// `table` has an `id` and a nullable `due` column with an index on it.
pub fn lock_due(conn: &mut Conn, table: &'static str, due: &'static str, now: Timestamp, limit: i64) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        id: String,
    }
    let select = format!("SELECT id FROM {table} WHERE {due} <= $1 ORDER BY {due} LIMIT $2");
    let rows: Vec<Row> = match conn {
        Conn::Postgres(conn) => diesel::sql_query(format!("{select} FOR UPDATE SKIP LOCKED"))
            .bind::<UtcTimestamp, _>(now)
            .bind::<BigInt, _>(limit)
            .load(conn)?,
        Conn::Sqlite(conn) => diesel::sql_query(select).bind::<UtcTimestamp, _>(now).bind::<BigInt, _>(limit).load(conn)?,
    };
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Whether any row is due; see [`lock_due`]. Takes no lock and writes nothing.
pub fn has_due(conn: &mut Conn, table: &'static str, due: &'static str, now: Timestamp) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        found: bool,
    }
    let query = diesel::sql_query(format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {due} <= $1) AS found"));
    let query = Prepared(query.bind::<UtcTimestamp, _>(now));
    let row: Row = on_engine!(conn, |c| query.get_result(c))?;
    Ok(row.found)
}

/// Makes a wait for a lock end after this long with an error instead of going on.
pub fn limit_lock_wait(conn: &mut Conn, milliseconds: u32) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => conn.batch_execute(&format!("SET LOCAL lock_timeout = {milliseconds}")),
        Conn::Sqlite(_) => Ok(()),
    }
}

/// A row of the event log, as it is written.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = super::schema::events, treat_none_as_default_value = false)]
pub struct NewEvent {
    pub id: EventId,
    pub organization_id: OrganizationId,
    pub event_type: &'static str,
    pub subject_id: String,
    pub engagement_id: Option<crate::kernel::ids::EngagementId>,
    pub actor_kind: &'static str,
    pub actor_id: Option<String>,
    pub data: Json<serde_json::Value>,
    pub occurred_at: Timestamp,
    pub mission_id: Option<crate::kernel::ids::MissionId>,
    pub depth: i32,
}

/// Appends events. On PostgreSQL each row carries its transaction's id, because sequences are handed
/// out before transactions commit.
pub fn append_events(conn: &mut Conn, events: &[NewEvent]) -> QueryResult<()> {
    use super::schema::events::dsl;
    for chunk in events.chunks(500) {
        match conn {
            Conn::Postgres(conn) => {
                let own = diesel::dsl::sql::<BigInt>("pg_current_xact_id()::text::bigint");
                if let [event] = chunk {
                    Prepared(diesel::insert_into(dsl::events).values((event, dsl::transaction_id.eq(own)))).execute(conn)?;
                    continue;
                }
                let rows: Vec<_> = chunk.iter().map(|event| (event, dsl::transaction_id.eq(own.clone()))).collect();
                diesel::insert_into(dsl::events).values(rows).execute(conn)?;
            }
            // One row is a statement that the cache keeps; a batch is built anew each time.
            Conn::Sqlite(conn) => {
                if let [event] = chunk {
                    diesel::insert_into(dsl::events).values((event, dsl::transaction_id.eq(0))).execute(conn)?;
                } else {
                    let rows: Vec<_> = chunk.iter().map(|event| (event, dsl::transaction_id.eq(0))).collect();
                    diesel::insert_into(dsl::events).values(rows).execute(conn)?;
                }
            }
        }
    }
    Ok(())
}

/// Every transaction below this one has ended, so that nothing can still appear below it in the event
/// log. SQLite has one writer and commits in order.
pub fn oldest_open_transaction(conn: &mut Conn) -> QueryResult<i64> {
    match conn {
        Conn::Postgres(conn) => {
            diesel::select(diesel::dsl::sql::<BigInt>("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")).get_result(conn)
        }
        Conn::Sqlite(_) => Ok(i64::MAX),
    }
}

/// Makes sure that a follower of the event log has its row, and holds it.
pub fn start_follower(conn: &mut Conn, name: &'static str) -> QueryResult<()> {
    use super::schema::followers::dsl;
    let row = (dsl::name.eq(name), dsl::transaction_id.eq(0_i64), dsl::sequence.eq(0_i64));
    on_engine!(conn, |c| diesel::insert_into(dsl::followers).values(row).on_conflict_do_nothing().execute(c))?;
    if let Conn::Postgres(conn) = conn {
        diesel::sql_query("SELECT 1 FROM followers WHERE name = $1 FOR UPDATE").bind::<Text, _>(name).execute(conn)?;
    }
    Ok(())
}

/// Makes sure that an organization has its row of totals.
pub fn start_file_total(conn: &mut Conn, organization_id: OrganizationId) -> QueryResult<()> {
    use super::schema::file_totals::dsl;
    let row = (dsl::organization_id.eq(organization_id), dsl::file_count.eq(0_i64), dsl::byte_count.eq(0_i64));
    on_engine!(conn, |c| diesel::insert_into(dsl::file_totals).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Inserts rows whose intent nobody else has; the others are passed over. How many there were.
macro_rules! insert_new {
    ($conn:expr, $table:path, $intent:expr, $rows:expr) => {{
        let mut inserted: diesel::QueryResult<usize> = Ok(0);
        for chunk in $rows.chunks(200) {
            let added = match $conn {
                $crate::db::Conn::Postgres(c) => diesel::insert_into($table).values(chunk).on_conflict($intent).do_nothing().execute(c),
                $crate::db::Conn::Sqlite(c) => diesel::insert_or_ignore_into($table).values(chunk).execute(c),
            };
            inserted = match (inserted, added) {
                (Ok(sum), Ok(more)) => Ok(sum + more),
                (Err(error), _) | (_, Err(error)) => Err(error),
            };
        }
        inserted
    }};
}
pub(crate) use insert_new;

/// Inserts many rows of one table in as few statements as the engine's limit on bound values allows.
macro_rules! insert_all {
    ($conn:expr, $table:path, $rows:expr) => {{
        let mut inserted = Ok(0);
        for chunk in $rows.chunks(200) {
            inserted = $crate::db::dialect::on_engine!($conn, |c| diesel::insert_into($table).values(chunk).execute(c));
            if inserted.is_err() {
                break;
            }
        }
        inserted
    }};
}
pub(crate) use insert_all;

/// Holds those of the rows that nobody else holds, and passes over the others.
macro_rules! skip_locked {
    ($conn:expr, $table:expr, $id:expr, $ids:expr) => {
        match $conn {
            $crate::db::Conn::Postgres(c) => {
                $table.filter($id.eq_any($ids.to_vec())).order($id).select($id).for_update().skip_locked().load(c)
            }
            // One writer: nobody else holds anything.
            $crate::db::Conn::Sqlite(c) => $table.filter($id.eq_any($ids.to_vec())).order($id).select($id).load(c),
        }
    };
}
pub(crate) use skip_locked;

/// Sets a moment in each of these rows, all in one statement.
pub fn set_times(conn: &mut Conn, table: &'static str, column: &'static str, times: &[(String, Option<Timestamp>)]) -> QueryResult<usize> {
    if times.is_empty() {
        return Ok(0);
    }
    let micros = |at: &Option<Timestamp>| at.map_or(serde_json::Value::Null, |at| at.micros().into());
    let pairs: serde_json::Map<String, serde_json::Value> = times.iter().map(|(id, at)| (id.clone(), micros(at))).collect();
    let pairs = serde_json::Value::Object(pairs).to_string();
    match conn {
        Conn::Postgres(conn) => diesel::sql_query(format!(
            "UPDATE {table} SET {column} = TIMESTAMPTZ 'epoch' + pair.value::bigint * INTERVAL '1 microsecond' \
             FROM jsonb_each_text($1::jsonb) AS pair WHERE {table}.id = pair.key"
        ))
        .bind::<Text, _>(pairs)
        .execute(conn),
        Conn::Sqlite(conn) => {
            diesel::sql_query(format!("UPDATE {table} SET {column} = pair.value FROM json_each(?1) AS pair WHERE {table}.id = pair.key"))
                .bind::<Text, _>(pairs)
                .execute(conn)
        }
    }
}

/// The rows after a key, in the order (column, id). Written so that an index begins at the key instead
/// of passing over everything before it: engines do not see that through `a > x OR (a = x AND b > y)`.
macro_rules! after {
    ($query:expr, $column:expr, $id:expr, $key:expr, $last:expr) => {{
        let key = $key;
        $query.filter($column.ge(key.clone())).filter($column.gt(key).or($id.gt($last)))
    }};
}
pub(crate) use after;

/// The same in descending order.
macro_rules! before {
    ($query:expr, $column:expr, $id:expr, $key:expr, $last:expr) => {{
        let key = $key;
        $query.filter($column.le(key.clone())).filter($column.lt(key).or($id.lt($last)))
    }};
}
pub(crate) use before;
