//! The table `milestones`.

use diesel::prelude::*;

use super::model::Milestone;
use crate::db::schema::milestones;
use crate::db::{Conn, dialect};
use crate::kernel::ids::{GoalId, MilestoneId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: MilestoneId) -> Result<Milestone> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: MilestoneId) -> Result<Option<Milestone>> {
    let own = milestones::table.filter(milestones::id.eq(id)).filter(milestones::organization_id.eq(organization_id));
    Ok(own.select(Milestone::as_select()).first(conn).optional()?)
}

/// Of goals that were found through their organization: what is due first stands first.
pub fn of_goals(conn: &mut Conn, ids: &[GoalId]) -> Result<Vec<Milestone>> {
    let mut rows = milestones::table
        .filter(milestones::goal_id.eq_any(ids.to_vec()))
        .order((milestones::created_at, milestones::id))
        .select(Milestone::as_select())
        .load(conn)?;
    // The engines disagree about where nothing stands in an order.
    rows.sort_by_key(|milestone: &Milestone| (milestone.due_at.is_none(), milestone.due_at));
    Ok(rows)
}

pub fn insert(conn: &mut Conn, milestone: &Milestone) -> Result<()> {
    diesel::insert_into(milestones::table).values(milestone).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, milestone: &Milestone) -> Result<()> {
    let own = milestones::table.find(milestone.id).filter(milestones::organization_id.eq(milestone.organization_id));
    diesel::update(own).set(milestone).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: MilestoneId) -> Result<()> {
    diesel::delete(milestones::table.find(id).filter(milestones::organization_id.eq(organization_id))).execute(conn)?;
    Ok(())
}

/// Those of which somebody is to be reminded, held; what another worker holds is passed over.
pub fn take_due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<Milestone>> {
    let ids: Vec<MilestoneId> =
        dialect::lock_due(conn, "milestones", "next_reminder_at", now, limit)?.iter().filter_map(|id| id.parse().ok()).collect();
    Ok(milestones::table.filter(milestones::id.eq_any(ids)).order(milestones::id).select(Milestone::as_select()).load(conn)?)
}
