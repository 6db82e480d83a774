//! That somebody was asked, and the quarter that it counts for.

use std::fmt;

use chrono::Datelike;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::advocacy::types::details::ReferenceActivity;
use crate::db::MultiBackend;
use crate::db::schema::reference_uses;
use crate::kernel::ids::{OrganizationId, ReferenceProfileId, ReferenceUseId};
use crate::kernel::page::list_schema;
use crate::kernel::{Day, Timestamp};

/// A quarter of a year: `2026-Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quarter {
    year: i32,
    number: u32,
}

impl Quarter {
    pub fn of(day: Day) -> Self {
        let date = day.date();
        Self { year: date.year(), number: date.month0() / 3 + 1 }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = reference_uses, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct ReferenceUse {
    pub id: ReferenceUseId,
    pub organization_id: OrganizationId,
    pub profile_id: ReferenceProfileId,
    pub activity: ReferenceActivity,
    pub company: Option<String>,
    pub note: Option<String>,
    pub used_on: Day,
    pub quarter: String,
    pub created_by: Option<String>,
    pub created_at: Timestamp,
}

/// That somebody was asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceUse)]
pub struct ReferenceUseView {
    pub id: ReferenceUseId,
    pub reference_profile_id: ReferenceProfileId,
    pub activity: ReferenceActivity,
    /// For whom.
    #[schema(example = "Fabrikam")]
    pub company: Option<String>,
    pub note: Option<String>,
    pub used_on: Day,
    /// What it counts for.
    #[schema(example = "2026-Q1")]
    pub quarter: String,
    /// The user or API key that noted it.
    #[schema(example = "user_01kfq8v6n2e9t8w4x3y5z7a1bc")]
    pub created_by: Option<String>,
    pub created_at: Timestamp,
}

list_schema!(ReferenceUseList of ReferenceUseView);

impl From<ReferenceUse> for ReferenceUseView {
    fn from(used: ReferenceUse) -> Self {
        Self {
            id: used.id,
            reference_profile_id: used.profile_id,
            activity: used.activity,
            company: used.company,
            note: used.note,
            used_on: used.used_on,
            quarter: used.quarter,
            created_by: used.created_by,
            created_at: used.created_at,
        }
    }
}

/// Notes that somebody was asked.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"activity": "reference_call", "company": "Fabrikam"}))]
pub struct CreateReferenceUse {
    /// Something that they do.
    pub activity: ReferenceActivity,
    #[schema(min_length = 1, max_length = 200, example = "Fabrikam")]
    pub company: Option<String>,
    #[schema(min_length = 1, max_length = 5_000)]
    pub note: Option<String>,
    /// Today in the organization's time zone when absent; also a day to come.
    pub used_on: Option<Day>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_four_quarters() {
        for (day, quarter) in [
            ("2026-01-01", "2026-Q1"),
            ("2026-03-31", "2026-Q1"),
            ("2026-04-01", "2026-Q2"),
            ("2026-12-31", "2026-Q4"),
            ("0999-07-01", "0999-Q3"),
        ] {
            assert_eq!(Quarter::of(day.parse().expect("a day")).to_string(), quarter);
        }
    }
}
