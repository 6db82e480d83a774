//! What grants announce. What was written with them is never told, for it may be an address or a code.

use serde::Serialize;

use super::model::{GrantSource, RewardGrant};
use super::state::GrantState;
use crate::advocacy::rewards::model::{Reward, RewardKind};
use crate::kernel::ids::{MissionId, OrganizationId, RewardGrantId, RewardId, SubmissionId, UserId};
use crate::messaging::events::event;

/// Something that happened to a grant.
#[derive(Serialize)]
pub(super) struct GrantEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    grant_id: RewardGrantId,
    reward_id: RewardId,
    reward_name: String,
    reward_kind: RewardKind,
    user_id: Option<UserId>,
    source: GrantSource,
    state: GrantState,
    cost_points: i64,
    mission_id: Option<MissionId>,
    submission_id: Option<SubmissionId>,
}

impl GrantEvent {
    pub fn new(name: &'static str, grant: &RewardGrant, reward: &Reward) -> Self {
        Self {
            name,
            organization_id: grant.organization_id,
            grant_id: grant.id,
            reward_id: reward.id,
            reward_name: reward.name.clone(),
            reward_kind: reward.kind,
            user_id: grant.user_id,
            source: grant.source,
            state: grant.state,
            cost_points: grant.cost_points,
            mission_id: grant.mission_id,
            submission_id: grant.submission_id,
        }
    }
}

event!(GrantEvent { name: name, subject: grant_id, mission: mission_id });
