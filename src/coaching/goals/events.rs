//! What goals, milestones and requests for feedback announce. What somebody said is never told, nor who
//! has answered.

use serde::Serialize;

use super::feedback::model::{FeedbackRequest, RequestState};
use super::milestones::model::Milestone;
use super::model::{Goal, GoalStatus};
use crate::kernel::Timestamp;
use crate::kernel::ids::{EngagementId, FeedbackRequestId, GoalId, MilestoneId, OrganizationId};
use crate::messaging::events::event;

/// Something that happened to a goal, with where it stands afterwards.
#[derive(Serialize)]
pub struct GoalEvent {
    #[serde(skip)]
    name_of_event: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    goal_id: GoalId,
    engagement_id: EngagementId,
    name: String,
    status: GoalStatus,
    feedback_answered: i32,
}

impl GoalEvent {
    pub fn new(name: &'static str, goal: &Goal) -> Self {
        Self {
            name_of_event: name,
            organization_id: goal.organization_id,
            goal_id: goal.id,
            engagement_id: goal.engagement_id,
            name: goal.name.clone(),
            status: goal.status,
            feedback_answered: goal.feedback_answered,
        }
    }
}

event!(GoalEvent { name: name_of_event, subject: goal_id, engagement: engagement_id });

/// Something that happened to a milestone.
#[derive(Serialize)]
pub struct MilestoneEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    milestone_id: MilestoneId,
    goal_id: GoalId,
    engagement_id: EngagementId,
    title: String,
    due_at: Option<Timestamp>,
    time_zone: Option<String>,
    completed_at: Option<Timestamp>,
    /// Whether the coachees see it; nobody is reminded of what they do not see.
    shared: bool,
}

impl MilestoneEvent {
    pub fn new(name: &'static str, milestone: &Milestone, is_shared: bool) -> Self {
        Self {
            name,
            organization_id: milestone.organization_id,
            milestone_id: milestone.id,
            goal_id: milestone.goal_id,
            engagement_id: milestone.engagement_id,
            title: milestone.title.clone(),
            due_at: milestone.due_at,
            time_zone: milestone.time_zone.clone(),
            completed_at: milestone.completed_at,
            shared: is_shared,
        }
    }
}

event!(MilestoneEvent { name: name, subject: milestone_id, engagement: engagement_id });

/// Something that happened to a request for feedback.
#[derive(Serialize)]
pub struct FeedbackRequestEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    feedback_request_id: FeedbackRequestId,
    goal_id: GoalId,
    engagement_id: EngagementId,
    state: RequestState,
    expires_at: Timestamp,
}

impl FeedbackRequestEvent {
    pub fn new(name: &'static str, request: &FeedbackRequest) -> Self {
        Self {
            name,
            organization_id: request.organization_id,
            feedback_request_id: request.id,
            goal_id: request.goal_id,
            engagement_id: request.engagement_id,
            state: request.state,
            expires_at: request.expires_at,
        }
    }
}

event!(FeedbackRequestEvent { name: name, subject: feedback_request_id, engagement: engagement_id });
