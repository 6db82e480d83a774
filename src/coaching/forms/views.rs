//! Forms as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Form, FormContent, FormKind, FormVersion, FormVisibility};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FormId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};
use crate::questions::scoring::Band;
use crate::questions::{QuestionFields, Section};

/// A form without its questions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormSummary)]
pub struct FormSummaryView {
    pub id: FormId,
    /// Who made it; null when an API key did.
    pub owner_id: Option<UserId>,
    pub kind: FormKind,
    #[schema(example = "Where do you stand?")]
    pub title: String,
    pub visibility: FormVisibility,
    #[schema(example = 12)]
    pub question_count: i32,
    /// The newest version that was published, which is what is sent; null before the first.
    #[schema(example = 3)]
    pub published_version: Option<i64>,
    pub published_at: Option<Timestamp>,
    /// Whether the draft differs from what was published.
    pub has_unpublished_changes: bool,
    /// What the caller can do with it.
    #[schema(example = json!(["update", "publish", "duplicate", "delete"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(FormList of FormSummaryView);

impl FormSummaryView {
    pub fn new(form: Form, caller: &Caller) -> Self {
        let allowed_actions = form.allowed_actions(caller);
        Self {
            id: form.id,
            owner_id: form.owner_id,
            kind: form.kind,
            title: form.title,
            visibility: form.visibility,
            question_count: form.question_count,
            published_version: form.published_version,
            published_at: form.published_at,
            has_unpublished_changes: form.is_changed,
            allowed_actions,
            version: form.version,
            created_at: form.created_at,
            updated_at: form.updated_at,
        }
    }
}

/// A form with its questions: those of the draft, or of the version that was asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Form)]
pub struct FormView {
    #[serde(flatten)]
    pub summary: FormSummaryView,
    #[schema(example = "Takes about ten minutes.")]
    pub description: Option<String>,
    pub sections: Vec<Section>,
    /// In the order in which they are asked.
    pub questions: Vec<QuestionFields>,
    pub bands: Vec<Band>,
    /// Whether respondents see what they scored.
    pub show_score: bool,
}

impl FormView {
    pub fn new(form: Form, content: FormContent, caller: &Caller) -> Self {
        let mut summary = FormSummaryView::new(form, caller);
        summary.title = content.title;
        summary.question_count = content.questionnaire.questions.len() as i32;
        Self {
            summary,
            description: content.description,
            sections: content.questionnaire.sections.clone(),
            questions: content.questionnaire.fields(),
            bands: content.bands,
            show_score: content.show_score,
        }
    }

    /// As it is worked on.
    pub fn of_draft(form: Form, caller: &Caller) -> Self {
        let content = form.draft.0.clone();
        Self::new(form, content, caller)
    }
}

impl Resource for FormView {
    fn path(&self) -> String {
        format!("/forms/{}", self.summary.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.summary.version)
    }
}

/// A published version; `GET /forms/{id}?version=` has its questions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormVersion)]
pub struct FormVersionView {
    #[schema(example = 3)]
    pub version: i64,
    #[schema(example = "Where do you stand?")]
    pub title: String,
    #[schema(example = 12)]
    pub question_count: i32,
    /// Null when an API key did.
    pub published_by: Option<UserId>,
    pub published_at: Timestamp,
}

list_schema!(FormVersionList of FormVersionView);

impl From<FormVersion> for FormVersionView {
    fn from(version: FormVersion) -> Self {
        let FormVersion { version, title, question_count, published_by, published_at, .. } = version;
        Self { version, title, question_count, published_by, published_at }
    }
}

/// What a respondent sees of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormSheet {
    #[schema(example = "Where do you stand?")]
    pub title: String,
    pub description: Option<String>,
    pub sections: Vec<Section>,
    /// In the order in which they are asked.
    pub questions: Vec<QuestionFields>,
}

impl FormSheet {
    /// With what each answer is worth, for those who may know.
    pub fn whole(content: FormContent) -> Self {
        let FormContent { title, description, questionnaire, .. } = content;
        Self { title, description, sections: questionnaire.sections.clone(), questions: questionnaire.fields() }
    }

    pub fn of_respondent(content: FormContent) -> Self {
        Self::whole(FormContent { questionnaire: content.questionnaire.without_scores(), ..content })
    }
}
