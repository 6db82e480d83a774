//! What happens to templates.

use serde::Serialize;

use super::model::MissionTemplate;
use crate::advocacy::types::MissionType;
use crate::kernel::ids::{MissionTemplateId, OrganizationId};
use crate::messaging::events::Event;

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

impl Event for TemplateEvent {
    fn name(&self) -> &'static str {
        self.event
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.mission_template_id.to_string()
    }
}
