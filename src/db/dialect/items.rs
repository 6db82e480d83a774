//! Updates of many items at once, each with a value of its own: the pairs travel as one JSON object.

use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::Text;

use super::set_times;
use crate::db::Conn;
use crate::kernel::Timestamp;
use crate::kernel::clock::UtcTimestamp;
use crate::kernel::ids::ItemId;

/// Gives items new positions, all in one statement: the pairs travel as one JSON object.
pub fn reposition_items(conn: &mut Conn, positions: &[(ItemId, i32)], now: Timestamp) -> QueryResult<usize> {
    let pairs: serde_json::Map<String, serde_json::Value> = positions.iter().map(|(id, place)| (id.to_string(), (*place).into())).collect();
    let pairs = serde_json::Value::Object(pairs).to_string();
    match conn {
        Conn::Postgres(conn) => diesel::sql_query(
            "UPDATE items SET position = pair.value::integer, version = version + 1, updated_at = $2 \
             FROM jsonb_each_text($1::jsonb) AS pair WHERE items.id = pair.key",
        )
        .bind::<Text, _>(pairs)
        .bind::<UtcTimestamp, _>(now)
        .execute(conn),
        // `$2` would be a name here, and names are numbered as they appear.
        Conn::Sqlite(conn) => diesel::sql_query(
            "UPDATE items SET position = pair.value, version = version + 1, updated_at = ?2 \
             FROM json_each(?1) AS pair WHERE items.id = pair.key",
        )
        .bind::<Text, _>(pairs)
        .bind::<UtcTimestamp, _>(now)
        .execute(conn),
    }
}

/// Sets when each of these items is reminded of next, all in one statement.
pub fn set_next_reminders(conn: &mut Conn, times: &[(ItemId, Option<Timestamp>)]) -> QueryResult<usize> {
    let times: Vec<(String, Option<Timestamp>)> = times.iter().map(|(id, at)| (id.to_string(), *at)).collect();
    set_times(conn, "items", "next_reminder_at", &times)
}

/// Pins each of these items to a version of its form, all in one statement.
pub fn set_form_versions(conn: &mut Conn, versions: &[(ItemId, i64)]) -> QueryResult<usize> {
    if versions.is_empty() {
        return Ok(0);
    }
    let pairs: serde_json::Map<String, serde_json::Value> =
        versions.iter().map(|(id, version)| (id.to_string(), (*version).into())).collect();
    let pairs = serde_json::Value::Object(pairs).to_string();
    match conn {
        Conn::Postgres(conn) => {
            let update =
                "UPDATE items SET form_version = pair.value::bigint FROM jsonb_each_text($1::jsonb) AS pair WHERE items.id = pair.key";
            diesel::sql_query(update).bind::<Text, _>(pairs).execute(conn)
        }
        Conn::Sqlite(conn) => {
            let update = "UPDATE items SET form_version = pair.value FROM json_each(?1) AS pair WHERE items.id = pair.key";
            diesel::sql_query(update).bind::<Text, _>(pairs).execute(conn)
        }
    }
}
