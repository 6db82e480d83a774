//! What is asked of grants.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::kernel::ids::{RewardId, UserId};

/// Redeems a reward.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"message": "Size M, please."}))]
pub struct RedeemReward {
    /// What whoever hands it over has to know: a size, an address.
    #[schema(min_length = 1, max_length = 2_000, example = "Size M, please.")]
    pub message: Option<String>,
}

/// Gives somebody a reward.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CreateRewardGrant {
    pub reward_id: RewardId,
    /// An advocate.
    pub user_id: UserId,
    /// Why, or what whoever hands it over has to know.
    #[schema(min_length = 1, max_length = 2_000, example = "For speaking at our conference.")]
    pub message: Option<String>,
}

/// Tells that a reward was handed over.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"note": "Your code is COFFEE-2026."}))]
pub struct FulfilRewardGrant {
    /// For whom it is for: a code, a tracking number.
    #[schema(min_length = 1, max_length = 2_000, example = "Your code is COFFEE-2026.")]
    pub note: Option<String>,
}

/// Takes a reward back that was not handed over.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Out of print."}))]
pub struct CancelRewardGrant {
    /// For whom it is for.
    #[schema(min_length = 1, max_length = 500, example = "Out of print.")]
    pub reason: Option<String>,
}
