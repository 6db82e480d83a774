//! A response, and who may do what with it.

use diesel::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::coaching::forms::model::FormKind;
use crate::db::schema::form_responses;
use crate::db::{Json, MultiBackend};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, FormId, FormResponseId, ItemId, OrganizationId, RecipientId, UserId};
use crate::kernel::{Code, List, Problem, Result, Timestamp, text_enum};
use crate::questions::answers::{AnswerValue, Answers};
use crate::questions::scoring::Score;

text_enum! {
    /// Where a response stands.
    pub enum ResponseState {
        /// It can be answered.
        Open = "open",
        /// It was handed in.
        Submitted = "submitted",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = form_responses, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct FormResponse {
    pub id: FormResponseId,
    pub organization_id: OrganizationId,
    pub form_id: FormId,
    pub form_version: i64,
    pub kind: FormKind,
    pub item_id: ItemId,
    pub engagement_id: EngagementId,
    pub coach_id: Option<UserId>,
    pub recipient_id: Option<RecipientId>,
    pub user_id: Option<UserId>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub state: ResponseState,
    pub answers: Json<Answers>,
    pub score: Option<Json<Score>>,
    pub expires_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub submitted_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl FormResponse {
    pub fn is_by(&self, caller: &Caller) -> bool {
        self.user_id.is_some() && caller.user_id() == self.user_id
    }

    pub fn is_submitted(&self) -> bool {
        self.state == ResponseState::Submitted
    }

    /// It is handed in once.
    pub fn ensure_open(&self) -> Result<()> {
        if self.is_submitted() {
            return Err(Problem::new(Code::AlreadySubmitted).with("allowed_actions", Vec::<&str>::new()));
        }
        Ok(())
    }
}

/// Answers as they are so far. They replace those that were saved before.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answers": {"recommend": 9}}))]
pub struct SaveAnswers {
    /// Question id → answer. Each must be of its question's type; nothing need be complete.
    #[schema(value_type = HashMap<String, AnswerValue>)]
    pub answers: Map<String, Value>,
}

/// Handing in.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answers": {"recommend": 9, "wish": "More time between sessions."}}))]
pub struct SubmitAnswers {
    /// Question id → answer; what was saved when absent.
    #[schema(value_type = Option<HashMap<String, AnswerValue>>, nullable = false)]
    pub answers: Option<Map<String, Value>>,
}

/// Which responses.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ResponseFilter {
    pub item_id: Option<ItemId>,
    pub engagement_id: Option<EngagementId>,
    pub form_id: Option<FormId>,
    /// Whose they are.
    pub user_id: Option<UserId>,
    /// Several with commas between them.
    #[param(value_type = Option<String>, example = "open,submitted")]
    pub state: Option<List<ResponseState>>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
