//! Responses as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{FormResponse, ResponseState};
use super::store::Found;
use crate::coaching::forms::model::{FormContent, FormKind};
use crate::coaching::forms::views::FormSheet;
use crate::kernel::ids::{EngagementId, FormId, FormResponseId, ItemId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};
use crate::questions::answers::{AnswerValue, Answers};
use crate::questions::scoring::Score;

/// Whose eyes a response is seen with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The person who answers.
    Respondent,
    /// Who runs the engagement.
    Manager,
}

/// Who answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Respondent {
    /// Null for somebody outside the organization.
    pub user_id: Option<UserId>,
    /// Null for somebody outside whose name is not known.
    #[schema(example = "Ana Alvarez")]
    pub name: Option<String>,
    #[schema(example = "ana@northwind.example")]
    pub email: Option<String>,
}

/// What somebody answers, without the answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormResponseSummary)]
pub struct ResponseSummaryView {
    pub id: FormResponseId,
    pub form_id: FormId,
    /// The version that was sent; it never changes for this response.
    #[schema(example = 3)]
    pub form_version: i64,
    pub kind: FormKind,
    /// The form's title in that version.
    #[schema(example = "Where do you stand?")]
    pub title: String,
    pub item_id: ItemId,
    pub engagement_id: EngagementId,
    pub respondent: Respondent,
    pub state: ResponseState,
    /// When something was saved first.
    pub started_at: Option<Timestamp>,
    pub submitted_at: Option<Timestamp>,
    /// What the caller can do with it now.
    #[schema(example = json!(["update", "submit"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(FormResponseList of ResponseSummaryView);

impl ResponseSummaryView {
    pub fn new(found: Found, standing: Standing) -> Self {
        let can_answer = standing == Standing::Respondent && found.can_be_answered();
        let Found { response, title, person, .. } = found;
        let (name, email) = match person {
            Some((name, email)) => (Some(name), Some(email)),
            None => (response.name, response.email),
        };
        Self {
            id: response.id,
            form_id: response.form_id,
            form_version: response.form_version,
            kind: response.kind,
            title,
            item_id: response.item_id,
            engagement_id: response.engagement_id,
            respondent: Respondent { user_id: response.user_id, name, email },
            state: response.state,
            started_at: response.started_at,
            submitted_at: response.submitted_at,
            allowed_actions: if can_answer { vec!["update", "submit"] } else { Vec::new() },
            version: response.version,
            created_at: response.created_at,
            updated_at: response.updated_at,
        }
    }
}

/// What somebody answers, with the questions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormResponse)]
pub struct ResponseView {
    #[serde(flatten)]
    pub summary: ResponseSummaryView,
    /// The questions in the version that was sent. Respondents do not see what answers are worth.
    pub form: FormSheet,
    /// Question id → answer. Before it is handed in nobody but the respondent sees it: null.
    #[schema(value_type = Option<HashMap<String, AnswerValue>>)]
    pub answers: Option<Answers>,
    /// For an assessment that was handed in; respondents see it where the form shows it.
    pub score: Option<Score>,
}

impl ResponseView {
    pub fn new(found: Found, content: FormContent, standing: Standing) -> Self {
        let is_theirs = standing == Standing::Respondent;
        let FormResponse { answers, score, state, .. } = found.response.clone();
        let may_read = is_theirs || state == ResponseState::Submitted;
        let may_see_score = !is_theirs || content.show_score;
        let answers = may_read.then(|| in_order(answers.0, &content));
        Self {
            summary: ResponseSummaryView::new(found, standing),
            form: if is_theirs { FormSheet::of_respondent(content) } else { FormSheet::whole(content) },
            answers,
            score: score.map(|score| score.0).filter(|_| may_see_score),
        }
    }
}

/// In the order of the questions; a database may keep the keys in another.
pub(super) fn in_order(mut answers: Answers, content: &FormContent) -> Answers {
    let questions = &content.questionnaire.questions;
    questions.iter().filter_map(|question| answers.remove_entry(&question.id)).collect()
}

impl Resource for ResponseView {
    fn path(&self) -> String {
        format!("/form-responses/{}", self.summary.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.summary.version)
    }
}

/// What somebody outside sees who holds a link: this form and nothing else.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicForm)]
pub struct PublicFormView {
    #[serde(flatten)]
    pub form: FormSheet,
    /// What to keep in mind while answering.
    pub instructions: Option<String>,
    /// What was saved so far: question id → answer.
    #[schema(value_type = HashMap<String, AnswerValue>)]
    pub answers: Answers,
    /// Until when the link works.
    pub expires_at: Option<Timestamp>,
}

/// It was handed in; the link has done its work.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicFormReceipt {
    pub submitted_at: Timestamp,
}
