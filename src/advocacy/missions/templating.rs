//! What a mission and a template have in common: it is copied one way and the other, and no change of the one
//! ever reaches the other.

use super::model::Mission;
use crate::advocacy::templates::model::TemplateContent;
use crate::db::Json;

/// Takes over what the template says.
pub(super) fn copy_into(content: TemplateContent, mission: &mut Mission) {
    mission.set_title(content.title.as_deref());
    mission.summary = content.summary;
    mission.description_html = content.description;
    mission.image_file_id = content.image_file_id;
    mission.details = Json(content.details);
}

impl From<Mission> for TemplateContent {
    fn from(mission: Mission) -> Self {
        Self {
            title: Some(mission.title).filter(|title| !title.is_empty()),
            summary: mission.summary,
            description: mission.description_html,
            image_file_id: mission.image_file_id,
            details: mission.details.0,
        }
    }
}
