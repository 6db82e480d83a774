//! An assignment as it is kept and shown.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::db::MultiBackend;
use crate::db::schema::{mission_assignments, mission_triggers};
use crate::kernel::ids::{MissionAssignmentId, MissionId, OrganizationId, SegmentId, UserId};
use crate::kernel::{List, Timestamp, text_enum};

/// Automatic steps that may lead to an assignment; with more of them automations set each other off.
pub const MAX_DEPTH: i32 = 5;

text_enum! {
    /// Where an assignment stands.
    pub enum AssignmentState {
        /// The person can take part and has not yet.
        Assigned = "assigned",
        /// Taken back, because they left the segment or entered it anew.
        Withdrawn = "withdrawn",
        /// They have taken part.
        Completed = "completed",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mission_assignments, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Assignment {
    pub id: MissionAssignmentId,
    pub organization_id: OrganizationId,
    pub mission_id: MissionId,
    pub user_id: UserId,
    /// The segment that was entered.
    pub segment_id: SegmentId,
    pub state: AssignmentState,
    /// How many times this person has been assigned this mission, with this one.
    pub entry_no: i32,
    /// How many automatic steps led to it.
    pub depth: i32,
    pub assigned_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// A mission that waits for people to enter a segment, as far as the log has been read.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mission_triggers, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Trigger {
    pub mission_id: MissionId,
    pub organization_id: OrganizationId,
    pub segment_id: SegmentId,
    pub is_armed: bool,
    /// The last of those inside at launch who was assigned; null when all of them are.
    pub backfill_after: Option<UserId>,
}

/// Somebody's assignment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissionAssignment)]
pub struct AssignmentView {
    pub id: MissionAssignmentId,
    pub mission_id: MissionId,
    pub user_id: UserId,
    #[schema(example = "Ana Alvarez")]
    pub user_name: String,
    /// The segment that they entered.
    pub segment_id: SegmentId,
    pub state: AssignmentState,
    /// 1 at the first time, 2 when they entered again …
    #[schema(example = 1)]
    pub entry_no: i32,
    pub assigned_at: Timestamp,
    /// When it was withdrawn or completed.
    pub ended_at: Option<Timestamp>,
}

impl From<(Assignment, String)> for AssignmentView {
    fn from((assignment, user_name): (Assignment, String)) -> Self {
        Self {
            id: assignment.id,
            mission_id: assignment.mission_id,
            user_id: assignment.user_id,
            user_name,
            segment_id: assignment.segment_id,
            state: assignment.state,
            entry_no: assignment.entry_no,
            assigned_at: assignment.assigned_at,
            ended_at: assignment.ended_at,
        }
    }
}

/// Which assignments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssignmentFilter {
    /// In any of these, with commas between them: `assigned`, `withdrawn`, `completed`.
    #[param(value_type = Option<String>, example = "assigned")]
    pub state: Option<List<AssignmentState>>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
