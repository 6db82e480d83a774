//! What requests say about exports.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::filters::{ExportFilters, given};
use super::model::{DateField, ExportDialect, ExportFormat, ExportResource, ExportStatus};
use crate::advocacy::types::MissionType;
use crate::identity::permissions::Role;
use crate::kernel::ids::MissionId;

/// A new export.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"resource": "engagements", "format": "csv", "filters": {"status": ["active"]}}))]
pub struct CreateExport {
    pub resource: ExportResource,
    pub format: ExportFormat,
    /// Counts for CSV only; `excel` when absent.
    pub dialect: Option<ExportDialect>,
    /// All that you can see when absent.
    pub filters: Option<CreateExportFilters>,
}

/// Which rows. Filters combine with and; one that is not of this resource is refused.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateExportFilters {
    /// First day, in your time zone.
    #[schema(format = "date", example = "2026-01-01")]
    pub from: Option<String>,
    /// Last day, inclusive.
    #[schema(format = "date", example = "2026-03-31")]
    pub to: Option<String>,
    /// What `from` and `to` are held against; `created_at` when absent, of submissions `submitted_at`.
    pub date_field: Option<DateField>,
    /// In any of these states; all when absent or empty, but of users none that were anonymised.
    #[schema(max_items = 20)]
    pub status: Option<Vec<ExportStatus>>,
    /// Of engagements and items: part of the coach's name; case and accents do not matter.
    #[schema(max_length = 200)]
    pub coach_name: Option<String>,
    /// Of engagements and items: part of a coachee's name; case and accents do not matter.
    #[schema(max_length = 200)]
    pub coachee_name: Option<String>,
    /// Of users: those with this role.
    pub role: Option<Role>,
    /// Of missions: those of this type; of submissions: those for such missions.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub mission_type: Option<MissionType>,
    /// Of submissions: those for this mission. Each question of a survey then has a column of its own.
    pub mission_id: Option<MissionId>,
}

impl From<CreateExportFilters> for ExportFilters {
    fn from(new: CreateExportFilters) -> Self {
        Self {
            from: new.from,
            to: new.to,
            date_field: new.date_field.unwrap_or_default(),
            status: new.status.unwrap_or_default(),
            coach_name: given(new.coach_name),
            coachee_name: given(new.coachee_name),
            role: new.role,
            mission_type: new.mission_type,
            mission_id: new.mission_id,
        }
    }
}
