//! What items announce.

use serde::Serialize;

use super::details::ItemKind;
use super::model::{Item, ItemStatus};
use crate::kernel::Timestamp;
use crate::kernel::ids::{EngagementId, ItemId, OrganizationId, RecipientId};
use crate::messaging::events::event;

/// Something that happened to an item, with where it stands afterwards.
#[derive(Serialize)]
pub struct ItemEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    item_id: ItemId,
    engagement_id: EngagementId,
    kind: ItemKind,
    title: String,
    status: ItemStatus,
    scheduled_at: Option<Timestamp>,
    time_zone: Option<String>,
    sent_at: Option<Timestamp>,
    completed_at: Option<Timestamp>,
    /// Whether it waits for its engagement to be activated; nobody is told until then.
    held: bool,
    /// Whether a recipient did it, and not who runs the engagement.
    by_recipient: bool,
    /// Which recipient, when one did.
    recipient_id: Option<RecipientId>,
}

impl ItemEvent {
    pub fn new(name: &'static str, item: &Item, engagement_is_active: bool) -> Self {
        Self {
            name,
            organization_id: item.organization_id,
            item_id: item.id,
            engagement_id: item.engagement_id,
            kind: item.kind,
            title: item.title.clone(),
            status: item.status,
            scheduled_at: item.scheduled_at,
            time_zone: item.time_zone.clone(),
            sent_at: item.sent_at,
            completed_at: item.completed_at,
            held: !engagement_is_active,
            by_recipient: false,
            recipient_id: None,
        }
    }

    pub fn by_recipient(self, recipient_id: Option<RecipientId>) -> Self {
        Self { by_recipient: recipient_id.is_some(), recipient_id, ..self }
    }
}

event!(ItemEvent { name: name, subject: item_id, engagement: engagement_id });

/// Items of an engagement were put in another order.
#[derive(Serialize)]
pub struct ItemsReordered {
    #[serde(skip)]
    pub organization_id: OrganizationId,
    pub engagement_id: EngagementId,
    pub item_ids: Vec<ItemId>,
}

event!(ItemsReordered { name: "engagement.items_reordered", subject: engagement_id, engagement: engagement_id });
