//! Matches as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::interviews::views::InterviewView;
use super::model::{Match, MatchStatus};
use super::selections::model::SelectionView;
use crate::coaching::engagements::views::Person;
use crate::kernel::ids::{EngagementId, MatchId, ProgramTemplateId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// A match in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchSummary)]
pub struct MatchSummaryView {
    pub id: MatchId,
    pub status: MatchStatus,
    pub coachee: Person,
    /// Coaches see themselves only.
    pub coaches: Vec<Person>,
    pub message: Option<String>,
    pub template_id: Option<ProgramTemplateId>,
    /// The engagement that gets the coach; of a match from a template, once there is one.
    pub engagement_id: Option<EngagementId>,
    #[schema(example = 1)]
    pub interviews_required: i32,
    #[schema(example = 0)]
    pub interviews_completed: i32,
    pub started_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    /// What the caller can do with it now.
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(MatchList of MatchSummaryView);

/// A match with what came of it so far.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Match)]
pub struct MatchView {
    #[serde(flatten)]
    pub summary: MatchSummaryView,
    /// Oldest first. Coaches see their own only.
    pub interviews: Vec<InterviewView>,
    /// The latest one; coaches see it when it is of them.
    pub selection: Option<SelectionView>,
}

impl Resource for MatchView {
    fn path(&self) -> String {
        format!("/matches/{}", self.summary.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.summary.version)
    }
}

impl MatchSummaryView {
    pub fn new(row: Match, coachee: Person, coaches: Vec<Person>, allowed_actions: Vec<&'static str>) -> Self {
        Self {
            id: row.id,
            status: row.status,
            coachee,
            coaches,
            message: row.message,
            template_id: row.template_id,
            engagement_id: row.engagement_id,
            interviews_required: row.interviews_required,
            interviews_completed: row.interviews_completed,
            started_at: row.started_at,
            completed_at: row.completed_at,
            cancelled_at: row.cancelled_at,
            allowed_actions,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A coach whom the coachee can choose.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchCoach)]
pub struct MatchCoachView {
    #[serde(flatten)]
    pub coach: Person,
    /// Whether an interview can be booked at a free slot (`GET /users/{id}/slots`); else the coach proposes
    /// times.
    pub shares_availability: bool,
}

list_schema!(MatchCoachList of MatchCoachView);
