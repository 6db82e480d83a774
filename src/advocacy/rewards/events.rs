//! What the catalogue announces.

use serde::Serialize;

use super::model::{Reward, RewardKind};
use super::state::RewardState;
use crate::kernel::ids::{OrganizationId, RewardId};
use crate::messaging::events::event;

/// Something that happened to a reward.
#[derive(Serialize)]
pub(super) struct RewardEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    reward_id: RewardId,
    #[serde(rename = "name")]
    reward_name: String,
    kind: RewardKind,
    state: RewardState,
    cost_points: Option<i64>,
    stock: Option<i64>,
}

impl RewardEvent {
    pub fn new(name: &'static str, reward: &Reward) -> Self {
        Self {
            name,
            organization_id: reward.organization_id,
            reward_id: reward.id,
            reward_name: reward.name.clone(),
            kind: reward.kind,
            state: reward.state,
            cost_points: reward.cost_points,
            stock: reward.stock,
        }
    }
}

event!(RewardEvent { name: name, subject: reward_id });
