//! A grant, and who it is for.

use diesel::prelude::*;

use super::state::GrantState;
use crate::db::MultiBackend;
use crate::db::schema::reward_grants;
use crate::kernel::ids::{MissionId, OrganizationId, RewardGrantId, RewardId, SubmissionId, UserId};
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// How somebody came by a reward.
    pub enum GrantSource {
        /// For points.
        Redemption = "redemption",
        /// A submission was approved whose mission promised it.
        Mission = "mission",
        /// Somebody of the staff gave it.
        Staff = "staff",
    }
}

/// Who is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    User(UserId),
    /// Somebody without an account, whose address is confirmed.
    Guest {
        name: Option<String>,
        email: String,
    },
}

impl Recipient {
    pub fn user_id(&self) -> Option<UserId> {
        match self {
            Recipient::User(id) => Some(*id),
            Recipient::Guest { .. } => None,
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reward_grants, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct RewardGrant {
    pub id: RewardGrantId,
    pub organization_id: OrganizationId,
    pub reward_id: RewardId,
    pub user_id: Option<UserId>,
    pub guest_name: Option<String>,
    pub guest_email: Option<String>,
    pub source: GrantSource,
    pub state: GrantState,
    pub cost_points: i64,
    pub mission_id: Option<MissionId>,
    pub submission_id: Option<SubmissionId>,
    pub round: Option<i32>,
    pub message: Option<String>,
    pub fulfilment_note: Option<String>,
    pub cancel_reason: Option<String>,
    pub created_by: Option<String>,
    pub fulfilled_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// The guest's address as it is compared.
    pub guest_key: Option<String>,
}

impl RewardGrant {
    pub fn is_pending(&self) -> bool {
        self.state == GrantState::Pending
    }
}
