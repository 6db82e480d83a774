//! An engagement as it is stored, and what requests say about one.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

pub use super::state::{Action, EngagementStatus};
use crate::coaching::items::model::ItemStatus;
use crate::db::MultiBackend;
use crate::db::schema::{engagement_coachees, engagements};
use crate::kernel::ids::{BatchId, EngagementId, OrganizationId, ProgramTemplateId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::text::fold;
use crate::kernel::{Timestamp, text_enum};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = engagements, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Engagement {
    pub id: EngagementId,
    pub organization_id: OrganizationId,
    pub coach_id: Option<UserId>,
    pub batch_id: Option<BatchId>,
    pub template_id: Option<ProgramTemplateId>,
    pub template_version: Option<i64>,
    pub title: String,
    pub search_title: String,
    pub description: Option<String>,
    pub status: EngagementStatus,
    pub is_shared: bool,
    #[diesel(embed)]
    pub progress: Progress,
    pub cancel_reason: Option<String>,
    pub activated_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Engagement {
    pub fn set_title(&mut self, title: &str) {
        title.trim().clone_into(&mut self.title);
        self.search_title = fold(&self.title);
    }

    pub fn is_active(&self) -> bool {
        self.status == EngagementStatus::Active
    }

    /// Whether its items may change: not once it has ended.
    pub fn is_open(&self) -> bool {
        matches!(self.status, EngagementStatus::Draft | EngagementStatus::Active)
    }

    pub fn is_visible_to_coachees(&self) -> bool {
        self.is_shared && self.status != EngagementStatus::Draft
    }
}

/// How many items stand where. Kept with each change of an item, so that no list has to count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = engagements, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Progress {
    #[diesel(column_name = items_total)]
    #[schema(example = 8)]
    pub total: i32,
    #[diesel(column_name = items_unscheduled)]
    #[schema(example = 5)]
    pub unscheduled: i32,
    #[diesel(column_name = items_scheduled)]
    #[schema(example = 2)]
    pub scheduled: i32,
    #[diesel(column_name = items_completed)]
    #[schema(example = 1)]
    pub completed: i32,
}

impl Progress {
    /// An item moves from one status to another; `None` is where it comes from or goes when it is
    /// made or deleted.
    pub fn shift(&mut self, from: Option<ItemStatus>, to: Option<ItemStatus>) {
        for (status, step) in [(from, -1), (to, 1)] {
            let Some(status) = status else { continue };
            *match status {
                ItemStatus::Unscheduled => &mut self.unscheduled,
                ItemStatus::Scheduled => &mut self.scheduled,
                ItemStatus::Completed => &mut self.completed,
            } += step;
            self.total += step;
        }
    }

    /// So many new items, none of them scheduled.
    pub fn unscheduled(count: usize) -> Self {
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        Self { total: count, unscheduled: count, scheduled: 0, completed: 0 }
    }
}

/// A coachee's place in an engagement.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = engagement_coachees, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct EngagementCoachee {
    pub engagement_id: EngagementId,
    pub coachee_id: UserId,
    pub organization_id: OrganizationId,
    pub position: i32,
}

text_enum! {
    /// What becomes of items whose time has passed when an engagement starts to run.
    pub enum CatchUp {
        /// They go out now; sessions stay as they are.
        SendNow = "send_now",
        /// Their dates are taken away; they can be scheduled again.
        Skip = "skip",
    }
}

/// A new engagement. It begins as a draft that nobody but its coach and admins can see.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"template_id": "tpl_01kfq8v6n2e9t8w4x3y5z7a1bc", "coachee_ids": ["user_01kfq8v6n2e9t8w4x3y5z7a1bc"]}))]
pub struct CreateEngagement {
    /// The template's title when absent.
    #[schema(min_length = 1, max_length = 200, example = "Leading a first team")]
    pub title: Option<String>,
    #[schema(max_length = 10_000, example = "Six sessions over three months.")]
    pub description: Option<String>,
    /// Every item of the template is copied, in order. Without one the engagement begins empty.
    pub template_id: Option<ProgramTemplateId>,
    /// Coaches make their own engagements and leave this out; admins may name a coach now or later.
    pub coach_id: Option<UserId>,
    /// Who takes part; at least one. They share the engagement.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub coachee_ids: Vec<UserId>,
}

/// One engagement each for many coachees; all are made or none.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Onboarding for new managers", "template_id": "tpl_01kfq8v6n2e9t8w4x3y5z7a1bc", "coachee_ids": ["user_01kfq8v6n2e9t8w4x3y5z7a1bc"]}))]
pub struct CreateEngagements {
    /// The template's title when absent.
    #[schema(min_length = 1, max_length = 200, example = "Onboarding for new managers")]
    pub title: Option<String>,
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    pub template_id: Option<ProgramTemplateId>,
    pub coach_id: Option<UserId>,
    #[serde(default)]
    #[schema(max_items = 500)]
    pub coachee_ids: Vec<UserId>,
}

/// A change of an engagement; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Leading a first team", "description": "Six sessions over three months."}))]
pub struct UpdateEngagement {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
}

/// What to do with items that are past due.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct StartEngagement {
    /// Needed only when items were due before now.
    pub catch_up: Option<CatchUp>,
}

/// Why an engagement ends before its time.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CancelEngagement {
    #[schema(min_length = 1, max_length = 2_000, example = "The coachee has left the company.")]
    pub reason: String,
}

/// Who takes an engagement over.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ReplaceCoach {
    pub coach_id: UserId,
}

/// A copy for the same coachees, or for others.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Once more"}))]
pub struct DuplicateEngagement {
    /// "Copy of …" when absent.
    #[schema(min_length = 1, max_length = 200)]
    pub title: Option<String>,
    /// The same as in the original when absent.
    #[schema(min_items = 1, max_items = 100)]
    pub coachee_ids: Option<Vec<UserId>>,
}

/// A template made from an engagement.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "What worked"}))]
pub struct SaveAsTemplate {
    /// The engagement's title when absent.
    #[schema(min_length = 1, max_length = 200)]
    pub title: Option<String>,
}
