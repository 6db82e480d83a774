//! Finding what is due for whom without passing over what is due for others: a target with a hundred
//! thousand rows waiting costs as much to look at as one with a single row.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Text};

use super::{Conn, Prepared};
use crate::kernel::Timestamp;
use crate::kernel::clock::UtcTimestamp;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
}

/// Targets that something is due for. The index is entered once for each target that has something
/// waiting, not once for each row.
pub fn due_targets(conn: &mut Conn, now: Timestamp, limit: i64) -> QueryResult<Vec<String>> {
    const SKIPS: &str = "WITH RECURSIVE waiting(id) AS ( \
           SELECT min(target_id) FROM deliveries WHERE due_at IS NOT NULL \
           UNION ALL \
           SELECT (SELECT min(target_id) FROM deliveries WHERE due_at IS NOT NULL AND target_id > waiting.id) \
           FROM waiting WHERE waiting.id IS NOT NULL) \
         SELECT id FROM waiting WHERE id IS NOT NULL \
           AND (SELECT min(due_at) FROM deliveries WHERE target_id = waiting.id AND due_at IS NOT NULL)";
    let query = |bound: &str, count: &str| format!("{SKIPS} <= {bound} LIMIT {count}");
    let rows: Vec<Row> = match conn {
        Conn::Postgres(conn) => {
            let query = diesel::sql_query(query("$1", "$2")).bind::<UtcTimestamp, _>(now).bind::<BigInt, _>(limit);
            Prepared(query).load(conn)?
        }
        Conn::Sqlite(conn) => {
            let query = diesel::sql_query(query("?1", "?2")).bind::<UtcTimestamp, _>(now).bind::<BigInt, _>(limit);
            Prepared(query).load(conn)?
        }
    };
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Ids of due rows, for each target at most so many, oldest first; those that another worker holds are
/// passed over.
pub fn lock_due_of_targets(conn: &mut Conn, places: &[(String, usize)], now: Timestamp) -> QueryResult<Vec<String>> {
    let pairs: serde_json::Map<String, serde_json::Value> =
        places.iter().map(|(target, count)| (target.clone(), (*count).into())).collect();
    let pairs = serde_json::Value::Object(pairs).to_string();
    let rows: Vec<Row> = match conn {
        Conn::Postgres(conn) => {
            let query = diesel::sql_query(
                "SELECT due.id FROM jsonb_each_text($1::jsonb) AS place, LATERAL ( \
                   SELECT id FROM deliveries WHERE target_id = place.key AND due_at <= $2 \
                   ORDER BY due_at, id LIMIT place.value::bigint FOR UPDATE SKIP LOCKED) AS due",
            );
            Prepared(query.bind::<Text, _>(pairs).bind::<UtcTimestamp, _>(now)).load(conn)?
        }
        Conn::Sqlite(conn) => {
            // Here a limit must be the same for all; those with fewer places are held to them below.
            let most = places.iter().map(|(_, count)| *count as i64).max().unwrap_or_default();
            let query = diesel::sql_query(
                "SELECT due.id AS id, due.target_id AS target_id FROM json_each(?1) AS place CROSS JOIN deliveries AS due \
                 WHERE due.rowid IN ( \
                   SELECT one.rowid FROM deliveries AS one WHERE one.target_id = place.key AND one.due_at <= ?2 \
                   ORDER BY one.due_at, one.id LIMIT ?3) \
                 ORDER BY due.due_at, due.id",
            );
            let due: Vec<DueRow> =
                Prepared(query.bind::<Text, _>(pairs).bind::<UtcTimestamp, _>(now).bind::<BigInt, _>(most)).load(conn)?;
            return Ok(within_places(due, places));
        }
    };
    Ok(rows.into_iter().map(|row| row.id).collect())
}

#[derive(QueryableByName)]
struct DueRow {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    target_id: String,
}

/// Of each target only as many as it has places.
fn within_places(due: Vec<DueRow>, places: &[(String, usize)]) -> Vec<String> {
    let mut free: HashMap<&str, usize> = places.iter().map(|(target, count)| (target.as_str(), *count)).collect();
    let mut takes = |row: &DueRow| match free.get_mut(row.target_id.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    due.into_iter().filter(|row| takes(row)).map(|row| row.id).collect()
}
