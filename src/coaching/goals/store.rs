//! The table `goals`. A deleted goal is invisible to everything here but links to it.

use diesel::prelude::*;

use super::model::Goal;
use crate::db::schema::goals;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{EngagementId, GoalId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: GoalId) -> Result<Goal> {
    find_any(conn, organization_id, id)?.filter(|goal| goal.deleted_at.is_none()).ok_or_else(Problem::not_found)
}

/// Also when it was deleted.
pub fn find_any(conn: &mut Conn, organization_id: OrganizationId, id: GoalId) -> Result<Option<Goal>> {
    let own = goals::table.filter(goals::id.eq(id)).filter(goals::organization_id.eq(organization_id));
    Ok(own.select(Goal::as_select()).first(conn).optional()?)
}

/// Holds the goal until the transaction ends: what is counted on it is counted by one at a time.
pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: GoalId) -> Result<Goal> {
    dialect::lock_row(conn, "goals", &id.to_string())?;
    find(conn, organization_id, id)
}

/// Goals of rows that were found through their organization.
pub fn find_many(conn: &mut Conn, ids: &[GoalId]) -> Result<Vec<Goal>> {
    Ok(goals::table.filter(goals::id.eq_any(ids.to_vec())).select(Goal::as_select()).load(conn)?)
}

pub fn insert(conn: &mut Conn, goal: &Goal) -> Result<()> {
    diesel::insert_into(goals::table).values(goal).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, goal: &Goal) -> Result<()> {
    let own = goals::table.find(goal.id).filter(goals::organization_id.eq(goal.organization_id));
    diesel::update(own).set(goal).execute(conn)?;
    Ok(())
}

/// In the order in which they were set.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    engagement_id: EngagementId,
    after: Option<(Timestamp, GoalId)>,
    limit: i64,
) -> Result<Vec<Goal>> {
    let mut query = goals::table
        .filter(goals::organization_id.eq(organization_id))
        .filter(goals::engagement_id.eq(engagement_id))
        .filter(goals::deleted_at.is_null())
        .order((goals::created_at, goals::id))
        .select(Goal::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::after!(query, goals::created_at, goals::id, at, id);
    }
    Ok(query.load(conn)?)
}
