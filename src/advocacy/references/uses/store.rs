//! The table `reference_uses`.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::model::{Quarter, ReferenceUse};
use crate::db::schema::reference_uses;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{ReferenceProfileId, ReferenceUseId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, profile_id: ReferenceProfileId, id: ReferenceUseId) -> Result<ReferenceUse> {
    let found = reference_uses::table
        .filter(reference_uses::id.eq(id))
        .filter(reference_uses::profile_id.eq(profile_id))
        .select(ReferenceUse::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn insert(conn: &mut Conn, used: &ReferenceUse) -> Result<()> {
    diesel::insert_into(reference_uses::table).values(used).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, profile_id: ReferenceProfileId, id: ReferenceUseId) -> Result<()> {
    diesel::delete(reference_uses::table.find(id).filter(reference_uses::profile_id.eq(profile_id))).execute(conn)?;
    Ok(())
}

/// How often each of these was asked in a quarter; who was not is not among them.
pub fn counts(conn: &mut Conn, profile_ids: &[ReferenceProfileId], quarter: Quarter) -> Result<Vec<(ReferenceProfileId, i64)>> {
    Ok(reference_uses::table
        .filter(reference_uses::profile_id.eq_any(profile_ids.to_vec()))
        .filter(reference_uses::quarter.eq(quarter.to_string()))
        .group_by(reference_uses::profile_id)
        .select((reference_uses::profile_id, count_star()))
        .load(conn)?)
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    profile_id: ReferenceProfileId,
    after: Option<(Timestamp, ReferenceUseId)>,
    limit: i64,
) -> Result<Vec<ReferenceUse>> {
    let mut query = reference_uses::table
        .filter(reference_uses::profile_id.eq(profile_id))
        .order((reference_uses::created_at.desc(), reference_uses::id.desc()))
        .limit(limit)
        .select(ReferenceUse::as_select())
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::before!(query, reference_uses::created_at, reference_uses::id, at, id);
    }
    Ok(query.load(conn)?)
}
