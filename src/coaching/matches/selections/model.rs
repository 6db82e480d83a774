//! A selection.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::selections;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{MatchId, OrganizationId, SelectionId, UserId};
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// Where a selection stands.
    pub enum SelectionStatus {
        /// An admin has to approve it.
        Pending = "pending",
        /// The engagement has this coach.
        Effective = "effective",
        /// The coachee selects again.
        Rejected = "rejected",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = selections, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Selection {
    pub id: SelectionId,
    pub organization_id: OrganizationId,
    pub match_id: MatchId,
    pub coach_id: UserId,
    pub status: SelectionStatus,
    pub reason: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The coach whom the coachee chose.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Selection)]
pub struct SelectionView {
    pub id: SelectionId,
    pub match_id: MatchId,
    pub coach_id: UserId,
    pub status: SelectionStatus,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// What the caller can do with it now.
    pub allowed_actions: Vec<&'static str>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl SelectionView {
    pub fn new(row: Selection, caller: &Caller) -> Self {
        let is_open = row.status == SelectionStatus::Pending && caller.is_admin();
        Self {
            id: row.id,
            match_id: row.match_id,
            coach_id: row.coach_id,
            status: row.status,
            reason: row.reason,
            allowed_actions: if is_open { vec!["approve", "reject"] } else { Vec::new() },
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Whom.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SelectCoach {
    /// One of the coaches listed.
    pub coach_id: UserId,
}

/// Why not.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "This coach has no place left."}))]
pub struct RejectSelection {
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
}
