//! How templates are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Template, TemplateContent, TemplateFollowUps};
use crate::advocacy::missions::settings::ParticipationLimit;
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::MissionType;
use crate::advocacy::types::views::DetailViews;
use crate::kernel::ids::{FileId, MissionTemplateId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// A template: what it is for, and what missions copy from it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissionTemplate)]
pub struct TemplateView {
    pub id: MissionTemplateId,
    #[serde(rename = "type")]
    pub mission_type: MissionType,
    /// Comes with the server and cannot be changed; it can be copied.
    pub is_builtin: bool,
    #[schema(example = "NPS")]
    pub name: String,
    #[schema(example = "Once a quarter, to everybody.")]
    pub about: Option<String>,
    #[schema(example = "How likely are you to recommend us?")]
    pub title: Option<String>,
    #[schema(example = "Two questions, one minute.")]
    pub summary: Option<String>,
    /// Rich text (HTML).
    #[schema(example = "<p>Your answer shapes what we do next.</p>")]
    pub description: Option<String>,
    pub image_file_id: Option<FileId>,
    #[serde(flatten)]
    pub details: DetailViews,
    pub recognition: Recognition,
    pub auto_approve: bool,
    pub follow_ups: TemplateFollowUps,
    pub participation_limit: Option<ParticipationLimit>,
    /// Who made it; null for what is built in and what an API key made.
    pub created_by: Option<UserId>,
    /// What the caller can do with it.
    #[schema(example = json!(["update", "delete"]))]
    pub allowed_actions: Vec<&'static str>,
    #[schema(example = 1)]
    pub version: i64,
    /// Null for what is built in.
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
}

list_schema!(MissionTemplateList of TemplateView);

impl From<Template> for TemplateView {
    fn from(template: Template) -> Self {
        match template {
            Template::BuiltIn(template) => {
                Self { is_builtin: true, about: Some(template.about), ..Self::of(template.id, template.name, template.content) }
            }
            Template::Own(template) => Self {
                about: template.about,
                created_by: template.created_by,
                allowed_actions: vec!["update", "delete"],
                version: template.version,
                created_at: Some(template.created_at),
                updated_at: Some(template.updated_at),
                ..Self::of(template.id, template.name, template.content.0)
            },
        }
    }
}

impl TemplateView {
    fn of(id: MissionTemplateId, name: String, content: TemplateContent) -> Self {
        Self {
            id,
            mission_type: content.details.kind(),
            is_builtin: false,
            name,
            about: None,
            title: content.title,
            summary: content.summary,
            description: content.description,
            image_file_id: content.image_file_id,
            details: content.details.into(),
            recognition: content.recognition,
            auto_approve: content.auto_approve,
            follow_ups: content.follow_ups,
            participation_limit: content.participation_limit,
            created_by: None,
            allowed_actions: Vec::new(),
            version: 1,
            created_at: None,
            updated_at: None,
        }
    }
}

impl Resource for TemplateView {
    fn path(&self) -> String {
        format!("/mission-templates/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
