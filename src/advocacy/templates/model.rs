//! A template, and what it says.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::advocacy::missions::settings::{FollowUps, ParticipationLimit};
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::{MissionDetails, MissionType};
use crate::db::schema::mission_templates;
use crate::db::{Json, MultiBackend};
use crate::kernel::Timestamp;
use crate::kernel::duration::IsoDuration;
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

/// What missions copy. Whom a mission is for, who is told of it and when it runs is said anew for each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateContent {
    pub title: Option<String>,
    pub summary: Option<String>,
    /// Rich text.
    pub description: Option<String>,
    pub image_file_id: Option<FileId>,
    pub details: MissionDetails,
    #[serde(default)]
    pub recognition: Recognition,
    #[serde(default)]
    pub auto_approve: bool,
    #[serde(default)]
    pub follow_ups: TemplateFollowUps,
    pub participation_limit: Option<ParticipationLimit>,
}

/// Reminders to those who will not have taken part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TemplateFollowUps {
    pub enabled: bool,
    #[schema(example = json!(["P3D", "P7D"]))]
    pub offsets: Vec<IsoDuration>,
}

impl Default for TemplateFollowUps {
    fn default() -> Self {
        FollowUps::default().into()
    }
}

impl From<FollowUps> for TemplateFollowUps {
    fn from(follow_ups: FollowUps) -> Self {
        Self { enabled: follow_ups.enabled, offsets: follow_ups.offsets }
    }
}

impl TemplateFollowUps {
    /// Those of a mission that is made now.
    pub fn from_now_on(self, now: Timestamp) -> FollowUps {
        FollowUps { enabled: self.enabled, offsets: self.offsets, enabled_at: self.enabled.then_some(now) }
    }
}

impl TemplateContent {
    pub fn empty(kind: MissionType) -> Self {
        Self {
            title: None,
            summary: None,
            description: None,
            image_file_id: None,
            details: MissionDetails::empty(kind),
            recognition: Recognition::default(),
            auto_approve: false,
            follow_ups: TemplateFollowUps::default(),
            participation_limit: None,
        }
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
