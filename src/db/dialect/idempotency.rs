//! Claiming an idempotency key: an insert that waits for a twin's transaction.

use diesel::prelude::*;
use diesel::result::QueryResult;
use serde_json::Value;

use super::{limit_lock_wait, on_engine};
use crate::db::schema::idempotency_keys::dsl;
use crate::db::types::Json;
use crate::db::{Conn, Prepared};
use crate::kernel::Timestamp;
use crate::kernel::ids::OrganizationId;

/// How long a twin may take before the second one is told to come back, in milliseconds.
const WAIT: u32 = 2_000;

/// What became of an attempt to take a key.
pub enum Claim {
    Taken,
    Earlier { fingerprint: String, answer: Value },
}

/// Takes the key, or gives what an earlier request left under it. On PostgreSQL the insert waits for
/// a twin that has not committed; on SQLite there is one writer and the twin is always through.
pub fn claim(
    conn: &mut Conn,
    organization_id: OrganizationId,
    actor_id: &str,
    key: &str,
    fingerprint: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> QueryResult<Claim> {
    let row = dsl::idempotency_keys
        .filter(dsl::organization_id.eq(organization_id).and(dsl::actor_id.eq(actor_id)).and(dsl::idempotency_key.eq(key)));
    diesel::delete(row.filter(dsl::expires_at.le(now))).execute(conn)?;
    let values = (
        dsl::organization_id.eq(organization_id),
        dsl::actor_id.eq(actor_id),
        dsl::idempotency_key.eq(key),
        dsl::fingerprint.eq(fingerprint),
        dsl::answer.eq(Json(Value::Null)),
        dsl::expires_at.eq(expires_at),
    );
    limit_lock_wait(conn, WAIT)?;
    let inserted = on_engine!(conn, |c| diesel::insert_into(dsl::idempotency_keys).values(values).on_conflict_do_nothing().execute(c))?;
    limit_lock_wait(conn, 0)?;
    if inserted == 1 {
        return Ok(Claim::Taken);
    }
    let (fingerprint, Json(answer)) = row.select((dsl::fingerprint, dsl::answer)).first(conn)?;
    Ok(Claim::Earlier { fingerprint, answer })
}

/// Stores the answer under a key that this transaction took.
pub fn keep(conn: &mut Conn, organization_id: OrganizationId, actor_id: &str, key: &str, answer: Value) -> QueryResult<()> {
    let row = dsl::idempotency_keys
        .filter(dsl::organization_id.eq(organization_id).and(dsl::actor_id.eq(actor_id)).and(dsl::idempotency_key.eq(key)));
    Prepared(diesel::update(row).set(dsl::answer.eq(Json(answer)))).execute(conn).map(|_| ())
}

/// Forgets keys whose time is over, so many at a time.
pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    diesel::delete(dsl::idempotency_keys.filter(dsl::expires_at.le(now))).execute(conn)
}
