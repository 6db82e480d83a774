//! Goals as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::feedback::views::FeedbackSummary;
use super::milestones::model::MilestoneView;
use super::model::{Goal, GoalStatus};
use crate::kernel::ids::{EngagementId, GoalId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// How somebody stands to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Runs the engagement, which goes on.
    Manager,
    /// Takes part in it, and it goes on.
    Participant,
    /// Sees it only.
    Reader,
}

/// A goal with its milestones.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Goal)]
pub struct GoalView {
    pub id: GoalId,
    pub engagement_id: EngagementId,
    #[schema(example = "Speak up in meetings")]
    pub name: String,
    pub description: Option<String>,
    pub status: GoalStatus,
    pub achieved_at: Option<Timestamp>,
    pub dropped_at: Option<Timestamp>,
    /// The next that is due first, those without a date last.
    pub milestones: Vec<MilestoneView>,
    #[schema(example = 3)]
    pub milestones_total: i32,
    #[schema(example = 1)]
    pub milestones_completed: i32,
    /// What people think of it, without who thinks what.
    pub feedback: FeedbackSummary,
    /// What the caller can do with it.
    #[schema(example = json!(["achieve", "drop", "update", "delete"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(GoalList of GoalView);

impl GoalView {
    pub fn new(goal: Goal, milestones: Vec<MilestoneView>, feedback: FeedbackSummary, standing: Standing) -> Self {
        let mut allowed_actions = Vec::new();
        if standing == Standing::Manager {
            allowed_actions = goal.status.allowed_actions();
            allowed_actions.extend(["update", "delete"]);
        }
        Self {
            id: goal.id,
            engagement_id: goal.engagement_id,
            name: goal.name,
            description: goal.description,
            status: goal.status,
            achieved_at: goal.achieved_at,
            dropped_at: goal.dropped_at,
            milestones,
            milestones_total: goal.milestones_total,
            milestones_completed: goal.milestones_completed,
            feedback,
            allowed_actions,
            version: goal.version,
            created_at: goal.created_at,
            updated_at: goal.updated_at,
        }
    }
}

impl Resource for GoalView {
    fn path(&self) -> String {
        format!("/goals/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
