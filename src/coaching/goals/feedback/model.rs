//! A request for feedback, and an answer to one.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::{feedback_answers, feedback_requests};
use crate::kernel::ids::{EngagementId, FeedbackRequestId, GoalId, OrganizationId, UserId};
use crate::kernel::{Code, Problem, Result, Timestamp, text_enum};

/// Requests of one goal at most.
pub const MAX_REQUESTS: i32 = 100;
/// Whoever has so much time left is reminded when only this much is.
const BEFORE_EXPIRY: TimeDelta = TimeDelta::days(3);

text_enum! {
    /// Where a request for feedback stands.
    pub enum RequestState {
        /// It can be answered.
        Open = "open",
        /// It was answered.
        Answered = "answered",
        /// Its time is over.
        Expired = "expired",
        /// It was taken back.
        Revoked = "revoked",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = feedback_requests, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct FeedbackRequest {
    pub id: FeedbackRequestId,
    pub organization_id: OrganizationId,
    pub engagement_id: EngagementId,
    pub goal_id: GoalId,
    pub requested_by: Option<UserId>,
    pub name: Option<String>,
    pub email: String,
    pub email_key: String,
    pub message: Option<String>,
    pub state: RequestState,
    pub expires_at: Timestamp,
    pub next_reminder_at: Option<Timestamp>,
    pub reminded_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl FeedbackRequest {
    /// An open one whose time is over has expired, whoever notes it.
    pub fn state_at(&self, now: Timestamp) -> RequestState {
        if self.state == RequestState::Open && self.expires_at <= now { RequestState::Expired } else { self.state }
    }

    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state_at(now) == RequestState::Open
    }

    pub fn allowed_actions(&self, now: Timestamp) -> Vec<&'static str> {
        if self.is_open(now) { vec!["remind", "revoke"] } else { Vec::new() }
    }

    pub fn ensure_open(&self, now: Timestamp, action: &str) -> Result<()> {
        if self.is_open(now) {
            return Ok(());
        }
        let detail = format!("The request is {}; {action} is not possible.", self.state_at(now));
        Err(Problem::new(Code::InvalidTransition).detail(detail).with("allowed_actions", self.allowed_actions(now)))
    }

    /// When whoever has not answered is reminded by itself: shortly before it is too late, where there was
    /// time enough before that.
    pub fn usual_reminder(created_at: Timestamp, expires_at: Timestamp) -> Option<Timestamp> {
        let at = expires_at.minus(BEFORE_EXPIRY);
        (at.minus(BEFORE_EXPIRY) >= created_at).then_some(at)
    }
}

/// What somebody said. It has a random id and no time, so that nothing leads to who said it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = feedback_answers, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct FeedbackAnswer {
    pub id: String,
    pub organization_id: OrganizationId,
    pub goal_id: GoalId,
    pub rating: i32,
    pub feedback: Option<String>,
}

/// Somebody to ask. They need no account.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "erik@partner.example", "name": "Erik Eng", "message": "You see Ana in meetings every week."}))]
pub struct CreateFeedbackRequest {
    #[validate(email(message = "must be an email address"))]
    #[schema(format = "email", max_length = 254, example = "erik@partner.example")]
    pub email: String,
    #[schema(min_length = 1, max_length = 200, example = "Erik Eng")]
    pub name: Option<String>,
    /// Stands in the mail.
    #[schema(max_length = 2_000)]
    pub message: Option<String>,
    /// Until when it can be answered, at most a year; after the organization's `feedback_lifetime` when absent.
    pub expires_at: Option<Timestamp>,
}

/// What somebody thinks of a goal.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rating": 4, "feedback": "She speaks up more often than last month."}))]
pub struct SubmitFeedback {
    #[schema(minimum = 1, maximum = 5, example = 4)]
    pub rating: i32,
    #[schema(max_length = 5_000)]
    pub feedback: Option<String>,
}

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RequestFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
