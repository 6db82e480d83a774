//! A program template, its versions, and who may see and change it.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::items::{FirstTemplateItem, TemplateItem, TemplateItemView};
use crate::coaching::items::details::Details;
use crate::db::schema::{program_template_versions, program_templates};
use crate::db::{Json, MultiBackend};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{OrganizationId, ProgramTemplateId, TemplateItemId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::text::fold;
use crate::kernel::{Code, Problem, Resource, Result, Timestamp, text_enum};

text_enum! {
    /// Who may use a template.
    pub enum TemplateVisibility {
        /// Every coach of the organization.
        Shared = "shared",
        /// Its owner, and admins.
        Private = "private",
    }
}

impl TemplateVisibility {
    /// What a new template of this caller is when they do not say.
    pub fn default_of(caller: &Caller) -> Self {
        if caller.is_admin() { TemplateVisibility::Shared } else { TemplateVisibility::Private }
    }
}

/// What lists need of a template; the rest is in its newest version.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = program_templates, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct ProgramTemplate {
    pub id: ProgramTemplateId,
    pub organization_id: OrganizationId,
    pub owner_id: Option<UserId>,
    pub title: String,
    pub search_title: String,
    pub visibility: TemplateVisibility,
    pub item_count: i32,
    pub version: i64,
    pub deleted_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A version of a template, which never changes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = program_template_versions, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct TemplateVersion {
    pub template_id: ProgramTemplateId,
    pub organization_id: OrganizationId,
    pub version: i64,
    pub content: Json<TemplateContent>,
    pub created_at: Timestamp,
}

/// What a template says at one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateContent {
    pub title: String,
    pub description: Option<String>,
    pub items: Vec<TemplateItem>,
}

impl ProgramTemplate {
    fn is_owned_by(&self, caller: &Caller) -> bool {
        caller.user_id().is_some() && self.owner_id == caller.user_id()
    }

    fn is_changeable_by(&self, caller: &Caller) -> bool {
        caller.is_admin() || self.is_owned_by(caller)
    }

    /// Somebody else's private template is absent.
    pub fn ensure_visible(&self, caller: &Caller) -> Result<()> {
        let visible = self.visibility == TemplateVisibility::Shared || self.is_changeable_by(caller);
        if visible { Ok(()) } else { Err(Problem::not_found()) }
    }

    /// Somebody else's shared template can be seen and copied only.
    pub fn ensure_changeable(&self, caller: &Caller) -> Result<()> {
        self.ensure_visible(caller)?;
        if self.is_changeable_by(caller) { Ok(()) } else { Err(Problem::new(Code::Forbidden)) }
    }

    fn allowed_actions(&self, caller: &Caller) -> Vec<String> {
        let actions: &[&str] = if self.is_changeable_by(caller) { &["update", "duplicate", "delete"] } else { &["duplicate"] };
        actions.iter().map(|action| (*action).to_owned()).collect()
    }

    /// Takes over what lists show of the content.
    pub fn summarise(&mut self, content: &TemplateContent) {
        self.title.clone_from(&content.title);
        self.search_title = fold(&content.title);
        self.item_count = content.items.len() as i32;
    }
}

const MAX_TITLE: usize = 200;

impl TemplateContent {
    pub fn new(title: &str, description: Option<String>, items: Vec<TemplateItem>) -> Self {
        Self { title: title.trim().to_owned(), description, items }
    }

    pub fn details(&self, id: TemplateItemId) -> Option<&Details> {
        self.items.iter().find(|item| item.id == id).map(|item| &item.details)
    }

    /// The same with ids of its own; items wait for the copies of those that their sources wait for.
    #[must_use]
    pub fn copied(self, new_id: impl FnMut() -> TemplateItemId) -> Self {
        let title = format!("Copy of {}", self.title).chars().take(MAX_TITLE).collect();
        Self { title, description: self.description, items: super::sequence::copied(self.items, new_id) }
    }
}

/// A template with its items.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProgramTemplate)]
pub struct ProgramTemplateView {
    pub id: ProgramTemplateId,
    /// Who made it; null when an API key did.
    pub owner_id: Option<UserId>,
    #[schema(example = "First ninety days")]
    pub title: String,
    #[schema(example = "For people who lead a team for the first time.")]
    pub description: Option<String>,
    pub visibility: TemplateVisibility,
    #[schema(example = 1)]
    pub item_count: i32,
    /// In the order in which an engagement gets them.
    pub items: Vec<TemplateItemView>,
    /// What the caller can do with it.
    #[schema(example = json!(["update", "duplicate", "delete"]))]
    pub allowed_actions: Vec<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl ProgramTemplateView {
    /// The template's row with the content of one of its versions.
    pub fn new(template: ProgramTemplate, content: TemplateContent, caller: &Caller) -> Self {
        let items: Vec<TemplateItemView> =
            content.items.into_iter().zip(1..).map(|(item, position)| TemplateItemView::new(item, position)).collect();
        Self {
            allowed_actions: template.allowed_actions(caller),
            id: template.id,
            owner_id: template.owner_id,
            title: content.title,
            description: content.description,
            visibility: template.visibility,
            item_count: items.len() as i32,
            items,
            version: template.version,
            created_at: template.created_at,
            updated_at: template.updated_at,
        }
    }
}

impl Resource for ProgramTemplateView {
    fn path(&self) -> String {
        format!("/program-templates/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A template in a list, without its items.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramTemplateSummary {
    pub id: ProgramTemplateId,
    /// Who made it; null when an API key did.
    pub owner_id: Option<UserId>,
    #[schema(example = "First ninety days")]
    pub title: String,
    pub visibility: TemplateVisibility,
    #[schema(example = 7)]
    pub item_count: i32,
    /// What the caller can do with it.
    #[schema(example = json!(["update", "duplicate", "delete"]))]
    pub allowed_actions: Vec<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl ProgramTemplateSummary {
    pub fn new(template: ProgramTemplate, caller: &Caller) -> Self {
        Self {
            allowed_actions: template.allowed_actions(caller),
            id: template.id,
            owner_id: template.owner_id,
            title: template.title,
            visibility: template.visibility,
            item_count: template.item_count,
            version: template.version,
            created_at: template.created_at,
            updated_at: template.updated_at,
        }
    }
}

/// A new template. What its items wait for is set afterwards, when they have ids.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "A short programme", "items": [{"kind": "session", "title": "First session", "session": {"duration": "PT45M"}}]}))]
pub struct CreateProgramTemplate {
    #[schema(min_length = 1, max_length = 200, example = "First ninety days")]
    pub title: String,
    #[schema(max_length = 10_000, example = "For people who lead a team for the first time.")]
    pub description: Option<String>,
    /// `shared` when an admin makes it, `private` when a coach does, unless told.
    pub visibility: Option<TemplateVisibility>,
    /// In order; at most 200.
    #[serde(default)]
    pub items: Vec<FirstTemplateItem>,
}

/// A change of a template; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"description": "Three sessions over two months."}))]
pub struct UpdateProgramTemplate {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
    #[schema(nullable = false)]
    pub visibility: Option<TemplateVisibility>,
}
