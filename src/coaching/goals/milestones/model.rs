//! A milestone.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::coaching::goals::views::Standing;
use crate::db::schema::milestones;
use crate::db::{Json, MultiBackend};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{EngagementId, GoalId, MilestoneId, OrganizationId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::{Resource, Timestamp};

/// Milestones of one goal at most.
pub const MAX_MILESTONES: i32 = 50;

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = milestones, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Milestone {
    pub id: MilestoneId,
    pub organization_id: OrganizationId,
    pub engagement_id: EngagementId,
    pub goal_id: GoalId,
    pub title: String,
    pub description: Option<String>,
    pub due_at: Option<Timestamp>,
    pub time_zone: Option<String>,
    pub reminders: Json<Vec<i64>>,
    pub next_reminder_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub completed_by: Option<UserId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Milestone {
    pub fn is_open(&self) -> bool {
        self.completed_at.is_none()
    }

    /// The next reminder after this moment; none once it was reached.
    pub fn next_reminder(&self, now: Timestamp) -> Option<Timestamp> {
        let due_at = self.due_at.filter(|_| self.is_open())?;
        self.reminders.0.iter().map(|seconds| due_at.minus(TimeDelta::seconds(*seconds))).filter(|at| *at > now).min()
    }
}

/// A step towards a goal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Milestone)]
pub struct MilestoneView {
    pub id: MilestoneId,
    pub goal_id: GoalId,
    #[schema(example = "Ask one question in every meeting")]
    pub title: String,
    pub description: Option<String>,
    pub due_at: Option<Timestamp>,
    /// Zone that the moment was chosen in.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: Option<String>,
    /// How long before it is due the coachees are reminded.
    #[schema(example = json!(["P1D"]))]
    pub reminders: Vec<IsoDuration>,
    pub completed_at: Option<Timestamp>,
    pub completed_by: Option<UserId>,
    /// What the caller can do with it.
    #[schema(example = json!(["complete", "update", "delete"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl MilestoneView {
    pub fn new(milestone: Milestone, standing: Standing) -> Self {
        let mut allowed_actions = Vec::new();
        if standing != Standing::Reader && milestone.is_open() {
            allowed_actions.push("complete");
        }
        if standing == Standing::Manager {
            if !milestone.is_open() {
                allowed_actions.push("reopen");
            }
            allowed_actions.extend(["update", "delete"]);
        }
        Self {
            id: milestone.id,
            goal_id: milestone.goal_id,
            title: milestone.title,
            description: milestone.description,
            due_at: milestone.due_at,
            time_zone: milestone.time_zone,
            reminders: milestone.reminders.0.iter().map(|seconds| IsoDuration::from_seconds(*seconds)).collect(),
            completed_at: milestone.completed_at,
            completed_by: milestone.completed_by,
            allowed_actions,
            version: milestone.version,
            created_at: milestone.created_at,
            updated_at: milestone.updated_at,
        }
    }
}

impl Resource for MilestoneView {
    fn path(&self) -> String {
        format!("/milestones/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A new milestone.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Ask one question in every meeting", "due_at": "2031-03-03T17:00:00+01:00", "time_zone": "Europe/Berlin", "reminders": ["P1D"]
}))]
pub struct CreateMilestone {
    #[schema(min_length = 1, max_length = 200, example = "Ask one question in every meeting")]
    pub title: String,
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    pub due_at: Option<Timestamp>,
    /// Zone that the moment was chosen in; the caller's own when absent.
    #[schema(format = "time-zone", example = "Europe/Berlin")]
    pub time_zone: Option<String>,
    /// How long before it is due the coachees are reminded; a day when absent.
    #[schema(max_items = 5, example = json!(["P7D", "P1D"]))]
    pub reminders: Option<Vec<IsoDuration>>,
}

/// A change of a milestone; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_at": "2031-03-10T17:00:00+01:00"}))]
pub struct UpdateMilestone {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<Timestamp>)]
    pub due_at: Option<Option<Timestamp>>,
    #[schema(nullable = false, format = "time-zone")]
    pub time_zone: Option<String>,
    #[schema(nullable = false, max_items = 5)]
    pub reminders: Option<Vec<IsoDuration>>,
}
