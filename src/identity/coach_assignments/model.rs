//! An assignment of a coachee to a coach.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::coach_assignments;
use crate::kernel::ids::{CoachAssignmentId, OrganizationId, UserId};
use crate::kernel::{Resource, Timestamp};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = coach_assignments, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct CoachAssignment {
    pub id: CoachAssignmentId,
    pub organization_id: OrganizationId,
    pub coach_id: UserId,
    pub coachee_id: UserId,
    pub created_at: Timestamp,
}

/// A coach may serve a coachee.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CoachAssignment)]
pub struct CoachAssignmentView {
    pub id: CoachAssignmentId,
    pub coach_id: UserId,
    pub coachee_id: UserId,
    pub created_at: Timestamp,
}

impl From<CoachAssignment> for CoachAssignmentView {
    fn from(row: CoachAssignment) -> Self {
        Self { id: row.id, coach_id: row.coach_id, coachee_id: row.coachee_id, created_at: row.created_at }
    }
}

impl Resource for CoachAssignmentView {
    fn path(&self) -> String {
        format!("/coach-assignments/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}

/// Lets a coach serve a coachee.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CreateCoachAssignment {
    pub coach_id: UserId,
    pub coachee_id: UserId,
}
