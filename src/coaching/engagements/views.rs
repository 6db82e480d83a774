//! Engagements as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Engagement, EngagementStatus, Progress};
use crate::coaching::items::views::ItemView;
use crate::files::links::FileLinks;
use crate::kernel::ids::{BatchId, EngagementId, ProgramTemplateId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Result, Timestamp};

/// Somebody, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    pub id: UserId,
    #[schema(example = "Ana Alvarez")]
    pub name: String,
}

/// An engagement in a list, without its items.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementSummary)]
pub struct EngagementSummaryView {
    pub id: EngagementId,
    #[schema(example = "Leading a first team")]
    pub title: String,
    pub description: Option<String>,
    pub status: EngagementStatus,
    /// Whether the coachees see it in their own list.
    pub shared: bool,
    pub coach: Option<Person>,
    pub coachees: Vec<Person>,
    pub progress: Progress,
    pub template_id: Option<ProgramTemplateId>,
    /// The version of the template that the items were copied from.
    pub template_version: Option<i64>,
    /// What one bulk request made has the same.
    pub batch_id: Option<BatchId>,
    pub cancel_reason: Option<String>,
    pub activated_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    /// What the caller can do with it now.
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(EngagementList of EngagementSummaryView);

/// An engagement with its items in order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Engagement)]
pub struct EngagementView {
    #[serde(flatten)]
    pub summary: EngagementSummaryView,
    pub items: Vec<ItemView>,
}

/// What a bulk request made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementBatch)]
pub struct EngagementBatchView {
    pub batch_id: BatchId,
    /// In the order of the coachees named.
    pub data: Vec<EngagementSummaryView>,
}

impl EngagementSummaryView {
    pub fn new(engagement: Engagement, coach_name: Option<String>, coachees: Vec<Person>, standing: Standing) -> Self {
        let coach = engagement.coach_id.zip(coach_name).map(|(id, name)| Person { id, name });
        let allowed_actions = allowed_actions(&engagement, standing);
        Self {
            id: engagement.id,
            title: engagement.title,
            description: engagement.description,
            status: engagement.status,
            shared: engagement.is_shared,
            coach,
            coachees,
            progress: engagement.progress,
            template_id: engagement.template_id,
            template_version: engagement.template_version,
            batch_id: engagement.batch_id,
            cancel_reason: engagement.cancel_reason,
            activated_at: engagement.activated_at,
            completed_at: engagement.completed_at,
            cancelled_at: engagement.cancelled_at,
            allowed_actions,
            version: engagement.version,
            created_at: engagement.created_at,
            updated_at: engagement.updated_at,
        }
    }
}

/// How the caller stands to an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Admin,
    Coach,
    /// Takes part and changes nothing.
    Coachee,
}

/// Moves of the state machine, and what can always be done.
fn allowed_actions(engagement: &Engagement, standing: Standing) -> Vec<&'static str> {
    if standing == Standing::Coachee {
        return Vec::new();
    }
    let mut actions = engagement.status.allowed_actions(engagement.is_shared);
    actions.extend(["update", "duplicate", "save_as_template"]);
    if engagement.is_open() {
        actions.push("add_item");
    }
    if engagement.is_open() && standing == Standing::Admin {
        actions.push("replace_coach");
    }
    actions
}

impl EngagementView {
    /// With links to uploaded files, for whoever reads it.
    pub fn linked(mut self, links: &FileLinks) -> Result<Self> {
        self.items = self.items.into_iter().map(|item| item.linked(links)).collect::<Result<_>>()?;
        Ok(self)
    }
}

impl Resource for EngagementView {
    fn path(&self) -> String {
        format!("/engagements/{}", self.summary.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.summary.version)
    }
}
