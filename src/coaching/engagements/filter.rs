//! Which engagements, in which order.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::EngagementStatus;
use crate::kernel::ids::{BatchId, UserId};
use crate::kernel::page::MAX_LIMIT;
use crate::kernel::{List, Timestamp, text_enum};

text_enum! {
    /// How engagements are sorted; `-` turns the order round.
    pub enum EngagementSort {
        CreatedAsc = "created_at",
        CreatedDesc = "-created_at",
        TitleAsc = "title",
        TitleDesc = "-title",
    }
}

impl EngagementSort {
    pub fn is_descending(self) -> bool {
        matches!(self, EngagementSort::CreatedDesc | EngagementSort::TitleDesc)
    }
}

/// Which engagements, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EngagementFilter {
    /// In any of these states, with commas between them.
    #[param(value_type = Option<String>, example = "active,completed")]
    pub status: Option<List<EngagementStatus>>,
    pub coach_id: Option<UserId>,
    /// In which this person takes part.
    pub coachee_id: Option<UserId>,
    /// Made by this bulk request.
    pub batch_id: Option<BatchId>,
    pub shared: Option<bool>,
    /// Part of the title; case and accents do not matter.
    pub q: Option<String>,
    pub created_at_gte: Option<Timestamp>,
    pub created_at_gt: Option<Timestamp>,
    pub created_at_lte: Option<Timestamp>,
    pub created_at_lt: Option<Timestamp>,
    #[param(inline)]
    pub sort: Option<EngagementSort>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl EngagementFilter {
    /// What one bulk request made, in the order it was made.
    pub fn of_batch(batch_id: BatchId, cursor: Option<String>) -> Self {
        Self {
            status: None,
            coach_id: None,
            coachee_id: None,
            batch_id: Some(batch_id),
            shared: None,
            q: None,
            created_at_gte: None,
            created_at_gt: None,
            created_at_lte: None,
            created_at_lt: None,
            sort: Some(EngagementSort::CreatedAsc),
            limit: Some(MAX_LIMIT),
            cursor,
        }
    }
}
