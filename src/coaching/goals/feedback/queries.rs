//! Reading feedback, and who may.

use std::collections::HashMap;

use super::model::{FeedbackAnswer, FeedbackRequest, RequestFilter, RequestState};
use super::store;
use super::views::{FeedbackRequestView, FeedbackSummary, PublicFeedbackView};
use crate::coaching::engagements::model::{Engagement, EngagementStatus};
use crate::coaching::goals::model::Goal;
use crate::coaching::{engagements, goals};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FeedbackRequestId, GoalId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, Problem, Result, Timestamp};

/// What people said of each of these goals. A goal with too few answers tells how many there are.
pub fn summaries(conn: &mut Conn, goals: &[Goal], min_raters: u32) -> Result<HashMap<GoalId, FeedbackSummary>> {
    let shown: Vec<GoalId> = goals.iter().filter(|goal| goal.average(min_raters).is_some()).map(|goal| goal.id).collect();
    let mut answers: HashMap<GoalId, Vec<FeedbackAnswer>> = HashMap::new();
    if !shown.is_empty() {
        for answer in store::answers_of(conn, &shown)? {
            answers.entry(answer.goal_id).or_default().push(answer);
        }
    }
    let summary = |goal: &Goal| {
        let (requested, answered) = (goal.feedback_requested, goal.feedback_answered);
        let mut summary = FeedbackSummary { requested, answered, min_raters, ..FeedbackSummary::default() };
        if let Some(answers) = answers.get(&goal.id) {
            summary.show(goal.average(min_raters), answers);
        }
        (goal.id, summary)
    };
    Ok(goals.iter().map(summary).collect())
}

/// Who was asked, for those who run the engagement.
pub fn list(conn: &mut Conn, caller: &Caller, goal_id: GoalId, filter: RequestFilter, now: Timestamp) -> Result<Page<FeedbackRequestView>> {
    let goal = goals::store::find(conn, caller.organization_id, goal_id)?;
    let engagement = engagements::store::find(conn, caller.organization_id, goal.engagement_id)?;
    engagements::queries::perspective(conn, caller, &engagement)?;
    if !engagements::queries::manages(caller, &engagement) {
        return Err(Problem::new(Code::Forbidden).detail("Who was asked is for those who run the engagement."));
    }
    let request = PageRequest::new(filter.limit, filter.cursor, &("feedback_requests", goal_id))?;
    let rows = store::list(conn, caller.organization_id, goal_id, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(|row| FeedbackRequestView::new(row, now)))
}

/// Whether somebody who was asked can still answer, and would be heard.
pub fn is_wanted(request: &FeedbackRequest, goal: &Goal, engagement: &Engagement, now: Timestamp) -> bool {
    request.is_open(now) && goal.takes_feedback() && engagement.status != EngagementStatus::Cancelled
}

/// The goal and engagement of a request, also when the goal was deleted.
pub(super) fn around(conn: &mut Conn, request: &FeedbackRequest) -> Result<(Goal, Engagement)> {
    let goal = goals::store::find_any(conn, request.organization_id, request.goal_id)?.ok_or_else(Problem::not_found)?;
    let engagement = engagements::store::find(conn, request.organization_id, request.engagement_id)?;
    Ok((goal, engagement))
}

/// The page behind the link. Looking changes nothing.
pub fn behind(conn: &mut Conn, id: FeedbackRequestId, now: Timestamp) -> Result<PublicFeedbackView> {
    let request = store::find_any(conn, id)?;
    let (goal, engagement) = around(conn, &request)?;
    if !is_wanted(&request, &goal, &engagement, now) {
        return Err(Problem::new(Code::TokenExpired));
    }
    Ok(PublicFeedbackView { name: goal.name, description: goal.description })
}

/// Answering twice is told apart from being late.
pub(super) fn ensure_answerable(request: &FeedbackRequest, goal: &Goal, engagement: &Engagement, now: Timestamp) -> Result<()> {
    if request.state == RequestState::Answered {
        return Err(Problem::new(Code::AlreadySubmitted));
    }
    if is_wanted(request, goal, engagement, now) { Ok(()) } else { Err(Problem::new(Code::TokenExpired)) }
}
