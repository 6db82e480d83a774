//! What happens to responses. The answers are never told, for subscribers need not be readers.

use serde::Serialize;

use super::model::{FormResponse, ResponseState};
use crate::coaching::forms::model::FormKind;
use crate::kernel::Timestamp;
use crate::kernel::ids::{EngagementId, FormId, FormResponseId, ItemId, OrganizationId, UserId};
use crate::messaging::events::event;

/// Something that happened to a response.
#[derive(Serialize)]
pub struct ResponseEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    form_response_id: FormResponseId,
    form_id: FormId,
    form_version: i64,
    kind: FormKind,
    item_id: ItemId,
    engagement_id: EngagementId,
    /// Null for somebody outside.
    user_id: Option<UserId>,
    state: ResponseState,
    submitted_at: Option<Timestamp>,
}

impl ResponseEvent {
    pub fn new(name: &'static str, response: &FormResponse) -> Self {
        Self {
            name,
            organization_id: response.organization_id,
            form_response_id: response.id,
            form_id: response.form_id,
            form_version: response.form_version,
            kind: response.kind,
            item_id: response.item_id,
            engagement_id: response.engagement_id,
            user_id: response.user_id,
            state: response.state,
            submitted_at: response.submitted_at,
        }
    }
}

event!(ResponseEvent { name: name, subject: form_response_id, engagement: engagement_id });
