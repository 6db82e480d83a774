//! What reference profiles announce.

use serde::Serialize;

use super::model::ReferenceProfile;
use super::state::ProfileState;
use super::uses::model::ReferenceUse;
use crate::advocacy::types::details::ReferenceActivity;
use crate::kernel::Day;
use crate::kernel::ids::{MissionId, OrganizationId, ReferenceProfileId, ReferenceUseId, SubmissionId, UserId};
use crate::messaging::events::event;

/// Something that happened to a profile.
#[derive(Serialize)]
pub(super) struct ProfileEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    reference_profile_id: ReferenceProfileId,
    user_id: Option<UserId>,
    activities: Vec<ReferenceActivity>,
    topics: Vec<String>,
    max_per_quarter: Option<i32>,
    state: ProfileState,
    mission_id: MissionId,
    submission_id: SubmissionId,
    /// What was asked of them, where something was.
    #[serde(rename = "use")]
    used: Option<Use>,
}

#[derive(Serialize)]
struct Use {
    id: ReferenceUseId,
    activity: ReferenceActivity,
    used_on: Day,
}

impl ProfileEvent {
    pub fn new(name: &'static str, profile: &ReferenceProfile) -> Self {
        Self {
            name,
            organization_id: profile.organization_id,
            reference_profile_id: profile.id,
            user_id: profile.user_id,
            activities: profile.activities.0.clone(),
            topics: profile.topics.0.clone(),
            max_per_quarter: profile.max_per_quarter,
            state: profile.state,
            mission_id: profile.mission_id,
            submission_id: profile.submission_id,
            used: None,
        }
    }

    pub fn with_use(self, used: &ReferenceUse) -> Self {
        Self { used: Some(Use { id: used.id, activity: used.activity, used_on: used.used_on }), ..self }
    }
}

event!(ProfileEvent { name: name, subject: reference_profile_id, mission: mission_id });
