//! Setting goals, and how they end. Every command holds the engagement and then the goal.

use super::events::GoalEvent;
use super::model::{Action, CreateGoal, Goal, GoalStatus, UpdateGoal};
use super::views::{GoalView, Standing};
use super::{queries, store};
use crate::coaching::engagements;
use crate::coaching::engagements::model::Engagement;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{EngagementId, GoalId};
use crate::kernel::patch::apply;
use crate::messaging::events;

/// The engagement, held, for who runs it and while it goes on.
fn open_engagement(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId) -> Result<Engagement> {
    let engagement = engagements::commands::open(tx, caller, id)?;
    if engagement.is_open() { Ok(engagement) } else { Err(engagement.status.not_active(engagement.is_shared)) }
}

/// The goal and its engagement, held.
pub(super) fn open(tx: &mut Tx<'_>, caller: &Caller, id: GoalId) -> Result<(Goal, Engagement)> {
    let seen = store::find(tx.conn(), caller.organization_id, id)?;
    let engagement = open_engagement(tx, caller, seen.engagement_id)?;
    let goal = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    Ok((goal, engagement))
}

/// Writes the goal's next version.
pub(super) fn write(tx: &mut Tx<'_>, goal: &mut Goal) -> Result<()> {
    goal.version += 1;
    goal.updated_at = tx.now();
    store::update(tx.conn(), goal)
}

fn save(tx: &mut Tx<'_>, goal: &mut Goal, event: &'static str) -> Result<()> {
    write(tx, goal)?;
    events::emit(tx, &GoalEvent::new(event, goal))
}

pub fn create(tx: &mut Tx<'_>, caller: &Caller, engagement_id: EngagementId, new: CreateGoal) -> Result<GoalView> {
    open_engagement(tx, caller, engagement_id)?;
    let goal = Goal {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        engagement_id,
        name: new.name.trim().to_owned(),
        description: new.description,
        status: GoalStatus::Active,
        achieved_at: None,
        dropped_at: None,
        milestones_total: 0,
        milestones_completed: 0,
        feedback_requested: 0,
        feedback_answered: 0,
        rating_sum: 0,
        deleted_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    store::insert(tx.conn(), &goal)?;
    events::emit(tx, &GoalEvent::new("goal.created", &goal))?;
    queries::view(tx.conn(), goal, Standing::Manager)
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: GoalId, change: UpdateGoal) -> Result<GoalView> {
    let (mut goal, _) = open(tx, caller, id)?;
    tx.ensure_fresh(goal.version)?;
    let mut changed = apply(&mut goal.name, change.name.map(|name| name.trim().to_owned()));
    changed |= apply(&mut goal.description, change.description);
    if changed {
        save(tx, &mut goal, "goal.updated")?;
    }
    queries::view(tx.conn(), goal, Standing::Manager)
}

/// Reaches it, gives it up, or takes it up again.
pub fn step(tx: &mut Tx<'_>, caller: &Caller, id: GoalId, action: Action) -> Result<GoalView> {
    let (mut goal, _) = open(tx, caller, id)?;
    tx.ensure_fresh(goal.version)?;
    goal.status = goal.status.after(action)?;
    let now = tx.now();
    goal.achieved_at = (goal.status == GoalStatus::Achieved).then_some(now);
    goal.dropped_at = (goal.status == GoalStatus::Dropped).then_some(now);
    let event = match action {
        Action::Achieve => "goal.achieved",
        Action::Drop => "goal.dropped",
        Action::Reopen => "goal.reopened",
    };
    save(tx, &mut goal, event)?;
    queries::view(tx.conn(), goal, Standing::Manager)
}

/// It leaves the engagement. Nobody is reminded of it or asked about it any more.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: GoalId) -> Result<()> {
    let (mut goal, _) = open(tx, caller, id)?;
    tx.ensure_fresh(goal.version)?;
    goal.deleted_at = Some(tx.now());
    save(tx, &mut goal, "goal.deleted")
}

/// A change of what is counted on the goal, told by something else.
pub(super) fn announce(tx: &mut Tx<'_>, goal: &Goal, event: &'static str) -> Result<()> {
    events::emit(tx, &GoalEvent::new(event, goal))
}
