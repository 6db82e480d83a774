//! What organizations announce.

use serde::Serialize;

use crate::kernel::ids::OrganizationId;
use crate::messaging::events::event;

#[derive(Serialize)]
pub struct OrganizationUpdated {
    pub organization_id: OrganizationId,
    pub name: String,
}

event!(OrganizationUpdated { name: "organization.updated", subject: organization_id });
