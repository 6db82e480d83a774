//! Feedback as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{FeedbackAnswer, FeedbackRequest, RequestState};
use crate::kernel::ids::{FeedbackRequestId, GoalId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// What people said of a goal, all of them together. Until `min_raters` have answered nothing but how many
/// shows; what is said never stands beside who said it, nor in the order in which it came.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct FeedbackSummary {
    /// How many were asked.
    #[schema(example = 5)]
    pub requested: i32,
    #[schema(example = 4)]
    pub answered: i32,
    #[schema(example = 3)]
    pub min_raters: u32,
    #[schema(example = 3.8)]
    pub average: Option<f64>,
    /// How many gave one, two, three, four and five.
    #[schema(example = json!([0, 0, 1, 3, 0]))]
    pub ratings: Option<Vec<u32>>,
    #[schema(example = json!(["She speaks up more often than last month."]))]
    pub comments: Option<Vec<String>>,
}

impl FeedbackSummary {
    pub fn show(&mut self, average: Option<f64>, answers: &[FeedbackAnswer]) {
        let count = |rating: i32| answers.iter().filter(|answer| answer.rating == rating).count() as u32;
        self.average = average;
        self.ratings = Some((1..=5).map(count).collect());
        self.comments = Some(answers.iter().filter_map(|answer| answer.feedback.clone()).collect());
    }
}

/// Somebody who was asked. What they said is not here, nor when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedbackRequest)]
pub struct FeedbackRequestView {
    pub id: FeedbackRequestId,
    pub goal_id: GoalId,
    /// Null when an API key did.
    pub requested_by: Option<UserId>,
    #[schema(example = "Erik Eng")]
    pub name: Option<String>,
    #[schema(example = "erik@partner.example")]
    pub email: String,
    pub message: Option<String>,
    pub state: RequestState,
    pub expires_at: Timestamp,
    pub reminded_at: Option<Timestamp>,
    /// What the caller can do with it.
    #[schema(example = json!(["remind", "revoke"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
}

list_schema!(FeedbackRequestList of FeedbackRequestView);

impl FeedbackRequestView {
    pub fn new(request: FeedbackRequest, now: Timestamp) -> Self {
        Self {
            state: request.state_at(now),
            allowed_actions: request.allowed_actions(now),
            id: request.id,
            goal_id: request.goal_id,
            requested_by: request.requested_by,
            name: request.name,
            email: request.email,
            message: request.message,
            expires_at: request.expires_at,
            reminded_at: request.reminded_at,
            version: request.version,
            created_at: request.created_at,
        }
    }
}

impl Resource for FeedbackRequestView {
    fn path(&self) -> String {
        format!("/feedback-requests/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// What somebody sees who was asked: this and nothing else.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicFeedback)]
pub struct PublicFeedbackView {
    /// The goal's name.
    #[schema(example = "Speak up in meetings")]
    pub name: String,
    /// The goal's description.
    pub description: Option<String>,
}
