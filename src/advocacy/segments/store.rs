//! The tables `segments`, `segment_fields` and `segment_references`.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::model::{Segment, SegmentKind};
use crate::db::schema::{segment_fields, segment_references, segments};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{OrganizationId, SegmentId};
use crate::kernel::text::{contains_pattern, fold};
use crate::kernel::{Problem, Result, Timestamp};

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = segment_fields, treat_none_as_default_value = false)]
struct FieldRow {
    segment_id: SegmentId,
    field: String,
    organization_id: OrganizationId,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = segment_references, treat_none_as_default_value = false)]
#[expect(clippy::struct_field_names, reason = "the columns are called so")]
struct ReferenceRow {
    segment_id: SegmentId,
    referenced_id: SegmentId,
    organization_id: OrganizationId,
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: SegmentId) -> Result<Segment> {
    let found = segments::table
        .filter(segments::id.eq(id))
        .filter(segments::organization_id.eq(organization_id))
        .select(Segment::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

/// Those of the ids that are segments of this organization.
pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[SegmentId]) -> Result<Vec<Segment>> {
    Ok(segments::table
        .filter(segments::id.eq_any(ids.to_vec()))
        .filter(segments::organization_id.eq(organization_id))
        .select(Segment::as_select())
        .load(conn)?)
}

/// The same with their names only.
pub fn names(conn: &mut Conn, organization_id: OrganizationId, ids: &[SegmentId]) -> Result<Vec<(SegmentId, String)>> {
    Ok(segments::table
        .filter(segments::id.eq_any(ids.to_vec()))
        .filter(segments::organization_id.eq(organization_id))
        .select((segments::id, segments::name))
        .load(conn)?)
}

/// Those that are called so.
pub fn named(conn: &mut Conn, organization_id: OrganizationId, name: &str) -> Result<Vec<SegmentId>> {
    Ok(segments::table
        .filter(segments::organization_id.eq(organization_id))
        .filter(segments::search_name.eq(fold(name.trim())))
        .select(segments::id)
        .load(conn)?)
}

pub fn all_ids(conn: &mut Conn, organization_id: OrganizationId) -> Result<Vec<SegmentId>> {
    Ok(segments::table.filter(segments::organization_id.eq(organization_id)).select(segments::id).load(conn)?)
}

/// Of all that are being built the one that others may refer to.
pub fn next_building(conn: &mut Conn) -> Result<Option<Segment>> {
    Ok(segments::table
        .filter(segments::is_building)
        .order((segments::nesting, segments::id))
        .select(Segment::as_select())
        .first(conn)
        .optional()?)
}

pub fn is_building(conn: &mut Conn) -> Result<bool> {
    let building = segments::table.filter(segments::is_building);
    Ok(diesel::select(diesel::dsl::exists(building)).get_result(conn)?)
}

pub fn insert(conn: &mut Conn, segment: &Segment) -> Result<()> {
    diesel::insert_into(segments::table).values(segment).execute(conn)?;
    Ok(())
}

/// Everything but the count, which members change.
pub fn update(conn: &mut Conn, segment: &Segment) -> Result<()> {
    let own = segments::table.find(segment.id).filter(segments::organization_id.eq(segment.organization_id));
    diesel::update(own)
        .set((
            segments::name.eq(&segment.name),
            segments::search_name.eq(&segment.search_name),
            segments::description.eq(&segment.description),
            segments::rule.eq(&segment.rule),
            segments::version.eq(segment.version),
            segments::updated_at.eq(segment.updated_at),
        ))
        .execute(conn)?;
    update_building(conn, segment)
}

/// How far its building has come.
pub fn update_building(conn: &mut Conn, segment: &Segment) -> Result<()> {
    let own = segments::table.find(segment.id).filter(segments::organization_id.eq(segment.organization_id));
    diesel::update(own)
        .set((
            segments::previous_rule.eq(&segment.previous_rule),
            segments::is_building.eq(segment.is_building),
            segments::built_until_at.eq(segment.built_until_at),
            segments::built_until_id.eq(segment.built_until_id),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn set_nesting(conn: &mut Conn, organization_id: OrganizationId, ids: &[SegmentId], nesting: i32) -> Result<()> {
    let those = segments::table
        .filter(segments::id.eq_any(ids.to_vec()))
        .filter(segments::organization_id.eq(organization_id))
        .filter(segments::nesting.ne(nesting));
    diesel::update(those).set(segments::nesting.eq(nesting)).execute(conn)?;
    Ok(())
}

/// With its members, its list, and what it mentions.
pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: SegmentId) -> Result<()> {
    diesel::delete(segments::table.find(id).filter(segments::organization_id.eq(organization_id))).execute(conn)?;
    Ok(())
}

/// Further fields that a segment mentions.
pub fn add_fields(conn: &mut Conn, segment: &Segment, fields: &BTreeSet<String>) -> Result<()> {
    let known: Vec<String> =
        segment_fields::table.filter(segment_fields::segment_id.eq(segment.id)).select(segment_fields::field).load(conn)?;
    let fresh: Vec<FieldRow> = fields
        .iter()
        .filter(|field| !known.contains(field))
        .map(|field| FieldRow { segment_id: segment.id, field: field.clone(), organization_id: segment.organization_id })
        .collect();
    dialect::insert_all!(conn, segment_fields::table, fresh)?;
    Ok(())
}

/// The only fields that a segment mentions.
pub fn replace_fields(conn: &mut Conn, segment: &Segment, fields: &BTreeSet<String>) -> Result<()> {
    diesel::delete(segment_fields::table.filter(segment_fields::segment_id.eq(segment.id))).execute(conn)?;
    add_fields(conn, segment, fields)
}

/// The only segments that a segment refers to.
pub fn replace_references(conn: &mut Conn, segment: &Segment, ids: &BTreeSet<SegmentId>) -> Result<()> {
    diesel::delete(segment_references::table.filter(segment_references::segment_id.eq(segment.id))).execute(conn)?;
    let row = |id: &SegmentId| ReferenceRow { segment_id: segment.id, referenced_id: *id, organization_id: segment.organization_id };
    let rows: Vec<ReferenceRow> = ids.iter().map(row).collect();
    dialect::insert_all!(conn, segment_references::table, rows)?;
    Ok(())
}

/// Which segment of the organization refers to which.
pub fn references(conn: &mut Conn, organization_id: OrganizationId) -> Result<Vec<(SegmentId, SegmentId)>> {
    Ok(segment_references::table
        .filter(segment_references::organization_id.eq(organization_id))
        .select((segment_references::segment_id, segment_references::referenced_id))
        .load(conn)?)
}

/// Segments that refer to this one, the first of them by name.
pub fn referring(conn: &mut Conn, organization_id: OrganizationId, id: SegmentId, limit: i64) -> Result<Vec<(SegmentId, String)>> {
    Ok(segment_references::table
        .inner_join(segments::table.on(segments::id.eq(segment_references::segment_id)))
        .filter(segment_references::referenced_id.eq(id))
        .filter(segment_references::organization_id.eq(organization_id))
        .order((segments::name, segments::id))
        .limit(limit)
        .select((segments::id, segments::name))
        .load(conn)?)
}

/// Which segments; newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    kind: Option<SegmentKind>,
    text: Option<&str>,
    after: Option<(Timestamp, SegmentId)>,
    limit: i64,
) -> Result<Vec<Segment>> {
    let mut query = segments::table
        .filter(segments::organization_id.eq(organization_id))
        .order((segments::created_at.desc(), segments::id.desc()))
        .select(Segment::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(kind) = kind {
        query = query.filter(segments::kind.eq(kind));
    }
    if let Some(text) = text {
        query = query.filter(segments::search_name.like(contains_pattern(text)).escape('\\'));
    }
    if let Some((at, id)) = after {
        query = dialect::before!(query, segments::created_at, segments::id, at, id);
    }
    Ok(query.load(conn)?)
}
