//! Changing many memberships in few statements: pairs and counts travel as one JSON document.

use std::collections::BTreeMap;

use diesel::result::QueryResult;
use diesel::sql_types::Text;

use super::{Conn, Prepared};
use crate::kernel::ids::{SegmentId, UserId};

/// Deletes the rows of these pairs of segment and person.
pub fn delete_pairs(conn: &mut Conn, table: &'static str, pairs: &[(SegmentId, UserId)]) -> QueryResult<usize> {
    if pairs.is_empty() {
        return Ok(0);
    }
    let pairs: serde_json::Value = pairs.iter().map(|(segment, user)| serde_json::json!([segment, user])).collect();
    let pairs = pairs.to_string();
    match conn {
        Conn::Postgres(conn) => {
            let delete = diesel::sql_query(format!(
                "DELETE FROM {table} USING jsonb_array_elements($1::jsonb) AS pair \
                 WHERE segment_id = pair.value ->> 0 AND user_id = pair.value ->> 1"
            ));
            Prepared(delete.bind::<Text, _>(pairs)).execute(conn)
        }
        Conn::Sqlite(conn) => {
            let delete = diesel::sql_query(format!(
                "DELETE FROM {table} WHERE (segment_id, user_id) IN \
                 (SELECT json_extract(pair.value, '$[0]'), json_extract(pair.value, '$[1]') FROM json_each(?1) AS pair)"
            ));
            Prepared(delete.bind::<Text, _>(pairs)).execute(conn)
        }
    }
}

/// Adds to the number of members that each of these segments shows.
pub fn add_member_counts(conn: &mut Conn, counts: &BTreeMap<SegmentId, i64>) -> QueryResult<usize> {
    let counts: serde_json::Map<String, serde_json::Value> =
        counts.iter().filter(|(_, count)| **count != 0).map(|(id, count)| (id.to_string(), (*count).into())).collect();
    if counts.is_empty() {
        return Ok(0);
    }
    let counts = serde_json::Value::Object(counts).to_string();
    match conn {
        Conn::Postgres(conn) => {
            let update = "UPDATE segments SET member_count = member_count + count.value::bigint \
                          FROM jsonb_each_text($1::jsonb) AS count WHERE segments.id = count.key";
            Prepared(diesel::sql_query(update).bind::<Text, _>(counts)).execute(conn)
        }
        Conn::Sqlite(conn) => {
            let update = "UPDATE segments SET member_count = member_count + count.value \
                          FROM json_each(?1) AS count WHERE segments.id = count.key";
            Prepared(diesel::sql_query(update).bind::<Text, _>(counts)).execute(conn)
        }
    }
}
