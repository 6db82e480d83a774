//! What a mission and a template have in common: it is copied one way and the other, and no change of the one
//! ever reaches the other.

use super::model::Mission;
use crate::advocacy::templates::model::TemplateContent;
use crate::db::Json;
use crate::kernel::Timestamp;

/// Takes over what the template says.
pub(super) fn copy_into(content: TemplateContent, mission: &mut Mission, now: Timestamp) {
    mission.set_title(content.title.as_deref());
    mission.summary = content.summary;
    mission.description_html = content.description;
    mission.image_file_id = content.image_file_id;
    mission.details = Json(content.details);
    mission.recognition = Json(content.recognition);
    mission.auto_approve = content.auto_approve;
    mission.follow_ups = Json(content.follow_ups.from_now_on(now));
    mission.participation_limit = content.participation_limit.map(Json);
}

impl From<Mission> for TemplateContent {
    fn from(mission: Mission) -> Self {
        Self {
            title: Some(mission.title).filter(|title| !title.is_empty()),
            summary: mission.summary,
            description: mission.description_html,
            image_file_id: mission.image_file_id,
            details: mission.details.0,
            recognition: mission.recognition.0,
            auto_approve: mission.auto_approve,
            follow_ups: mission.follow_ups.0.into(),
            participation_limit: mission.participation_limit.map(|limit| limit.0),
        }
    }
}
