//! The tables `segment_members`, `segment_entries`, `segment_dues` and `segment_people`.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::advocacy::segments::model::Segment;
use crate::db::schema::{
    segment_dues, segment_entries, segment_fields, segment_members, segment_people, segment_references, segments, users,
};
use crate::db::{Conn, MultiBackend, dialect};
use crate::identity::users::model::{User, UserState};
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};
use crate::kernel::{Result, Timestamp};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = segment_members, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Member {
    pub segment_id: SegmentId,
    pub user_id: UserId,
    pub organization_id: OrganizationId,
    pub entered_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = segment_entries, treat_none_as_default_value = false)]
pub struct Entry {
    pub segment_id: SegmentId,
    pub user_id: UserId,
    pub organization_id: OrganizationId,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = segment_dues, treat_none_as_default_value = false)]
pub struct Due {
    pub segment_id: SegmentId,
    pub user_id: UserId,
    pub due_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = segment_people, treat_none_as_default_value = false)]
struct Marked {
    user_id: UserId,
    organization_id: OrganizationId,
}

/// Which of these people are inside which of these segments.
pub fn memberships(
    conn: &mut Conn,
    organization_id: OrganizationId,
    segment_ids: &[SegmentId],
    user_ids: &[UserId],
) -> Result<Vec<(SegmentId, UserId)>> {
    if segment_ids.is_empty() || user_ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(segment_members::table
        .filter(segment_members::user_id.eq_any(user_ids.to_vec()))
        .filter(segment_members::segment_id.eq_any(segment_ids.to_vec()))
        .filter(segment_members::organization_id.eq(organization_id))
        .select((segment_members::segment_id, segment_members::user_id))
        .load(conn)?)
}

/// Every segment that these people are inside.
pub fn memberships_of(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<Vec<(SegmentId, UserId)>> {
    Ok(segment_members::table
        .filter(segment_members::user_id.eq_any(user_ids.to_vec()))
        .filter(segment_members::organization_id.eq(organization_id))
        .select((segment_members::segment_id, segment_members::user_id))
        .load(conn)?)
}

pub fn insert_members(conn: &mut Conn, rows: &[Member]) -> Result<()> {
    dialect::insert_all!(conn, segment_members::table, rows)?;
    Ok(())
}

/// Members with their names, last come first.
pub fn members(
    conn: &mut Conn,
    organization_id: OrganizationId,
    segment_id: SegmentId,
    after: Option<(Timestamp, UserId)>,
    limit: i64,
) -> Result<Vec<(UserId, String, String, Timestamp)>> {
    let mut query = segment_members::table
        .inner_join(users::table.on(users::id.eq(segment_members::user_id)))
        .filter(segment_members::segment_id.eq(segment_id))
        .filter(segment_members::organization_id.eq(organization_id))
        .order((segment_members::entered_at.desc(), segment_members::user_id.desc()))
        .select((segment_members::user_id, users::name, users::email, segment_members::entered_at))
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::before!(query, segment_members::entered_at, segment_members::user_id, at, id);
    }
    Ok(query.load(conn)?)
}

pub fn entered_at(conn: &mut Conn, organization_id: OrganizationId, segment_id: SegmentId, user_id: UserId) -> Result<Option<Timestamp>> {
    Ok(segment_members::table
        .find((segment_id, user_id))
        .filter(segment_members::organization_id.eq(organization_id))
        .select(segment_members::entered_at)
        .first(conn)
        .optional()?)
}

/// Which of these people stand on the lists of these static segments.
pub fn entries(
    conn: &mut Conn,
    organization_id: OrganizationId,
    segment_ids: &[SegmentId],
    user_ids: &[UserId],
) -> Result<Vec<(SegmentId, UserId)>> {
    Ok(segment_entries::table
        .filter(segment_entries::user_id.eq_any(user_ids.to_vec()))
        .filter(segment_entries::segment_id.eq_any(segment_ids.to_vec()))
        .filter(segment_entries::organization_id.eq(organization_id))
        .select((segment_entries::segment_id, segment_entries::user_id))
        .load(conn)?)
}

pub fn insert_entry(conn: &mut Conn, row: &Entry) -> Result<()> {
    diesel::insert_into(segment_entries::table).values(row).execute(conn)?;
    Ok(())
}

