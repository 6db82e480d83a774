//! A match as it is stored, and what requests say about one.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::{match_coaches, matches};
use crate::kernel::ids::{EngagementId, MatchId, OrganizationId, ProgramTemplateId, UserId};
use crate::kernel::transitions::{Transitions, actions, refuse};
use crate::kernel::{Code, Problem, Result, Timestamp, text_enum};

text_enum! {
    /// Where a match stands.
    pub enum MatchStatus {
        /// Only admins see it.
        Draft = "draft",
        /// The coachee interviews coaches and selects one.
        Started = "started",
        /// A coach was found.
        Completed = "completed",
        Cancelled = "cancelled",
    }
}

actions! {
    /// What an admin does with a match.
    pub enum Action {
        Start = "start",
        Cancel = "cancel",
    }
}

/// From, action, to. It is completed by an effective selection and by nothing else.
const TRANSITIONS: Transitions<MatchStatus, Action> = Transitions::of(
    "match",
    &[
        (MatchStatus::Draft, Action::Start, MatchStatus::Started),
        (MatchStatus::Draft, Action::Cancel, MatchStatus::Cancelled),
        (MatchStatus::Started, Action::Cancel, MatchStatus::Cancelled),
    ],
);

impl MatchStatus {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.allowed(self)
    }

    pub fn after(self, action: Action) -> Result<Self> {
        TRANSITIONS.after(self, action)
    }

    /// The problem that something cannot be done now.
    pub fn refuses(self, action: &str) -> Problem {
        refuse(Code::InvalidTransition, "match", self, action, self.allowed_actions())
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = matches, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Match {
    pub id: MatchId,
    pub organization_id: OrganizationId,
    pub coachee_id: UserId,
    pub template_id: Option<ProgramTemplateId>,
    pub engagement_id: Option<EngagementId>,
    pub message: Option<String>,
    pub status: MatchStatus,
    pub interviews_required: i32,
    pub interviews_completed: i32,
    pub started_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Match {
    /// Whether enough interviews were held to select a coach.
    pub fn is_ready(&self) -> bool {
        self.interviews_completed >= self.interviews_required
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = match_coaches, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct MatchCoach {
    pub match_id: MatchId,
    pub coach_id: UserId,
    pub position: i32,
}

/// A coachee and the coaches they choose from. Either a template or an engagement is named.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "coachee_id": "user_01kfq8v6n2e9t8w4x3y5z7a1bc", "coach_ids": ["user_01kfq8v6n2e9t8w4x3y5z7a1bd"],
    "template_id": "tpl_01kfq8v6n2e9t8w4x3y5z7a1bc", "message": "Please talk to at least one of them."
}))]
pub struct CreateMatch {
    pub coachee_id: UserId,
    /// In the order in which the coachee sees them.
    #[schema(min_items = 1, max_items = 20)]
    pub coach_ids: Vec<UserId>,
    /// The engagement that follows is made from this template.
    pub template_id: Option<ProgramTemplateId>,
    /// This engagement of the coachee gets the coach.
    pub engagement_id: Option<EngagementId>,
    /// What the coachee reads about it.
    #[schema(max_length = 2_000)]
    pub message: Option<String>,
    /// Interviews before a coach is selected; the organization's `interviews_required` when absent.
    #[schema(minimum = 0, maximum = 20)]
    pub interviews_required: Option<i32>,
}
