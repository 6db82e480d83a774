//! What requests say about submissions.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::state::{Action, SubmissionState};
use crate::advocacy::types::bodies::submission_fields;
use crate::kernel::ids::{MissionId, SubmissionId, UserId};
use crate::kernel::{FieldError, List, Problem, Result, Timestamp, text_enum};

submission_fields! {
    /// What an advocate hands in, or begins to write: the field of the mission's type.
    #[derive(Debug, Default, Deserialize, ToSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[schema(example = json!({"type": "complete_survey", "complete_survey": {"answers": {"score": 9}}}))]
    pub struct CreateSubmission {
        /// Keeps it as a draft that nobody else sees and that counts against no limit; at most ten of a mission. Handed
        /// in when absent.
        #[serde(default)]
        pub draft: bool,
    }
}

submission_fields! {
    /// A change of a draft, or of what staff wanted changed; what is absent stays, null clears.
    #[derive(Debug, Default, Deserialize, ToSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[schema(example = json!({"complete_survey": {"answers": {"score": 10}}}))]
    pub struct UpdateSubmission {}
}

submission_fields! {
    /// What somebody hands in by a mission's link. Who is logged in is known by that; a guest says who they
    /// are and confirms it by a mailed link.
    #[derive(Debug, Default, Deserialize, ToSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[schema(example = json!({
        "email": "kim@fabrikam.example", "name": "Kim Ahn", "type": "complete_survey", "complete_survey": {"answers": {"score": 9}}
    }))]
    pub struct CreatePublicSubmission {
        /// Of a guest, whom limits know by it. Not for whoever is logged in.
        #[schema(format = "email", max_length = 254, example = "kim@fabrikam.example")]
        pub email: Option<String>,
        #[schema(min_length = 1, max_length = 200, example = "Kim Ahn")]
        pub name: Option<String>,
    }
}

/// The token of a mailed link.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSubmission {
    #[schema(min_length = 1, max_length = 200)]
    pub token: String,
}

/// A word that goes with it.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Thank you, just what we hoped for."}))]
pub struct ReviewNote {
    /// The author reads it.
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: Option<String>,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The post cannot be seen without an account. Please show us a screenshot."}))]
pub struct ReviewReason {
    /// The author reads it.
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}

text_enum! {
    /// What is decided about several submissions.
    pub enum ReviewAction {
        Approve = "approve",
        /// Needs a reason.
        Reject = "reject",
        /// Needs a reason.
        RequestChanges = "request_changes",
    }
}

impl From<ReviewAction> for Action {
    fn from(action: ReviewAction) -> Self {
        match action {
            ReviewAction::Approve => Action::Approve,
            ReviewAction::Reject => Action::Reject,
            ReviewAction::RequestChanges => Action::RequestChanges,
        }
    }
}

/// The same decision about several submissions.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"action": "approve", "submission_ids": ["sub_01kfq8v6n2e9t8w4x3y5z7a1bc"]}))]
pub struct BulkReview {
    pub action: ReviewAction,
    #[schema(min_items = 1, max_items = 100)]
    pub submission_ids: Vec<SubmissionId>,
    /// The authors read it. Needed unless they are approved.
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: Option<String>,
}

impl BulkReview {
    /// Whoever is not approved is told why.
    pub fn ensure_reason(&self) -> Result<()> {
        if self.action == ReviewAction::Approve || self.reason.is_some() {
            return Ok(());
        }
        Err(Problem::invalid(vec![FieldError::at("/reason", "required", "is required unless they are approved")]))
    }
}

/// Which submissions.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SubmissionFilter {
    pub mission_id: Option<MissionId>,
    /// Whose they are.
    pub user_id: Option<UserId>,
    /// Several with commas between them.
    #[param(value_type = Option<String>, example = "pending_review,changes_requested")]
    pub state: Option<List<SubmissionState>>,
    /// Handed in at this moment or later.
    pub submitted_at_gte: Option<Timestamp>,
    /// Handed in before this moment.
    pub submitted_at_lt: Option<Timestamp>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which of a mission's submissions.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MissionSubmissionFilter {
    /// Whose they are.
    pub user_id: Option<UserId>,
    /// Several with commas between them.
    #[param(value_type = Option<String>, example = "pending_review,changes_requested")]
    pub state: Option<List<SubmissionState>>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl MissionSubmissionFilter {
    pub fn of(self, mission_id: MissionId) -> SubmissionFilter {
        let Self { user_id, state, limit, cursor } = self;
        SubmissionFilter { mission_id: Some(mission_id), user_id, state, limit, cursor, ..SubmissionFilter::default() }
    }
}
