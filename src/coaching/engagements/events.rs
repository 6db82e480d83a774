//! What engagements announce.

use serde::Serialize;

use super::model::{Engagement, EngagementStatus};
use crate::kernel::ids::{BatchId, EngagementId, OrganizationId, UserId};
use crate::messaging::events::event;

/// Something that happened to an engagement, with where it stands afterwards.
#[derive(Serialize)]
pub struct EngagementEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    engagement_id: EngagementId,
    title: String,
    status: EngagementStatus,
    shared: bool,
    coach_id: Option<UserId>,
    batch_id: Option<BatchId>,
    /// Who ran it before, when that changed.
    previous_coach_id: Option<UserId>,
}

impl EngagementEvent {
    pub fn new(name: &'static str, engagement: &Engagement) -> Self {
        Self {
            name,
            organization_id: engagement.organization_id,
            engagement_id: engagement.id,
            title: engagement.title.clone(),
            status: engagement.status,
            shared: engagement.is_shared,
            coach_id: engagement.coach_id,
            batch_id: engagement.batch_id,
            previous_coach_id: None,
        }
    }

    pub fn after_coach(self, previous_coach_id: Option<UserId>) -> Self {
        Self { previous_coach_id, ..self }
    }
}

event!(EngagementEvent { name: name, subject: engagement_id, engagement: engagement_id });
