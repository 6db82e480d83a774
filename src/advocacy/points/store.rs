//! The tables `point_entries` and `advocate_totals`.

use diesel::prelude::*;

use super::model::{AdvocateTotals, EntryKind, PointEntry};
use crate::db::schema::{advocate_totals, point_entries};
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, RewardGrantId, SubmissionId, UserId};

/// What somebody's entries add up to, held until the transaction ends.
pub fn hold(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId) -> Result<AdvocateTotals> {
    dialect::advocacy::start_totals(conn, organization_id, user_id)?;
    Ok(totals(conn, organization_id, user_id)?.unwrap_or(AdvocateTotals::none(organization_id, user_id)))
}

pub fn totals(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId) -> Result<Option<AdvocateTotals>> {
    Ok(totals_of(conn, organization_id, &[user_id])?.pop())
}

/// Of several at once; who has no entry is not among them.
pub fn totals_of(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<Vec<AdvocateTotals>> {
    Ok(advocate_totals::table
        .filter(advocate_totals::user_id.eq_any(user_ids.to_vec()))
        .filter(advocate_totals::organization_id.eq(organization_id))
        .select(AdvocateTotals::as_select())
        .load(conn)?)
}

/// Adds an entry's amount, unless that would leave less than `least`; false then.
pub fn add_points(conn: &mut Conn, user_id: UserId, amount: i64, least: i64) -> Result<bool> {
    let enough = advocate_totals::table.find(user_id).filter((advocate_totals::points + amount).ge(least));
    let change = (advocate_totals::points.eq(advocate_totals::points + amount), advocate_totals::entries.eq(advocate_totals::entries + 1));
    Ok(Prepared(diesel::update(enough).set(change)).execute(conn)? == 1)
}

pub fn insert(conn: &mut Conn, entry: &PointEntry) -> Result<()> {
    diesel::insert_into(point_entries::table).values(entry).execute(conn)?;
    Ok(())
}

/// The entry that an approval made, or the one that took it back.
pub fn of_submission(
    conn: &mut Conn,
    organization_id: OrganizationId,
    submission_id: SubmissionId,
    round: i32,
    kind: EntryKind,
) -> Result<Option<PointEntry>> {
    Ok(point_entries::table
        .filter(point_entries::submission_id.eq(submission_id))
        .filter(point_entries::round.eq(round))
        .filter(point_entries::kind.eq(kind))
        .filter(point_entries::organization_id.eq(organization_id))
        .select(PointEntry::as_select())
        .first(conn)
        .optional()?)
}

/// What was paid for a grant.
pub fn of_grant(conn: &mut Conn, organization_id: OrganizationId, grant_id: RewardGrantId, kind: EntryKind) -> Result<Option<PointEntry>> {
    Ok(point_entries::table
        .filter(point_entries::grant_id.eq(grant_id))
        .filter(point_entries::kind.eq(kind))
        .filter(point_entries::organization_id.eq(organization_id))
        .select(PointEntry::as_select())
        .first(conn)
        .optional()?)
}

/// Somebody's ledger, newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    user_id: UserId,
    kinds: Option<&[EntryKind]>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<PointEntry>> {
    let mut query = point_entries::table
        .filter(point_entries::user_id.eq(user_id))
        .filter(point_entries::organization_id.eq(organization_id))
        .order(point_entries::position.desc())
        .limit(limit)
        .select(PointEntry::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(kinds) = kinds {
        query = query.filter(point_entries::kind.eq_any(kinds.to_vec()));
    }
    if let Some(position) = before {
        query = query.filter(point_entries::position.lt(position));
    }
    Ok(query.load(conn)?)
}
