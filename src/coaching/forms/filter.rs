//! Which forms, in which order.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{FormKind, FormVisibility};
use crate::kernel::text_enum;

text_enum! {
    /// How forms are sorted; `-` turns the order round.
    pub enum FormSort {
        CreatedAsc = "created_at",
        CreatedDesc = "-created_at",
        TitleAsc = "title",
        TitleDesc = "-title",
    }
}

impl FormSort {
    pub fn is_descending(self) -> bool {
        matches!(self, FormSort::CreatedDesc | FormSort::TitleDesc)
    }
}

/// Which forms, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormFilter {
    pub kind: Option<FormKind>,
    pub visibility: Option<FormVisibility>,
    /// Whether they have a published version.
    pub published: Option<bool>,
    /// Part of the title; case and accents do not matter.
    pub q: Option<String>,
    /// `-created_at` when absent.
    #[param(inline)]
    pub sort: Option<FormSort>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which version of one form.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormVersionChoice {
    /// A published version; the draft when absent.
    #[param(minimum = 1)]
    pub version: Option<i64>,
}

/// How versions are paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormVersionFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
