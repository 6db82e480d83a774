//! A reward, and what makes one.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::state::RewardState;
use crate::db::MultiBackend;
use crate::db::schema::rewards;
use crate::kernel::ids::{FileId, OrganizationId, RewardId};
use crate::kernel::patch::clearable;
use crate::kernel::text::fold;
use crate::kernel::{Code, Problem, Result, Timestamp, text_enum};

text_enum! {
    /// What a reward is.
    pub enum RewardKind {
        GiftCard = "gift_card",
        Product = "product",
        /// A shirt, a cup, a sticker.
        Swag = "swag",
        /// Goes to a good cause in the advocate's name.
        Donation = "donation",
        Other = "other",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = rewards, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Reward {
    pub id: RewardId,
    pub organization_id: OrganizationId,
    pub name: String,
    pub search_name: String,
    pub description: Option<String>,
    pub kind: RewardKind,
    pub cost_points: Option<i64>,
    pub stock: Option<i64>,
    pub image_file_id: Option<FileId>,
    pub state: RewardState,
    pub granted_count: i64,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}

impl Reward {
    pub fn set_name(&mut self, name: &str) {
        name.trim().clone_into(&mut self.name);
        self.search_name = fold(&self.name);
    }

    pub fn is_active(&self) -> bool {
        self.state == RewardState::Active
    }

    pub fn is_out_of_stock(&self) -> bool {
        self.stock == Some(0)
    }

    /// What it costs, where it is sold for points at all.
    pub fn price(&self) -> Result<i64> {
        self.cost_points.ok_or_else(|| Problem::new(Code::NotRedeemable))
    }

    /// One less on the shelf; 409 where there is none.
    pub fn take(&mut self) -> Result<()> {
        if self.is_out_of_stock() {
            return Err(Problem::new(Code::OutOfStock));
        }
        self.stock = self.stock.map(|stock| stock - 1);
        self.granted_count += 1;
        Ok(())
    }

    /// One that nobody gets after all.
    pub fn put_back(&mut self) {
        self.stock = self.stock.map(|stock| stock + 1);
        self.granted_count -= 1;
    }
}

/// A new reward. It is in the catalogue at once.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Coffee for a month", "kind": "gift_card", "cost_points": 200, "stock": 25}))]
pub struct CreateReward {
    #[schema(min_length = 1, max_length = 200, example = "Coffee for a month")]
    pub name: String,
    #[schema(max_length = 10_000, example = "At the roastery next door.")]
    pub description: Option<String>,
    pub kind: RewardKind,
    /// How many points it is redeemed for; without it, it is given for missions and by staff only.
    #[schema(minimum = 1, maximum = 1_000_000_000, example = 200)]
    pub cost_points: Option<i64>,
    /// How many there are; without it there is no end of it.
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 25)]
    pub stock: Option<i64>,
    /// A picture that you can read.
    pub image_file_id: Option<FileId>,
}

/// A change of a reward; what is absent stays, null clears. Who got it already keeps it as it was.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"stock": 40}))]
pub struct UpdateReward {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
    #[schema(nullable = false)]
    pub kind: Option<RewardKind>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000_000)]
    pub cost_points: Option<Option<i64>>,
    /// What is on the shelf now. With `If-Match` a redemption in between is not overlooked.
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    pub stock: Option<Option<i64>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<FileId>)]
    pub image_file_id: Option<Option<FileId>>,
}
