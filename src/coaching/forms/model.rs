//! A form, its versions, and who may see and change it.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::coaching::items::details::ItemKind;
use crate::db::schema::{form_versions, forms};
use crate::db::{Json, MultiBackend};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FormId, OrganizationId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::text::fold;
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp, text_enum};
use crate::questions::scoring::{self, Band};
use crate::questions::{Patterns, QuestionFields, Questionnaire, Section};

text_enum! {
    /// Whether answers are scored.
    pub enum FormKind {
        /// Questions.
        Form = "form",
        /// Questions with a score.
        Assessment = "assessment",
    }
}

impl FormKind {
    /// The kind of form that an item of this kind can have.
    pub fn of_item(kind: ItemKind) -> Option<Self> {
        match kind {
            ItemKind::Form => Some(FormKind::Form),
            ItemKind::Assessment => Some(FormKind::Assessment),
            _ => None,
        }
    }
}

text_enum! {
    /// Who may use a form.
    pub enum FormVisibility {
        /// Every coach of the organization.
        Shared = "shared",
        /// Its owner, and admins.
        Private = "private",
    }
}

impl FormVisibility {
    /// What a new form of this caller is when they do not say.
    pub fn default_of(caller: &Caller) -> Self {
        if caller.is_admin() { FormVisibility::Shared } else { FormVisibility::Private }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = forms, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Form {
    pub id: FormId,
    pub organization_id: OrganizationId,
    pub owner_id: Option<UserId>,
    pub kind: FormKind,
    pub title: String,
    pub search_title: String,
    pub visibility: FormVisibility,
    pub draft: Json<FormContent>,
    pub question_count: i32,
    pub published_version: Option<i64>,
    pub published_at: Option<Timestamp>,
    pub is_changed: bool,
    pub version: i64,
    pub deleted_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A published version, which never changes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = form_versions, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct FormVersion {
    pub form_id: FormId,
    pub organization_id: OrganizationId,
    pub version: i64,
    pub title: String,
    pub question_count: i32,
    pub content: Json<FormContent>,
    pub published_by: Option<UserId>,
    pub published_at: Timestamp,
}

/// What a form says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FormContent {
    pub title: String,
    pub description: Option<String>,
    pub questionnaire: Questionnaire,
    pub bands: Vec<Band>,
    pub show_score: bool,
}

impl FormContent {
    /// What a form of this kind cannot have.
    fn faults(&self, kind: FormKind) -> Vec<FieldError> {
        let mut faults = scoring::faults(&self.bands, "/bands");
        if kind == FormKind::Form {
            let mut add = |at: String| faults.push(FieldError::at(at, "not_allowed", "belongs to an assessment"));
            let scored = self.questionnaire.questions.iter().enumerate().filter(|(_, question)| question.score.is_some());
            scored.for_each(|(index, _)| add(format!("/questions/{index}/score")));
            if !self.bands.is_empty() {
                add("/bands".to_owned());
            }
            if self.show_score {
                add("/show_score".to_owned());
            }
        }
        faults
    }

    pub fn ensure_fits(&self, kind: FormKind) -> Result<()> {
        let faults = self.faults(kind);
        if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
    }
}

impl Form {
    fn is_changeable_by(&self, caller: &Caller) -> bool {
        caller.is_admin() || (caller.user_id().is_some() && self.owner_id == caller.user_id())
    }

    /// Somebody else's private form is absent.
    pub fn is_visible_to(&self, caller: &Caller) -> bool {
        self.visibility == FormVisibility::Shared || self.is_changeable_by(caller)
    }

    pub fn ensure_visible(&self, caller: &Caller) -> Result<()> {
        if self.is_visible_to(caller) { Ok(()) } else { Err(Problem::not_found()) }
    }

    /// Somebody else's shared form can be seen, used and copied only.
    pub fn ensure_changeable(&self, caller: &Caller) -> Result<()> {
        self.ensure_visible(caller)?;
        if self.is_changeable_by(caller) { Ok(()) } else { Err(Problem::new(Code::Forbidden)) }
    }

    pub fn allowed_actions(&self, caller: &Caller) -> Vec<&'static str> {
        if !self.is_changeable_by(caller) {
            return vec!["duplicate"];
        }
        let mut actions = vec!["update", "duplicate", "delete"];
        if self.is_changed {
            actions.insert(1, "publish");
        }
        actions
    }

    /// Takes a new draft over, with what lists show of it.
    pub fn set_draft(&mut self, content: FormContent) {
        self.title.clone_from(&content.title);
        self.search_title = fold(&content.title);
        self.question_count = content.questionnaire.questions.len() as i32;
        self.draft = Json(content);
    }
}

/// A new form. It can be sent once it was published.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "assessment", "title": "Where do you stand?",
    "sections": [{"id": "energy", "title": "Energy"}],
    "questions": [
        {"id": "rested", "kind": "scale", "label": "I am rested.", "section_id": "energy", "required": true, "score": {},
         "scale": {"min": 1, "max": 5, "min_label": "Never", "max_label": "Always"}},
        {"id": "why", "kind": "long_text", "label": "What keeps you awake?", "section_id": "energy",
         "show_if": {"all": [{"question_id": "rested", "op": "lte", "value": 2}]}}
    ],
    "bands": [{"min_percent": 0, "label": "Tired"}, {"min_percent": 60, "label": "Steady"}]
}))]
pub struct CreateForm {
    pub kind: FormKind,
    #[schema(min_length = 1, max_length = 200, example = "Where do you stand?")]
    pub title: String,
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    /// An admin's form is `shared` when absent, a coach's `private`.
    pub visibility: Option<FormVisibility>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub sections: Vec<Section>,
    /// In the order in which they are asked.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub questions: Vec<QuestionFields>,
    /// What percentages mean, rising; only for assessments.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub bands: Vec<Band>,
    /// Whether respondents see what they scored; no when absent.
    #[serde(default)]
    pub show_score: bool,
}

