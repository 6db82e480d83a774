//! What availabilities announce.

use serde::Serialize;

use super::model::Availability;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::messaging::events::event;

/// When a coach can be booked was changed.
#[derive(Serialize)]
pub struct AvailabilityUpdated {
    #[serde(skip)]
    organization_id: OrganizationId,
    user_id: UserId,
    shared: bool,
}

impl From<&Availability> for AvailabilityUpdated {
    fn from(row: &Availability) -> Self {
        Self { organization_id: row.organization_id, user_id: row.user_id, shared: row.is_shared }
    }
}

event!(AvailabilityUpdated { name: "availability.updated", subject: user_id });
