//! Which templates, in which order.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::TemplateVisibility;
use crate::kernel::text_enum;

text_enum! {
    /// How templates are sorted; `-` turns the order round.
    pub enum TemplateSort {
        CreatedAsc = "created_at",
        CreatedDesc = "-created_at",
        TitleAsc = "title",
        TitleDesc = "-title",
    }
}

impl TemplateSort {
    pub fn is_descending(self) -> bool {
        matches!(self, TemplateSort::CreatedDesc | TemplateSort::TitleDesc)
    }
}

/// Which templates, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TemplateFilter {
    pub visibility: Option<TemplateVisibility>,
    /// Part of the title; case and accents do not matter.
    pub q: Option<String>,
    /// `-created_at` when absent.
    #[param(inline)]
    pub sort: Option<TemplateSort>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which version of one template.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionChoice {
    /// The newest when absent.
    #[param(minimum = 1)]
    pub version: Option<i64>,
}
