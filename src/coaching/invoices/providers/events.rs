//! What payment providers announce.

use serde::Serialize;

use super::model::{PaymentProvider, ProviderKind};
use crate::kernel::ids::OrganizationId;
use crate::messaging::events::event;

/// A payment provider was connected or disconnected.
#[derive(Serialize)]
pub struct ProviderEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    kind: ProviderKind,
}

impl ProviderEvent {
    pub fn new(name: &'static str, provider: &PaymentProvider) -> Self {
        Self { name, organization_id: provider.organization_id, kind: provider.kind }
    }
}

event!(ProviderEvent { name: name, subject: organization_id });
