//! What is asked of reference profiles.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::state::ProfileState;
use crate::advocacy::types::details::ReferenceActivity;
use crate::kernel::List;
use crate::kernel::ids::UserId;
use crate::kernel::patch::clearable;

/// A change of what somebody agreed to; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"max_per_quarter": 2, "availability": "Tuesdays after 14:00 CET"}))]
pub struct UpdateReferenceProfile {
    #[schema(nullable = false, min_items = 1, max_items = 20)]
    pub activities: Option<Vec<ReferenceActivity>>,
    #[schema(nullable = false, max_items = 50, example = json!(["Onboarding"]))]
    pub topics: Option<Vec<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 2_000)]
    pub availability: Option<Option<String>>,
    /// How often they may be asked in a quarter; null for as often as one likes.
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100)]
    pub max_per_quarter: Option<Option<i32>>,
}

/// Which profiles.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReferenceProfileFilter {
    /// In any of these, with commas between them: `active`, `paused`.
    #[param(value_type = Option<String>, example = "active")]
    pub state: Option<List<ProfileState>>,
    /// Who does this.
    #[param(inline)]
    pub activity: Option<ReferenceActivity>,
    pub user_id: Option<UserId>,
    /// Part of a topic; case and accents do not matter.
    pub q: Option<String>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
