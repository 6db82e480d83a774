//! Submissions as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{KeptTerms, Submission};
use super::state::{Standing, SubmissionState};
use super::store::Found;
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::MissionType;
use crate::advocacy::types::views::{DetailViews, SubmissionViews};
use crate::kernel::ids::{GuestId, MissionId, SubmissionId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Problem, Resource, Timestamp};

/// Who hands something in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionAuthor {
    /// Null for a guest.
    pub user_id: Option<UserId>,
    /// Null for a user.
    pub guest_id: Option<GuestId>,
    /// Null for a guest who did not say it.
    #[schema(example = "Ana Alvarez")]
    pub name: Option<String>,
    #[schema(example = "ana@northwind.example")]
    pub email: Option<String>,
}

/// A submission, without what was handed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SubmissionSummary)]
pub struct SubmissionSummaryView {
    pub id: SubmissionId,
    pub mission_id: MissionId,
    #[schema(example = "How are we doing?")]
    pub mission_title: String,
    #[serde(rename = "type")]
    pub mission_type: MissionType,
    pub state: SubmissionState,
    pub author: SubmissionAuthor,
    /// When it was handed in last; null for what never was.
    pub submitted_at: Option<Timestamp>,
    /// When it was approved, rejected, sent back or revoked last.
    pub decided_at: Option<Timestamp>,
    /// Null where nobody is to be named: it was approved by its terms, or by an API key.
    pub decided_by: Option<UserId>,
    /// What the author was told about the decision.
    #[schema(example = "Please show us a screenshot.")]
    pub reason: Option<String>,
    /// What the caller can do with it now.
    #[schema(example = json!(["approve", "reject", "request_changes"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(SubmissionList of SubmissionSummaryView);

impl SubmissionSummaryView {
    pub fn new(found: Found, standing: Standing) -> Self {
        let Found { submission, mission_title, person } = found;
        let Submission { guest_name, guest_email, .. } = submission;
        let (name, email) = person.map_or((guest_name, guest_email), |(name, email)| (Some(name), Some(email)));
        Self {
            id: submission.id,
            mission_id: submission.mission_id,
            mission_title,
            mission_type: submission.mission_type,
            state: submission.state,
            author: SubmissionAuthor { user_id: submission.user_id, guest_id: submission.guest_id, name, email },
            submitted_at: submission.submitted_at,
            decided_at: submission.decided_at,
            decided_by: submission.decided_by,
            reason: submission.reason,
            allowed_actions: submission.state.allowed_actions(standing),
            version: submission.version,
            created_at: submission.created_at,
            updated_at: submission.updated_at,
        }
    }
}

/// What the mission asked for and gave when the submission was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionTerms {
    /// Counts the changes of a mission's terms.
    #[schema(example = 1)]
    pub version: i32,
    pub recognition: Recognition,
    /// Whether it needed no review.
    pub auto_approve: bool,
    #[serde(flatten)]
    pub details: DetailViews,
}

impl From<KeptTerms> for SubmissionTerms {
    fn from(kept: KeptTerms) -> Self {
        let terms = kept.content.0;
        Self { version: kept.version, recognition: terms.recognition, auto_approve: terms.auto_approve, details: terms.details.into() }
    }
}

/// A submission. Of `social_post` … `custom_task` the one named by `type` is set.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Submission)]
pub struct SubmissionView {
    #[serde(flatten)]
    pub summary: SubmissionSummaryView,
    #[serde(flatten)]
    pub content: SubmissionViews,
    /// Those of the mission as it is now while it is a draft.
    pub terms: SubmissionTerms,
}

impl SubmissionView {
    pub fn new(found: Found, terms: KeptTerms, standing: Standing) -> Self {
        let content = found.submission.content.0.clone().into();
        Self { summary: SubmissionSummaryView::new(found, standing), content, terms: terms.into() }
    }
}

impl Resource for SubmissionView {
    fn path(&self) -> String {
        format!("/submissions/{}", self.summary.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.summary.version)
    }
}

/// What became of one of several.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewOutcome {
    pub submission_id: SubmissionId,
    /// Whether it was decided.
    pub done: bool,
    /// Where it stands now; null where it was not decided.
    pub state: Option<SubmissionState>,
    /// The code of the problem that kept it from being decided.
    #[schema(example = "already_decided")]
    pub code: Option<&'static str>,
    /// The same for people.
    pub detail: Option<String>,
}

impl ReviewOutcome {
    pub fn done(submission: &Submission) -> Self {
        Self { submission_id: submission.id, done: true, state: Some(submission.state), code: None, detail: None }
    }

    pub fn refused(submission_id: SubmissionId, problem: &Problem) -> Self {
        let (code, detail) = (Some(problem.code().as_str()), Some(problem.sentence().to_owned()));
        Self { submission_id, done: false, state: None, code, detail }
    }
}

/// What became of each of several submissions, in the order in which they were named.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BulkReviewResult)]
pub struct BulkReviewView {
    /// How many were decided.
    #[schema(example = 1)]
    pub done: usize,
    #[schema(example = 0)]
    pub refused: usize,
    pub data: Vec<ReviewOutcome>,
}

impl BulkReviewView {
    pub fn new(data: Vec<ReviewOutcome>) -> Self {
        let done = data.iter().filter(|outcome| outcome.done).count();
        Self { done, refused: data.len() - done, data }
    }
}

/// That something was handed in by a mission's link, and nothing of what is known about who did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicSubmission)]
pub struct PublicSubmissionView {
    /// Null for a guest, who cannot look it up.
    pub id: Option<SubmissionId>,
    /// `held` until a guest confirms their address.
    pub state: SubmissionState,
}

/// What a mailed link confirms.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicConfirmation)]
pub struct PublicConfirmationView {
    #[schema(example = "How are we doing?")]
    pub mission_title: String,
    /// Until when it can be confirmed.
    pub confirm_by: Timestamp,
}
