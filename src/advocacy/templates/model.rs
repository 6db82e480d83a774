//! A template, and what it says.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::advocacy::types::{MissionDetails, MissionType};
use crate::db::schema::mission_templates;
use crate::db::{Json, MultiBackend};
use crate::kernel::Timestamp;
use crate::kernel::ids::{FileId, MissionTemplateId, OrganizationId, UserId};
use crate::kernel::text::fold;

/// A template of an organization.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = mission_templates, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct MissionTemplate {
    pub id: MissionTemplateId,
    pub organization_id: OrganizationId,
    pub mission_type: MissionType,
    pub name: String,
    pub about: Option<String>,
    pub search_text: String,
    pub content: Json<TemplateContent>,
    pub image_file_id: Option<FileId>,
    pub created_by: Option<UserId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What missions copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateContent {
    pub title: Option<String>,
    pub summary: Option<String>,
    /// Rich text.
    pub description: Option<String>,
    pub image_file_id: Option<FileId>,
    pub details: MissionDetails,
}

impl TemplateContent {
    pub fn empty(kind: MissionType) -> Self {
        Self { title: None, summary: None, description: None, image_file_id: None, details: MissionDetails::empty(kind) }
    }
}

/// What templates are found by, folded.
pub fn search_text(name: &str, about: Option<&str>, content: &TemplateContent) -> String {
    let words = [Some(name), about, content.title.as_deref(), content.summary.as_deref(), Some(content.details.kind().label())];
    fold(&words.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

/// A template, whoever's it is.
#[derive(Debug, Clone)]
pub enum Template {
    BuiltIn(BuiltIn),
    Own(MissionTemplate),
}

/// A template that comes with the server and never changes.
#[derive(Debug, Clone)]
pub struct BuiltIn {
    pub id: MissionTemplateId,
    pub name: String,
    pub about: String,
    pub search_text: String,
    pub content: TemplateContent,
}

/// Where a template stands in a list: by type, the built-in ones first.
pub type Place = (MissionType, bool, MissionTemplateId);

impl Template {
    pub fn content(self) -> TemplateContent {
        match self {
            Template::BuiltIn(template) => template.content,
            Template::Own(template) => template.content.0,
        }
    }

    pub fn place(&self) -> Place {
        match self {
            Template::BuiltIn(template) => template.place(),
            Template::Own(template) => (template.mission_type, true, template.id),
        }
    }
}

impl BuiltIn {
    pub fn place(&self) -> Place {
        (self.content.details.kind(), false, self.id)
    }
}
