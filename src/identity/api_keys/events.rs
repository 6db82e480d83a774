//! What API keys announce.

use serde::Serialize;

use super::model::ApiKey;
use crate::kernel::ids::{ApiKeyId, OrganizationId};
use crate::messaging::events::Event;

#[derive(Serialize)]
pub struct ApiKeyEvent {
    #[serde(skip)]
    event: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    api_key_id: ApiKeyId,
    name: String,
    scopes: Vec<String>,
}

impl ApiKeyEvent {
    pub fn new(event: &'static str, key: &ApiKey) -> Self {
        Self { event, organization_id: key.organization_id, api_key_id: key.id, name: key.name.clone(), scopes: key.scopes.0.clone() }
    }
}

impl Event for ApiKeyEvent {
    fn name(&self) -> &'static str {
        self.event
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.api_key_id.to_string()
    }
}
