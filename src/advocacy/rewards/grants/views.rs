//! Grants as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{GrantSource, RewardGrant};
use super::state::GrantState;
use crate::advocacy::rewards::views::RewardSummary;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{MissionId, RewardGrantId, SubmissionId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// Somebody without an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantGuest {
    #[schema(example = "Gerda Gast")]
    pub name: Option<String>,
    #[schema(example = "gerda@partner.example")]
    pub email: String,
}

/// A reward that somebody gets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RewardGrant)]
pub struct RewardGrantView {
    pub id: RewardGrantId,
    pub reward: RewardSummary,
    /// Null for somebody without an account.
    pub user_id: Option<UserId>,
    pub guest: Option<GrantGuest>,
    pub source: GrantSource,
    pub state: GrantState,
    /// What it cost then; 0 where nothing was paid.
    #[schema(example = 200)]
    pub cost_points: i64,
    pub mission_id: Option<MissionId>,
    pub submission_id: Option<SubmissionId>,
    /// What whoever hands it over has to know.
    #[schema(example = "Size M, please.")]
    pub message: Option<String>,
    /// What whoever handed it over had to say.
    #[schema(example = "Your code is COFFEE-2026.")]
    pub fulfilment_note: Option<String>,
    #[schema(example = "Out of print.")]
    pub cancel_reason: Option<String>,
    /// What the caller can do with it.
    #[schema(example = json!(["fulfil", "cancel"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub fulfilled_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
}

list_schema!(RewardGrantList of RewardGrantView);

impl RewardGrantView {
    pub fn new(grant: RewardGrant, reward: RewardSummary, caller: &Caller) -> Self {
        let guest_name = grant.guest_name;
        Self {
            id: grant.id,
            reward,
            user_id: grant.user_id,
            guest: grant.guest_email.map(|email| GrantGuest { name: guest_name, email }),
            source: grant.source,
            state: grant.state,
            cost_points: grant.cost_points,
            mission_id: grant.mission_id,
            submission_id: grant.submission_id,
            message: grant.message,
            fulfilment_note: grant.fulfilment_note,
            cancel_reason: grant.cancel_reason,
            allowed_actions: if caller.is_staff() { grant.state.allowed_actions() } else { Vec::new() },
            version: grant.version,
            created_at: grant.created_at,
            updated_at: grant.updated_at,
            fulfilled_at: grant.fulfilled_at,
            cancelled_at: grant.cancelled_at,
        }
    }
}

impl Resource for RewardGrantView {
    fn path(&self) -> String {
        format!("/reward-grants/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
