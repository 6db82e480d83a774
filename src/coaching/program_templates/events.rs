//! What happens to program templates.

use serde::Serialize;

use super::model::{ProgramTemplate, TemplateVisibility};
use crate::kernel::ids::{OrganizationId, ProgramTemplateId, UserId};
use crate::messaging::events::event;

/// Something that happened to a template, with what it is afterwards.
#[derive(Serialize)]
pub struct TemplateEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    program_template_id: ProgramTemplateId,
    owner_id: Option<UserId>,
    title: String,
    visibility: TemplateVisibility,
    item_count: i32,
    version: i64,
}

impl TemplateEvent {
    pub fn new(name: &'static str, template: &ProgramTemplate) -> Self {
        Self {
            name,
            organization_id: template.organization_id,
            program_template_id: template.id,
            owner_id: template.owner_id,
            title: template.title.clone(),
            visibility: template.visibility,
            item_count: template.item_count,
            version: template.version,
        }
    }
}

event!(TemplateEvent { name: name, subject: program_template_id });
