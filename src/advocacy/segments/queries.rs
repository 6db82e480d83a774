//! Reading segments, and asking who is inside.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use utoipa::IntoParams;

use super::membership;
use super::model::{Segment, SegmentKind};
use super::rules::{self, Compiled, RuleNode};
use super::store;
use super::views::{ReferringSegment, SegmentMemberView, SegmentUsage, SegmentView};
use crate::advocacy::missions;
use crate::db::Conn;
use crate::identity::attributes;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, FieldError, Problem, Result};

/// What needs a segment is told up to so many of a kind.
const NAMED: i64 = 100;

/// Which segments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SegmentFilter {
    pub kind: Option<SegmentKind>,
    /// Part of the name; case and accents do not matter.
    pub q: Option<String>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How members are paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SegmentMemberFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, filter: SegmentFilter) -> Result<Page<SegmentView>> {
    let request = PageRequest::new(filter.limit, filter.cursor, &("segments", filter.kind, &filter.q))?;
    let rows = store::list(conn, caller.organization_id, filter.kind, filter.q.as_deref(), request.after()?, request.fetch())?;
    Ok(request.page(rows, |segment| (segment.created_at, segment.id)).map(Into::into))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: SegmentId) -> Result<SegmentView> {
    store::find(conn, caller.organization_id, id).map(Into::into)
}

/// Who is inside, last come first.
pub fn members(conn: &mut Conn, caller: &Caller, id: SegmentId, filter: SegmentMemberFilter) -> Result<Page<SegmentMemberView>> {
    store::find(conn, caller.organization_id, id)?;
    let request = PageRequest::new(filter.limit, filter.cursor, &("segment members", id))?;
    let rows = membership::store::members(conn, caller.organization_id, id, request.after()?, request.fetch())?;
    let page = request.page(rows, |(user_id, _, _, entered_at)| (*entered_at, *user_id));
    Ok(page.map(|(user_id, name, email, entered_at)| SegmentMemberView { user_id, name, email, entered_at: Some(entered_at) }))
}

pub fn usage(conn: &mut Conn, caller: &Caller, id: SegmentId) -> Result<SegmentUsage> {
    store::find(conn, caller.organization_id, id)?;
    let segments = store::referring(conn, caller.organization_id, id, NAMED)?;
    let segments: Vec<_> = segments.into_iter().map(|(id, name)| ReferringSegment { id, name }).collect();
    let missions = missions::queries::uses_of_segment(conn, caller.organization_id, id, NAMED)?;
    Ok(SegmentUsage { is_used: !(segments.is_empty() && missions.is_empty()), segments, missions })
}

/// A rule that makes sense here: its fields and segments are there.
pub fn compiled(conn: &mut Conn, organization_id: OrganizationId, rule: &RuleNode) -> Result<Compiled> {
    let definitions = attributes::queries::definitions(conn, organization_id)?;
    let compiled = rules::compile(rule, &definitions, "/rule").map_err(Problem::invalid)?;
    let ids: Vec<SegmentId> = compiled.references.iter().map(|one| one.segment_id).collect();
    let missing = missing(conn, organization_id, &ids)?;
    let unknown = compiled.references.iter().filter(|one| missing.contains(&one.segment_id));
    let faults: Vec<FieldError> = unknown.map(|one| unknown_at(one.pointer.clone())).collect();
    if faults.is_empty() { Ok(compiled) } else { Err(Problem::new(Code::UnknownSegment).with_errors(faults)) }
}

fn unknown_at(pointer: String) -> FieldError {
    FieldError::at(pointer, Code::UnknownSegment.as_str(), Code::UnknownSegment.title())
}

fn missing(conn: &mut Conn, organization_id: OrganizationId, ids: &[SegmentId]) -> Result<BTreeSet<SegmentId>> {
    let known = names(conn, organization_id, ids)?;
    Ok(ids.iter().filter(|id| !known.contains_key(id)).copied().collect())
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: SegmentId) -> Result<Segment> {
    store::find(conn, organization_id, id)
}

/// The names of those that are there.
pub fn names(conn: &mut Conn, organization_id: OrganizationId, ids: &[SegmentId]) -> Result<HashMap<SegmentId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::names(conn, organization_id, ids)?.into_iter().collect())
}

/// Those that are called so, whatever the case and accents.
pub fn named(conn: &mut Conn, organization_id: OrganizationId, name: &str) -> Result<Vec<SegmentId>> {
    store::named(conn, organization_id, name)
}

/// Fails with the places, `/0`, `/1` …, of those that are not there.
pub fn ensure_exist(conn: &mut Conn, organization_id: OrganizationId, ids: &[SegmentId]) -> Result<()> {
    let missing = missing(conn, organization_id, ids)?;
    let places = ids.iter().enumerate().filter(|(_, id)| missing.contains(id));
    let faults: Vec<FieldError> = places.map(|(place, _)| unknown_at(format!("/{place}"))).collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::new(Code::UnknownSegment).with_errors(faults)) }
}

/// Whether a person is inside at least one of these segments.
pub fn is_member(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, ids: &[SegmentId]) -> Result<bool> {
    Ok(!membership::store::memberships(conn, organization_id, ids, &[user_id])?.is_empty())
}

/// How many are inside; kept, not counted.
pub fn count_members(conn: &mut Conn, organization_id: OrganizationId, id: SegmentId) -> Result<i64> {
    store::find(conn, organization_id, id).map(|segment| segment.member_count)
}
