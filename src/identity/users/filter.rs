//! Which people, in which order.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::UserState;
use crate::identity::permissions::Role;
use crate::kernel::{List, text_enum};

text_enum! {
    /// How people are sorted; `-` turns the order round.
    pub enum UserSort {
        CreatedAsc = "created_at",
        CreatedDesc = "-created_at",
        NameAsc = "name",
        NameDesc = "-name",
    }
}

impl UserSort {
    pub fn is_descending(self) -> bool {
        matches!(self, UserSort::CreatedDesc | UserSort::NameDesc)
    }
}

/// Which people, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserFilter {
    /// In any of these states, with commas between them; everybody but the anonymised when absent.
    #[param(value_type = Option<String>, example = "active,invited")]
    pub state: Option<List<UserState>>,
    pub role: Option<Role>,
    /// Exactly this email, whatever its case.
    pub email: Option<String>,
    /// Part of the name or email; case and accents do not matter.
    pub q: Option<String>,
    #[param(inline)]
    pub sort: Option<UserSort>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
