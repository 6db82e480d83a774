//! Asking for feedback, and giving it.

use chrono::TimeDelta;

use super::model::{CreateFeedbackRequest, FeedbackAnswer, FeedbackRequest, MAX_REQUESTS, RequestState, SubmitFeedback};
use super::views::FeedbackRequestView;
use super::{queries, store};
use crate::coaching::engagements::model::Engagement;
use crate::coaching::goals;
use crate::coaching::goals::events::FeedbackRequestEvent;
use crate::coaching::goals::model::Goal;
use crate::db::{Tx, dialect};
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FeedbackRequestId, GoalId};
use crate::kernel::text::email_key;
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp};
use crate::messaging::events;

/// A request can be answered for so long at most.
const LONGEST: TimeDelta = TimeDelta::days(366);

pub fn create(tx: &mut Tx<'_>, caller: &Caller, goal_id: GoalId, new: CreateFeedbackRequest) -> Result<FeedbackRequestView> {
    let (mut goal, engagement) = goals::commands::open(tx, caller, goal_id)?;
    ensure_running(&goal, &engagement)?;
    if goal.feedback_requested >= MAX_REQUESTS {
        return Err(Problem::new(Code::TemplateTooLarge).detail(format!("{MAX_REQUESTS} people at most are asked about a goal.")));
    }
    let expires_at = expiry(tx, caller, new.expires_at)?;
    let (now, key) = (tx.now(), email_key(&new.email));
    store::expire(tx.conn(), goal_id, &key, now)?;
    let request = FeedbackRequest {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        engagement_id: engagement.id,
        goal_id,
        requested_by: caller.user_id(),
        name: new.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        email: new.email.trim().to_owned(),
        email_key: key,
        message: new.message,
        state: RequestState::Open,
        expires_at,
        next_reminder_at: FeedbackRequest::usual_reminder(now, expires_at),
        reminded_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(tx.conn(), &request)?;
    goal.feedback_requested += 1;
    goals::commands::write(tx, &mut goal)?;
    events::emit(tx, &FeedbackRequestEvent::new("feedback_request.created", &request))?;
    Ok(FeedbackRequestView::new(request, now))
}

/// Nothing leaves a draft, and nobody is asked about what was given up.
fn ensure_running(goal: &Goal, engagement: &Engagement) -> Result<()> {
    if !engagement.is_active() {
        return Err(engagement.status.not_active(engagement.is_shared));
    }
    if goal.takes_feedback() {
        return Ok(());
    }
    Err(Problem::new(Code::InvalidTransition).detail("The goal was given up.").with("allowed_actions", goal.status.allowed_actions()))
}

fn expiry(tx: &mut Tx<'_>, caller: &Caller, wanted: Option<Timestamp>) -> Result<Timestamp> {
    let now = tx.now();
    match wanted {
        Some(at) if at <= now || at > now.plus(LONGEST) => {
            Err(Problem::invalid(vec![FieldError::at("/expires_at", "out_of_range", "must lie in the future, at most a year away")]))
        }
        Some(at) => Ok(at),
        None => Ok(now.plus(organizations::queries::settings(tx.conn(), caller.organization_id)?.feedback_lifetime.delta())),
    }
}

/// The request, its goal and engagement, held, for who runs it.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: FeedbackRequestId) -> Result<(FeedbackRequest, Goal, Engagement)> {
    let seen = store::find(tx.conn(), caller.organization_id, id)?;
    let (goal, engagement) = goals::commands::open(tx, caller, seen.goal_id)?;
    let request = store::find(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(request.version)?;
    Ok((request, goal, engagement))
}

fn save(tx: &mut Tx<'_>, request: &mut FeedbackRequest, event: &'static str) -> Result<FeedbackRequestView> {
    request.version += 1;
    request.updated_at = tx.now();
    request.next_reminder_at = None;
    store::update(tx.conn(), request)?;
    events::emit(tx, &FeedbackRequestEvent::new(event, request))?;
    Ok(FeedbackRequestView::new(request.clone(), tx.now()))
}

/// Asks once more; the link is the same.
pub fn remind(tx: &mut Tx<'_>, caller: &Caller, id: FeedbackRequestId) -> Result<FeedbackRequestView> {
    let (mut request, goal, engagement) = open(tx, caller, id)?;
    request.ensure_open(tx.now(), "remind")?;
    ensure_running(&goal, &engagement)?;
    request.reminded_at = Some(tx.now());
    save(tx, &mut request, "feedback_request.reminded")
}

/// The link stops working.
pub fn revoke(tx: &mut Tx<'_>, caller: &Caller, id: FeedbackRequestId) -> Result<FeedbackRequestView> {
    let (mut request, mut goal, _) = open(tx, caller, id)?;
    request.ensure_open(tx.now(), "revoke")?;
    request.state = RequestState::Revoked;
    goal.feedback_requested -= 1;
    goals::commands::write(tx, &mut goal)?;
    save(tx, &mut request, "feedback_request.revoked")
}

/// What somebody says who was asked. `answer_id` is random, and nothing of the answer is kept with the
/// request.
pub fn submit(tx: &mut Tx<'_>, id: FeedbackRequestId, answer_id: String, said: SubmitFeedback) -> Result<()> {
    let seen = store::find_any(tx.conn(), id)?;
    dialect::lock_row(tx.conn(), "goals", &seen.goal_id.to_string())?;
    let mut request = store::find_any(tx.conn(), id)?;
    let (mut goal, engagement) = queries::around(tx.conn(), &request)?;
    let now = tx.now();
    queries::ensure_answerable(&request, &goal, &engagement, now)?;
    let feedback = said.feedback.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let answer = FeedbackAnswer { id: answer_id, organization_id: goal.organization_id, goal_id: goal.id, rating: said.rating, feedback };
    store::insert_answer(tx.conn(), &answer)?;
    request.state = RequestState::Answered;
    request.next_reminder_at = None;
    request.version += 1;
    store::update(tx.conn(), &request)?;
    goal.feedback_answered += 1;
    goal.rating_sum += i64::from(said.rating);
    goals::commands::write(tx, &mut goal)?;
    goals::commands::announce(tx, &goal, "goal.feedback_received")
}
