//! What is asked of referrals.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::state::ReferralState;
use crate::advocacy::types::details::Relationship;
use crate::kernel::ids::{MissionId, UserId};
use crate::kernel::{List, Timestamp};

/// What the staff make of a referral.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"note": "Asked for an offer."}))]
pub struct MoveReferral {
    /// Takes the place of the note before; absent, that stays.
    #[schema(min_length = 1, max_length = 5_000, example = "Asked for an offer.")]
    pub note: Option<String>,
}

/// Which referrals.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReferralFilter {
    /// In any of these, with commas between them: `received`, `qualified`, `won`, `lost`.
    #[param(value_type = Option<String>, example = "received,qualified")]
    pub state: Option<List<ReferralState>>,
    /// Related in any of these ways, with commas between them: `peer`, `colleague`, `prospect`.
    #[param(value_type = Option<String>, example = "prospect")]
    pub relationship: Option<List<Relationship>>,
    pub mission_id: Option<MissionId>,
    /// By this advocate.
    pub referred_by: Option<UserId>,
    /// Part of the name, address or company; case and accents do not matter.
    pub q: Option<String>,
    pub created_at_gte: Option<Timestamp>,
    pub created_at_lt: Option<Timestamp>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
