//! The table `resources`.

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::EngagementResource;
use crate::coaching::engagements::model::EngagementStatus;
use crate::db::schema::{engagement_coachees, engagements, resources};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{EngagementId, FileId, OrganizationId, ResourceId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: ResourceId) -> Result<EngagementResource> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: ResourceId) -> Result<Option<EngagementResource>> {
    let own = resources::table.filter(resources::id.eq(id)).filter(resources::organization_id.eq(organization_id));
    Ok(own.select(EngagementResource::as_select()).first(conn).optional()?)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: ResourceId) -> Result<EngagementResource> {
    dialect::lock_row(conn, "resources", &id.to_string())?;
    find(conn, organization_id, id)
}

pub fn insert(conn: &mut Conn, resource: &EngagementResource) -> Result<()> {
    diesel::insert_into(resources::table).values(resource).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: ResourceId) -> Result<()> {
    diesel::delete(resources::table.find(id).filter(resources::organization_id.eq(organization_id))).execute(conn)?;
    Ok(())
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    engagement_id: EngagementId,
    after: Option<(Timestamp, ResourceId)>,
    limit: i64,
) -> Result<Vec<EngagementResource>> {
    let mut query = resources::table
        .filter(resources::organization_id.eq(organization_id))
        .filter(resources::engagement_id.eq(engagement_id))
        .order((resources::created_at.desc(), resources::id.desc()))
        .select(EngagementResource::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::before!(query, resources::created_at, resources::id, at, id);
    }
    Ok(query.load(conn)?)
}

/// Whether a resource needs the file.
pub fn needs(conn: &mut Conn, file_id: FileId) -> Result<bool> {
    Ok(select(exists(resources::table.filter(resources::file_id.eq(file_id)))).get_result(conn)?)
}

/// Those of the files that this person sees through a resource.
pub fn shown_to(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, is_coach: bool, ids: &[FileId]) -> Result<Vec<FileId>> {
    let is_open = engagements::is_shared.eq(true).and(engagements::status.ne(EngagementStatus::Draft));
    let takes_part = engagement_coachees::table.find((engagements::id, user_id)).select(engagement_coachees::coachee_id);
    let mut query = resources::table
        .inner_join(engagements::table.on(engagements::id.eq(resources::engagement_id)))
        .filter(resources::file_id.eq_any(ids.to_vec()))
        .filter(resources::organization_id.eq(organization_id))
        .select(resources::file_id.assume_not_null())
        .distinct()
        .into_boxed::<MultiBackend>();
    let as_coachee = is_open.and(exists(takes_part));
    query = if is_coach { query.filter(engagements::coach_id.eq(user_id).or(as_coachee)) } else { query.filter(as_coachee) };
    Ok(query.load(conn)?)
}
