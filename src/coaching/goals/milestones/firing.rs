//! Reminders of milestones, for workers. Whether there is still something to be reminded of is asked here
//! and once more when the message goes.

use std::collections::HashMap;

use super::model::Milestone;
use super::store;
use crate::coaching::engagements;
use crate::coaching::engagements::model::Engagement;
use crate::coaching::goals;
use crate::coaching::goals::events::MilestoneEvent;
use crate::coaching::goals::model::Goal;
use crate::db::{Tx, dialect};
use crate::identity::organizations;
use crate::kernel::Result;
use crate::kernel::ids::{EngagementId, GoalId};
use crate::messaging::events;

/// Announces reminders that are due. Where several of a milestone's have passed, only one is; what passed
/// while nobody worked on the goal, or longer ago than `max_lateness`, is not caught up with.
pub fn fire(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    let due = store::take_due(tx.conn(), now, limit)?;
    if due.is_empty() {
        return Ok(0);
    }
    let goal_ids: Vec<GoalId> = due.iter().map(|milestone| milestone.goal_id).collect();
    let engagement_ids: Vec<EngagementId> = due.iter().map(|milestone| milestone.engagement_id).collect();
    let organization_ids: Vec<_> = due.iter().map(|milestone| milestone.organization_id).collect();
    let goals: HashMap<GoalId, Goal> = goals::store::find_many(tx.conn(), &goal_ids)?.into_iter().map(|goal| (goal.id, goal)).collect();
    let engagements: HashMap<EngagementId, Engagement> =
        engagements::store::find_many(tx.conn(), &engagement_ids)?.into_iter().map(|engagement| (engagement.id, engagement)).collect();
    let settings: HashMap<_, _> = organizations::queries::settings_of(tx.conn(), &organization_ids)?.into_iter().collect();
    let is_wanted = |milestone: &&Milestone| {
        let goal = goals.get(&milestone.goal_id).is_some_and(|goal| goal.is_active() && goal.deleted_at.is_none());
        let runs = engagements.get(&milestone.engagement_id).is_some_and(Engagement::is_active);
        let lateness = settings.get(&milestone.organization_id).map(|settings| settings.max_lateness.delta());
        let oldest = lateness.map_or(now, |lateness| now.minus(lateness));
        goal && runs && milestone.is_open() && milestone.next_reminder_at.is_some_and(|at| at >= oldest)
    };
    let is_shared = |milestone: &Milestone| engagements.get(&milestone.engagement_id).is_some_and(|engagement| engagement.is_shared);
    let announced: Vec<_> = due
        .iter()
        .filter(is_wanted)
        .map(|milestone| MilestoneEvent::new("milestone.reminder_due", milestone, is_shared(milestone)))
        .collect();
    let next: Vec<_> = due.iter().map(|milestone| (milestone.id.to_string(), milestone.next_reminder(now))).collect();
    dialect::set_times(tx.conn(), "milestones", "next_reminder_at", &next)?;
    events::emit_all(tx, &announced)?;
    Ok(due.len())
}
