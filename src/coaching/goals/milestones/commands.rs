//! Setting and reaching milestones.

use super::model::{CreateMilestone, MAX_MILESTONES, Milestone, MilestoneView, UpdateMilestone};
use super::store;
use crate::coaching::engagements;
use crate::coaching::engagements::model::Engagement;
use crate::coaching::goals;
use crate::coaching::goals::events::MilestoneEvent;
use crate::coaching::goals::model::Goal;
use crate::coaching::goals::views::Standing;
use crate::db::{Json, Tx};
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{GoalId, MilestoneId};
use crate::kernel::patch::apply;
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

/// What is reminded of when nothing else is said: a day before.
const USUAL: i64 = 86_400;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, goal_id: GoalId, new: CreateMilestone) -> Result<MilestoneView> {
    let (mut goal, engagement) = goals::commands::open(tx, caller, goal_id)?;
    if goal.milestones_total >= MAX_MILESTONES {
        return Err(Problem::new(Code::TemplateTooLarge).detail(format!("A goal has at most {MAX_MILESTONES} milestones.")));
    }
    let zone = new.time_zone.unwrap_or_else(|| caller.time_zone.name().to_owned());
    let mut milestone = Milestone {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        engagement_id: engagement.id,
        goal_id,
        title: new.title.trim().to_owned(),
        description: new.description,
        due_at: new.due_at,
        time_zone: new.due_at.is_some().then_some(zone),
        reminders: Json(new.reminders.map_or_else(|| vec![USUAL], seconds_of)),
        next_reminder_at: None,
        completed_at: None,
        completed_by: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    milestone.next_reminder_at = milestone.next_reminder(tx.now());
    store::insert(tx.conn(), &milestone)?;
    goal.milestones_total += 1;
    goals::commands::write(tx, &mut goal)?;
    events::emit(tx, &MilestoneEvent::new("milestone.created", &milestone, engagement.is_shared))?;
    Ok(MilestoneView::new(milestone, Standing::Manager))
}

fn seconds_of(offsets: Vec<IsoDuration>) -> Vec<i64> {
    organizations::commands::longest_first(offsets).into_iter().map(IsoDuration::seconds).collect()
}

/// The milestone, its goal and engagement, held, for who runs it.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: MilestoneId) -> Result<(Milestone, Goal, Engagement)> {
    let seen = store::find(tx.conn(), caller.organization_id, id)?;
    let (goal, engagement) = goals::commands::open(tx, caller, seen.goal_id)?;
    let milestone = store::find(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(milestone.version)?;
    Ok((milestone, goal, engagement))
}

fn save(tx: &mut Tx<'_>, milestone: &mut Milestone, is_shared: bool, event: &'static str) -> Result<()> {
    milestone.version += 1;
    milestone.updated_at = tx.now();
    milestone.next_reminder_at = milestone.next_reminder(tx.now());
    store::update(tx.conn(), milestone)?;
    events::emit(tx, &MilestoneEvent::new(event, milestone, is_shared))
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: MilestoneId, change: UpdateMilestone) -> Result<MilestoneView> {
    let (mut milestone, _, engagement) = open(tx, caller, id)?;
    let mut changed = apply(&mut milestone.title, change.title.map(|title| title.trim().to_owned()));
    changed |= apply(&mut milestone.description, change.description);
    changed |= apply(&mut milestone.reminders.0, change.reminders.map(seconds_of));
    changed |= apply(&mut milestone.due_at, change.due_at);
    // A zone belongs to a date, and a date has one.
    let zone = milestone.due_at.map(|_| {
        let before = milestone.time_zone.clone();
        change.time_zone.or(before).unwrap_or_else(|| caller.time_zone.name().to_owned())
    });
    changed |= apply(&mut milestone.time_zone, Some(zone));
    if changed {
        save(tx, &mut milestone, engagement.is_shared, "milestone.updated")?;
    }
    Ok(MilestoneView::new(milestone, Standing::Manager))
}

pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: MilestoneId) -> Result<()> {
    let (milestone, mut goal, engagement) = open(tx, caller, id)?;
    store::delete(tx.conn(), milestone.organization_id, id)?;
    goal.milestones_total -= 1;
    goal.milestones_completed -= i32::from(!milestone.is_open());
    goals::commands::write(tx, &mut goal)?;
    events::emit(tx, &MilestoneEvent::new("milestone.deleted", &milestone, engagement.is_shared))
}

/// Who runs the engagement says so, or who takes part in it.
pub fn complete(tx: &mut Tx<'_>, caller: &Caller, id: MilestoneId) -> Result<MilestoneView> {
    let seen = store::find(tx.conn(), caller.organization_id, id)?;
    let engagement = engagements::store::find_for_update(tx.conn(), caller.organization_id, seen.engagement_id)?;
    let standing = goals::queries::standing(tx.conn(), caller, &engagement)?;
    let mut goal = goals::store::find_for_update(tx.conn(), caller.organization_id, seen.goal_id)?;
    let mut milestone = store::find(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(milestone.version)?;
    if !engagement.is_open() {
        return Err(engagement.status.not_active(engagement.is_shared));
    }
    if !milestone.is_open() {
        let allowed: &[&str] = if standing == Standing::Manager { &["reopen"] } else { &[] };
        return Err(Problem::new(Code::InvalidTransition).detail("The milestone was reached.").with("allowed_actions", allowed));
    }
    milestone.completed_at = Some(tx.now());
    milestone.completed_by = caller.user_id();
    goal.milestones_completed += 1;
    goals::commands::write(tx, &mut goal)?;
    save(tx, &mut milestone, engagement.is_shared, "milestone.completed")?;
    Ok(MilestoneView::new(milestone, standing))
}

pub fn reopen(tx: &mut Tx<'_>, caller: &Caller, id: MilestoneId) -> Result<MilestoneView> {
    let (mut milestone, mut goal, engagement) = open(tx, caller, id)?;
    if milestone.is_open() {
        return Err(Problem::new(Code::InvalidTransition).detail("The milestone is open.").with("allowed_actions", ["complete"]));
    }
    milestone.completed_at = None;
    milestone.completed_by = None;
    goal.milestones_completed -= 1;
    goals::commands::write(tx, &mut goal)?;
    save(tx, &mut milestone, engagement.is_shared, "milestone.reopened")?;
    Ok(MilestoneView::new(milestone, Standing::Manager))
}
