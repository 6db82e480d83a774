//! The tables `reference_profiles` and `reference_activities`.

use diesel::prelude::*;

use super::model::ReferenceProfile;
use super::requests::ReferenceProfileFilter;
use crate::advocacy::types::details::ReferenceActivity;
use crate::db::schema::{reference_activities, reference_profiles};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{OrganizationId, ReferenceProfileId, SubmissionId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: ReferenceProfileId) -> Result<ReferenceProfile> {
    let found = reference_profiles::table
        .filter(reference_profiles::id.eq(id))
        .filter(reference_profiles::organization_id.eq(organization_id))
        .select(ReferenceProfile::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: ReferenceProfileId) -> Result<ReferenceProfile> {
    dialect::lock_row(conn, "reference_profiles", &id.to_string())?;
    find(conn, organization_id, id)
}

/// Somebody's profile, held until the transaction ends.
pub fn of_person_for_update(conn: &mut Conn, organization_id: OrganizationId, person_key: &str) -> Result<Option<ReferenceProfile>> {
    let found: Option<ReferenceProfileId> = reference_profiles::table
        .filter(reference_profiles::organization_id.eq(organization_id))
        .filter(reference_profiles::person_key.eq(person_key))
        .select(reference_profiles::id)
        .first(conn)
        .optional()?;
    found.map(|id| find_for_update(conn, organization_id, id)).transpose()
}

/// The profile that a submission made, held until the transaction ends; none where a later one has renewed it.
pub fn of_submission_for_update(
    conn: &mut Conn,
    organization_id: OrganizationId,
    submission_id: SubmissionId,
) -> Result<Option<ReferenceProfile>> {
    let found: Option<ReferenceProfileId> = reference_profiles::table
        .filter(reference_profiles::submission_id.eq(submission_id))
        .filter(reference_profiles::organization_id.eq(organization_id))
        .select(reference_profiles::id)
        .first(conn)
        .optional()?;
    found.map(|id| find_for_update(conn, organization_id, id)).transpose()
}

pub fn insert(conn: &mut Conn, profile: &ReferenceProfile) -> Result<()> {
    diesel::insert_into(reference_profiles::table).values(profile).execute(conn)?;
    insert_activities(conn, profile)
}

pub fn update(conn: &mut Conn, profile: &ReferenceProfile) -> Result<()> {
    let own = reference_profiles::table.find(profile.id).filter(reference_profiles::organization_id.eq(profile.organization_id));
    diesel::update(own).set(profile).execute(conn)?;
    diesel::delete(reference_activities::table.filter(reference_activities::profile_id.eq(profile.id))).execute(conn)?;
    insert_activities(conn, profile)
}

fn insert_activities(conn: &mut Conn, profile: &ReferenceProfile) -> Result<()> {
    let row =
        |activity: &ReferenceActivity| (reference_activities::profile_id.eq(profile.id), reference_activities::activity.eq(*activity));
    let rows: Vec<_> = profile.activities.0.iter().map(row).collect();
    dialect::insert_all!(conn, reference_activities::table, rows)?;
    Ok(())
}

/// Their profiles go, with what was asked of them.
pub fn delete_of_people(conn: &mut Conn, organization_id: OrganizationId, person_keys: &[String]) -> Result<()> {
    let own = reference_profiles::table
        .filter(reference_profiles::organization_id.eq(organization_id))
        .filter(reference_profiles::person_key.eq_any(person_keys.to_vec()));
    diesel::delete(own).execute(conn)?;
    Ok(())
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    filter: &ReferenceProfileFilter,
    after: Option<(Timestamp, ReferenceProfileId)>,
    limit: i64,
) -> Result<Vec<ReferenceProfile>> {
    let mut query = reference_profiles::table
        .filter(reference_profiles::organization_id.eq(organization_id))
        .order((reference_profiles::created_at.desc(), reference_profiles::id.desc()))
        .limit(limit)
        .select(ReferenceProfile::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(states) = &filter.state {
        query = query.filter(reference_profiles::state.eq_any(states.0.clone()));
    }
    if let Some(activity) = filter.activity {
        let does = reference_activities::table
            .filter(reference_activities::profile_id.eq(reference_profiles::id))
            .filter(reference_activities::activity.eq(activity));
        query = query.filter(diesel::dsl::exists(does));
    }
    if let Some(id) = filter.user_id {
        query = query.filter(reference_profiles::person_key.eq(id.to_string()));
    }
    if let Some(text) = &filter.q {
        query = query.filter(reference_profiles::search_text.like(contains_pattern(text)).escape('\\'));
    }
    if let Some((at, id)) = after {
        query = dialect::before!(query, reference_profiles::created_at, reference_profiles::id, at, id);
    }
    Ok(query.load(conn)?)
}
