//! The table `referrals`.

use diesel::prelude::*;

use super::model::Referral;
use super::requests::ReferralFilter;
use crate::db::schema::referrals;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{OrganizationId, ReferralId, SubmissionId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: ReferralId) -> Result<Referral> {
    let found = referrals::table
        .filter(referrals::id.eq(id))
        .filter(referrals::organization_id.eq(organization_id))
        .select(Referral::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: ReferralId) -> Result<Referral> {
    dialect::lock_row(conn, "referrals", &id.to_string())?;
    find(conn, organization_id, id)
}

/// Those that one submission named, held until the transaction ends.
pub fn of_submission_for_update(conn: &mut Conn, organization_id: OrganizationId, submission_id: SubmissionId) -> Result<Vec<Referral>> {
    let of = referrals::table.filter(referrals::submission_id.eq(submission_id)).filter(referrals::organization_id.eq(organization_id));
    let ids: Vec<ReferralId> = of.select(referrals::id).load(conn)?;
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    dialect::lock_rows(conn, "referrals", &texts)?;
    Ok(of.order(referrals::id).select(Referral::as_select()).load(conn)?)
}

/// Those of the addresses that somebody has referred already.
pub fn known_emails(conn: &mut Conn, organization_id: OrganizationId, keys: &[String]) -> Result<Vec<String>> {
    Ok(referrals::table
        .filter(referrals::organization_id.eq(organization_id))
        .filter(referrals::email_key.eq_any(keys.to_vec()))
        .select(referrals::email_key.assume_not_null())
        .load(conn)?)
}

/// Whoever was referred with this address.
pub fn with_email(conn: &mut Conn, organization_id: OrganizationId, key: &str) -> Result<Option<ReferralId>> {
    let of = referrals::table.filter(referrals::organization_id.eq(organization_id)).filter(referrals::email_key.eq(key.to_owned()));
    Ok(of.select(referrals::id).first(conn).optional()?)
}

pub fn insert_many(conn: &mut Conn, rows: &[Referral]) -> Result<()> {
    dialect::insert_all!(conn, referrals::table, rows)?;
    Ok(())
}

pub fn update(conn: &mut Conn, referral: &Referral) -> Result<()> {
    let own = referrals::table.find(referral.id).filter(referrals::organization_id.eq(referral.organization_id));
    diesel::update(own).set(referral).execute(conn)?;
    Ok(())
}

pub fn delete_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[ReferralId]) -> Result<()> {
    let those = referrals::table.filter(referrals::id.eq_any(ids.to_vec())).filter(referrals::organization_id.eq(organization_id));
    diesel::delete(those).execute(conn)?;
    Ok(())
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    filter: &ReferralFilter,
    after: Option<(Timestamp, ReferralId)>,
    limit: i64,
) -> Result<Vec<Referral>> {
    let mut query = referrals::table
        .filter(referrals::organization_id.eq(organization_id))
        .order((referrals::created_at.desc(), referrals::id.desc()))
        .limit(limit)
        .select(Referral::as_select())
        .into_boxed::<MultiBackend>();
    query = match filter.state.as_ref().map(|states| states.0.as_slice()) {
        None => query,
        // An equality lets the index give the order as well.
        Some([only]) => query.filter(referrals::state.eq(*only)),
        Some(several) => query.filter(referrals::state.eq_any(several.to_vec())),
    };
    if let Some(relationships) = &filter.relationship {
        query = query.filter(referrals::relationship.eq_any(relationships.0.clone()));
    }
    if let Some(id) = filter.mission_id {
        query = query.filter(referrals::mission_id.eq(id));
    }
    if let Some(id) = filter.referred_by {
        query = query.filter(referrals::referred_by.eq(id));
    }
    if let Some(text) = &filter.q {
        query = query.filter(referrals::search_text.like(contains_pattern(text)).escape('\\'));
    }
    if let Some(at) = filter.created_at_gte {
        query = query.filter(referrals::created_at.ge(at));
    }
    if let Some(at) = filter.created_at_lt {
        query = query.filter(referrals::created_at.lt(at));
    }
    if let Some((at, id)) = after {
        query = dialect::before!(query, referrals::created_at, referrals::id, at, id);
    }
    Ok(query.load(conn)?)
}
