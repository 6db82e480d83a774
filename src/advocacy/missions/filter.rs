//! Which missions, in which order.

use serde::Deserialize;
use utoipa::IntoParams;

use super::settings::{AudienceKind, MissionVisibility};
use super::state::MissionState;
use crate::advocacy::types::MissionType;
use crate::kernel::ids::SegmentId;
use crate::kernel::{List, text_enum};

text_enum! {
    /// How missions are sorted; `-` turns the order round.
    pub enum MissionSort {
        CreatedAsc = "created_at",
        CreatedDesc = "-created_at",
        TitleAsc = "title",
        TitleDesc = "-title",
    }
}

impl MissionSort {
    pub fn is_descending(self) -> bool {
        matches!(self, MissionSort::CreatedDesc | MissionSort::TitleDesc)
    }

    pub fn is_by_title(self) -> bool {
        matches!(self, MissionSort::TitleAsc | MissionSort::TitleDesc)
    }
}

/// Which missions, in which order.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MissionFilter {
    /// In any of these, with commas between them: `draft`, `scheduled`, `live`, `armed`, `paused`, `closed`, `expired`.
    #[param(value_type = Option<String>, example = "live,armed")]
    pub status: Option<List<MissionState>>,
    /// Of any of these types, with commas between them.
    #[serde(rename = "type")]
    #[param(rename = "type", value_type = Option<String>, example = "complete_survey")]
    pub mission_type: Option<List<MissionType>>,
    #[param(inline)]
    pub visibility: Option<MissionVisibility>,
    #[param(inline)]
    pub audience: Option<AudienceKind>,
    /// For people in this segment.
    pub segment_id: Option<SegmentId>,
    /// `All Users`, `Anyone`, or a segment's name, whatever its case.
    #[param(example = "All Users")]
    pub segment_label: Option<String>,
    /// Words in the title or the summary, whatever their case and accents.
    #[param(example = "survey")]
    pub q: Option<String>,
    #[param(inline)]
    pub sort: Option<MissionSort>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// What `segment_id` and `segment_label` come to.
    #[serde(skip)]
    #[param(ignore)]
    pub segment_ids: Option<Vec<SegmentId>>,
}

/// How an advocate's own list is paged.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MyMissionsFilter {
    /// Of this type.
    #[serde(rename = "type")]
    #[param(rename = "type", inline)]
    pub mission_type: Option<MissionType>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
