//! What API keys announce.

use serde::Serialize;

use super::model::ApiKey;
use crate::kernel::ids::{ApiKeyId, OrganizationId};
use crate::messaging::events::event;

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

event!(ApiKeyEvent { name: event, subject: api_key_id });
