//! What organizations announce.

use serde::Serialize;

use crate::kernel::ids::OrganizationId;
use crate::messaging::events::Event;

#[derive(Serialize)]
pub struct OrganizationUpdated {
    pub organization_id: OrganizationId,
    pub name: String,
}

impl Event for OrganizationUpdated {
    fn name(&self) -> &'static str {
        "organization.updated"
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.organization_id.to_string()
    }
}