/// Whether there was one.
pub fn delete_entry(conn: &mut Conn, organization_id: OrganizationId, segment_id: SegmentId, user_id: UserId) -> Result<bool> {
    let own = segment_entries::table.find((segment_id, user_id)).filter(segment_entries::organization_id.eq(organization_id));
    Ok(diesel::delete(own).execute(conn)? > 0)
}

/// Takes people who were deleted from every list.
pub fn forget_entries(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<()> {
    let theirs = segment_entries::table
        .filter(segment_entries::user_id.eq_any(user_ids.to_vec()))
        .filter(segment_entries::organization_id.eq(organization_id));
    diesel::delete(theirs).execute(conn)?;
    Ok(())
}

/// Segments that refer to one of these, each with the one that it refers to.
pub fn dependents(conn: &mut Conn, organization_id: OrganizationId, ids: &[SegmentId]) -> Result<Vec<(SegmentId, Segment)>> {
    Ok(segment_references::table
        .inner_join(segments::table.on(segments::id.eq(segment_references::segment_id)))
        .filter(segment_references::referenced_id.eq_any(ids.to_vec()))
        .filter(segment_references::organization_id.eq(organization_id))
        .select((segment_references::referenced_id, Segment::as_select()))
        .load(conn)?)
}

/// Segments that mention one of these fields, each with the field.
pub fn mentioning(conn: &mut Conn, organization_id: OrganizationId, fields: &[String]) -> Result<Vec<(String, SegmentId)>> {
    Ok(segment_fields::table
        .filter(segment_fields::organization_id.eq(organization_id))
        .filter(segment_fields::field.eq_any(fields.to_vec()))
        .select((segment_fields::field, segment_fields::segment_id))
        .load(conn)?)
}

pub fn insert_dues(conn: &mut Conn, rows: &[Due]) -> Result<()> {
    dialect::insert_all!(conn, segment_dues::table, rows)?;
    Ok(())
}

/// Whose membership may change by now, the first of them.
pub fn due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<(SegmentId, UserId)>> {
    Ok(segment_dues::table
        .filter(segment_dues::due_at.le(now))
        .order((segment_dues::due_at, segment_dues::segment_id, segment_dues::user_id))
        .limit(limit)
        .select((segment_dues::segment_id, segment_dues::user_id))
        .load(conn)?)
}

/// Whose segments these are; for workers, who found them by what is due.
pub fn organizations(conn: &mut Conn, ids: &[SegmentId]) -> Result<HashMap<SegmentId, OrganizationId>> {
    let found: Vec<(SegmentId, OrganizationId)> =
        segments::table.filter(segments::id.eq_any(ids.to_vec())).select((segments::id, segments::organization_id)).load(conn)?;
    Ok(found.into_iter().collect())
}

/// Time changes nothing any more for these people.
pub fn forget_dues(conn: &mut Conn, user_ids: &[UserId]) -> Result<()> {
    diesel::delete(segment_dues::table.filter(segment_dues::user_id.eq_any(user_ids.to_vec()))).execute(conn)?;
    Ok(())
}

/// Those of these people whom every segment has looked at.
pub fn marked(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<HashSet<UserId>> {
    let found: Vec<UserId> = segment_people::table
        .filter(segment_people::user_id.eq_any(user_ids.to_vec()))
        .filter(segment_people::organization_id.eq(organization_id))
        .select(segment_people::user_id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}

pub fn mark(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<()> {
    let rows: Vec<Marked> = user_ids.iter().map(|user_id| Marked { user_id: *user_id, organization_id }).collect();
    dialect::insert_all!(conn, segment_people::table, rows)?;
    Ok(())
}

pub fn unmark(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<()> {
    let theirs = segment_people::table
        .filter(segment_people::user_id.eq_any(user_ids.to_vec()))
        .filter(segment_people::organization_id.eq(organization_id));
    diesel::delete(theirs).execute(conn)?;
    Ok(())
}

/// Active advocates in the order of their creation.
pub fn advocates(conn: &mut Conn, organization_id: OrganizationId, after: Option<(Timestamp, UserId)>, limit: i64) -> Result<Vec<User>> {
    let mut query = users::table
        .filter(users::organization_id.eq(organization_id))
        .filter(users::is_advocate)
        .filter(users::state.eq(UserState::Active))
        .order((users::created_at, users::id))
        .limit(limit)
        .select(User::as_select())
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::after!(query, users::created_at, users::id, at, id);
    }
    Ok(query.load(conn)?)
}
