//! What happens to resources.

use serde::Serialize;

use super::model::{EngagementResource, ResourceKind};
use crate::kernel::ids::{EngagementId, OrganizationId, ResourceId};
use crate::messaging::events::event;

#[derive(Serialize)]
pub(super) struct ResourceEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    resource_id: ResourceId,
    engagement_id: EngagementId,
    kind: ResourceKind,
    title: String,
}

impl ResourceEvent {
    pub fn new(name: &'static str, resource: &EngagementResource) -> Self {
        Self {
            name,
            organization_id: resource.organization_id,
            resource_id: resource.id,
            engagement_id: resource.engagement_id,
            kind: resource.kind,
            title: resource.title.clone(),
        }
    }
}

event!(ResourceEvent { name: name, subject: resource_id, engagement: engagement_id });
