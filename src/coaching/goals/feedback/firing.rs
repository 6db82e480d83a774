//! Reminding those who have not answered, shortly before it is too late; for workers.

use std::collections::HashMap;

use super::model::FeedbackRequest;
use super::{queries, store};
use crate::coaching::goals::events::FeedbackRequestEvent;
use crate::coaching::{engagements, goals};
use crate::db::Tx;
use crate::kernel::Result;
use crate::kernel::ids::{FeedbackRequestId, GoalId};
use crate::messaging::events;

/// Tells how many were due. Whoever would not be heard any more is not reminded.
pub fn fire(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    let due = store::take_due(tx.conn(), now, limit)?;
    if due.is_empty() {
        return Ok(0);
    }
    let goal_ids: Vec<GoalId> = due.iter().map(|request| request.goal_id).collect();
    let engagement_ids: Vec<_> = due.iter().map(|request| request.engagement_id).collect();
    let goals: HashMap<_, _> = goals::store::find_many(tx.conn(), &goal_ids)?.into_iter().map(|goal| (goal.id, goal)).collect();
    let engagements: HashMap<_, _> =
        engagements::store::find_many(tx.conn(), &engagement_ids)?.into_iter().map(|one| (one.id, one)).collect();
    let is_wanted = |request: &&FeedbackRequest| {
        let around = goals.get(&request.goal_id).zip(engagements.get(&request.engagement_id));
        around.is_some_and(|(goal, engagement)| engagement.is_active() && queries::is_wanted(request, goal, engagement, now))
    };
    let wanted: Vec<&FeedbackRequest> = due.iter().filter(is_wanted).collect();
    let announced: Vec<_> = wanted.iter().map(|request| FeedbackRequestEvent::new("feedback_request.reminded", request)).collect();
    let all: Vec<FeedbackRequestId> = due.iter().map(|request| request.id).collect();
    let reminded: Vec<FeedbackRequestId> = wanted.iter().map(|request| request.id).collect();
    store::mark_reminded(tx.conn(), &all, &reminded, now)?;
    events::emit_all(tx, &announced)?;
    Ok(due.len())
}
