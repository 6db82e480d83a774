//! Rewards as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Reward, RewardKind};
use super::state::{Action, RewardState};
use crate::files::links::FileLinks;
use crate::files::model::{File, PictureView};
use crate::identity::permissions::Caller;
use crate::kernel::ids::RewardId;
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Result, Timestamp};

/// A reward.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reward)]
pub struct RewardView {
    pub id: RewardId,
    #[schema(example = "Coffee for a month")]
    pub name: String,
    #[schema(example = "At the roastery next door.")]
    pub description: Option<String>,
    pub kind: RewardKind,
    /// How many points it is redeemed for; null where it is given for missions and by staff only.
    #[schema(example = 200)]
    pub cost_points: Option<i64>,
    /// How many are left; null where there is no end of it.
    #[schema(example = 25)]
    pub stock: Option<i64>,
    /// How many were given and not cancelled; null for advocates.
    #[schema(example = 3)]
    pub granted_count: Option<i64>,
    pub image: Option<PictureView>,
    pub state: RewardState,
    /// What the caller can do with it. Whether there are enough points for `redeem` is another matter.
    #[schema(example = json!(["redeem"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(RewardList of RewardView);

impl RewardView {
    pub fn new(reward: Reward, image: Option<File>, links: &FileLinks, caller: &Caller) -> Result<Self> {
        let image = image.map(|file| PictureView::new(file, links)).transpose()?;
        Ok(Self {
            allowed_actions: allowed_actions(&reward, caller),
            id: reward.id,
            name: reward.name,
            description: reward.description,
            kind: reward.kind,
            cost_points: reward.cost_points,
            stock: reward.stock,
            granted_count: caller.is_staff().then_some(reward.granted_count),
            image,
            state: reward.state,
            version: reward.version,
            created_at: reward.created_at,
            updated_at: reward.updated_at,
        })
    }
}

fn allowed_actions(reward: &Reward, caller: &Caller) -> Vec<&'static str> {
    let can_be_had = !reward.is_out_of_stock();
    let is_allowed = |action: &Action| match action {
        Action::Redeem => caller.roles.advocate && reward.cost_points.is_some() && can_be_had,
        Action::Grant => caller.is_staff() && can_be_had,
        other => other.is_for_staff() && caller.is_staff(),
    };
    reward.state.actions().filter(is_allowed).map(Action::as_str).collect()
}

impl Resource for RewardView {
    fn path(&self) -> String {
        format!("/rewards/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A reward, where something else names it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RewardSummary {
    pub id: RewardId,
    #[schema(example = "Coffee for a month")]
    pub name: String,
    pub kind: RewardKind,
}

impl From<&Reward> for RewardSummary {
    fn from(reward: &Reward) -> Self {
        Self { id: reward.id, name: reward.name.clone(), kind: reward.kind }
    }
}
