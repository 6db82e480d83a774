//! What happens to templates.

use serde::Serialize;

use super::model::MissionTemplate;
use crate::advocacy::types::MissionType;
use crate::kernel::ids::{MissionTemplateId, OrganizationId};
use crate::messaging::events::event;

/// Something that happened to a template, with what it is afterwards.
#[derive(Serialize)]
pub struct TemplateEvent {
    #[serde(skip)]
    event: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    mission_template_id: MissionTemplateId,
    #[serde(rename = "type")]
    mission_type: MissionType,
    name: String,
    version: i64,
}

impl TemplateEvent {
    pub fn new(event: &'static str, template: &MissionTemplate) -> Self {
        Self {
            event,
            organization_id: template.organization_id,
            mission_template_id: template.id,
            mission_type: template.mission_type,
            name: template.name.clone(),
            version: template.version,
        }
    }
}

event!(TemplateEvent { name: event, subject: mission_template_id });