/// A new form that makes sense.
pub struct NewForm {
    pub kind: FormKind,
    pub visibility: Option<FormVisibility>,
    pub content: FormContent,
}

impl CreateForm {
    /// Compiles patterns, which is no work for a transaction.
    pub fn read(self) -> Result<NewForm> {
        let Self { kind, title, description, visibility, sections, questions, bands, show_score } = self;
        let patterns = Patterns::of_fields(&questions);
        let questionnaire = Questionnaire::read("", sections, questions, &patterns).map_err(Problem::invalid)?;
        let content = FormContent { title: title.trim().to_owned(), description, questionnaire, bands, show_score };
        content.ensure_fits(kind)?;
        Ok(NewForm { kind, visibility, content })
    }
}

/// A change of a form's draft; what is absent stays, null clears. Lists are replaced as a whole.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Where do you stand today?"}))]
pub struct UpdateForm {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
    #[schema(nullable = false)]
    pub visibility: Option<FormVisibility>,
    #[schema(nullable = false, max_items = 50)]
    pub sections: Option<Vec<Section>>,
    #[schema(nullable = false, max_items = 200)]
    pub questions: Option<Vec<QuestionFields>>,
    #[schema(nullable = false, max_items = 20)]
    pub bands: Option<Vec<Band>>,
    #[schema(nullable = false)]
    pub show_score: Option<bool>,
}

/// A change whose patterns were compiled.
pub struct FormChange {
    fields: UpdateForm,
    patterns: Patterns,
}

impl UpdateForm {
    /// Compiles patterns, which is no work for a transaction.
    pub fn read(self) -> FormChange {
        let patterns = Patterns::of_fields(self.questions.as_deref().unwrap_or_default());
        FormChange { fields: self, patterns }
    }
}

impl FormChange {
    pub fn visibility(&self) -> Option<FormVisibility> {
        self.fields.visibility
    }

    /// The draft as it is after the change.
    pub fn apply_to(self, before: FormContent, kind: FormKind) -> Result<FormContent> {
        let Self { fields, patterns } = self;
        let sections = fields.sections.unwrap_or_else(|| before.questionnaire.sections.clone());
        let questionnaire = match fields.questions {
            Some(questions) => Questionnaire::read("", sections, questions, &patterns),
            None => before.questionnaire.in_sections("", sections),
        };
        let content = FormContent {
            title: fields.title.map_or(before.title, |title| title.trim().to_owned()),
            description: fields.description.unwrap_or(before.description),
            questionnaire: questionnaire.map_err(Problem::invalid)?,
            bands: fields.bands.unwrap_or(before.bands),
            show_score: fields.show_score.unwrap_or(before.show_score),
        };
        content.ensure_fits(kind)?;
        Ok(content)
    }
}
