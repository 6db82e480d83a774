//! The table `coach_assignments`.

use diesel::prelude::*;

use super::model::CoachAssignment;
use crate::db::schema::coach_assignments;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{CoachAssignmentId, OrganizationId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn insert(conn: &mut Conn, row: &CoachAssignment) -> Result<()> {
    diesel::insert_into(coach_assignments::table).values(row).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: CoachAssignmentId) -> Result<CoachAssignment> {
    let found = coach_assignments::table
        .filter(coach_assignments::id.eq(id))
        .filter(coach_assignments::organization_id.eq(organization_id))
        .select(CoachAssignment::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn delete(conn: &mut Conn, id: CoachAssignmentId) -> Result<()> {
    diesel::delete(coach_assignments::table.find(id)).execute(conn)?;
    Ok(())
}

/// Those of the coachees whom this coach may serve.
pub fn served(conn: &mut Conn, coach_id: UserId, coachee_ids: &[UserId]) -> Result<Vec<UserId>> {
    Ok(coach_assignments::table
        .filter(coach_assignments::coach_id.eq(coach_id))
        .filter(coach_assignments::coachee_id.eq_any(coachee_ids.to_vec()))
        .select(coach_assignments::coachee_id)
        .load(conn)?)
}

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    coach_id: Option<UserId>,
    coachee_id: Option<UserId>,
    after: Option<(Timestamp, CoachAssignmentId)>,
    limit: i64,
) -> Result<Vec<CoachAssignment>> {
    let mut query = coach_assignments::table
        .filter(coach_assignments::organization_id.eq(organization_id))
        .order((coach_assignments::created_at, coach_assignments::id))
        .select(CoachAssignment::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(id) = coach_id {
        query = query.filter(coach_assignments::coach_id.eq(id));
    }
    if let Some(id) = coachee_id {
        query = query.filter(coach_assignments::coachee_id.eq(id));
    }
    if let Some((at, id)) = after {
        query = dialect::after!(query, coach_assignments::created_at, coach_assignments::id, at, id);
    }
    Ok(query.load(conn)?)
}
