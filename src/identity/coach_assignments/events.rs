//! What assignments announce.

use serde::Serialize;

use super::model::CoachAssignment;
use crate::kernel::ids::{CoachAssignmentId, OrganizationId, UserId};
use crate::messaging::events::event;

#[derive(Serialize)]
pub struct AssignmentEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    coach_assignment_id: CoachAssignmentId,
    coach_id: UserId,
    coachee_id: UserId,
}

impl AssignmentEvent {
    pub fn new(name: &'static str, row: &CoachAssignment) -> Self {
        Self { name, organization_id: row.organization_id, coach_assignment_id: row.id, coach_id: row.coach_id, coachee_id: row.coachee_id }
    }
}

event!(AssignmentEvent { name: name, subject: coach_assignment_id });
