//! An export that is made in the background.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::filters::{ExportFilters, Visibility};
use crate::db::schema::exports;
use crate::db::{Json, MultiBackend};
use crate::kernel::ids::{ExportId, OrganizationId};
use crate::kernel::{Resource, Timestamp, text_enum};

text_enum! {
    /// What is exported.
    pub enum ExportResource {
        Engagements = "engagements",
        Items = "items",
        Users = "users",
        Missions = "missions",
        Submissions = "submissions",
        /// The ledger of points.
        Points = "points",
    }
}

text_enum! {
    /// How it is written.
    pub enum ExportFormat {
        /// Comma-separated values with a header row.
        Csv = "csv",
        /// One JSON object a line.
        Jsonl = "jsonl",
    }
}

text_enum! {
    /// Who reads the CSV.
    pub enum ExportDialect {
        /// Excel, which knows UTF-8 by a byte order mark.
        Excel = "excel",
        /// Programs, which a byte order mark would confuse.
        Rfc4180 = "rfc4180",
    }
}

text_enum! {
    /// The moment that days are held against.
    pub enum DateField {
        CreatedAt = "created_at",
        ActivatedAt = "activated_at",
        CompletedAt = "completed_at",
        LaunchedAt = "launched_at",
        SubmittedAt = "submitted_at",
        DecidedAt = "decided_at",
    }
}

text_enum! {
    /// A state that things of some resource can be in.
    pub enum ExportStatus {
        Draft = "draft",
        Active = "active",
        Completed = "completed",
        Cancelled = "cancelled",
        Record = "record",
        Invited = "invited",
        Deactivated = "deactivated",
        Anonymised = "anonymised",
        Scheduled = "scheduled",
        Live = "live",
        Armed = "armed",
        Paused = "paused",
        Closed = "closed",
        Expired = "expired",
        PendingReview = "pending_review",
        ChangesRequested = "changes_requested",
        Approved = "approved",
        Rejected = "rejected",
        Withdrawn = "withdrawn",
        Revoked = "revoked",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares the enum takes no derives")]
impl Default for ExportDialect {
    fn default() -> Self {
        Self::Excel
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares the enum takes no derives")]
impl Default for DateField {
    fn default() -> Self {
        Self::CreatedAt
    }
}

text_enum! {
    /// Where an export stands.
    pub enum ExportState {
        /// Waits for a worker.
        Queued = "queued",
        Running = "running",
        /// Can be downloaded.
        Succeeded = "succeeded",
        /// Was tried several times in vain.
        Failed = "failed",
        /// Is no longer kept.
        Expired = "expired",
    }
}

/// What was asked for, and as whom: a worker sees what the one who asked could see then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRequest {
    pub resource: ExportResource,
    pub format: ExportFormat,
    pub dialect: ExportDialect,
    pub filters: ExportFilters,
    pub visibility: Visibility,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = exports, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Export {
    pub id: ExportId,
    pub organization_id: OrganizationId,
    pub requested_by: String,
    pub request: Json<ExportRequest>,
    pub state: ExportState,
    pub total_rows: Option<i64>,
    pub row_count: i64,
    pub byte_count: i64,
    pub sha256: Option<String>,
    pub lease_token: Option<String>,
    pub due_at: Option<Timestamp>,
    pub attempts: i32,
    pub finished_at: Option<Timestamp>,
    pub expires_at: Timestamp,
    pub created_at: Timestamp,
}

impl Export {
    fn progress(&self) -> Option<f64> {
        match (self.state, self.total_rows) {
            (ExportState::Succeeded | ExportState::Expired, _) => Some(1.0),
            (ExportState::Running, Some(total)) if total > 0 => {
                // Hundredths are fine enough and look the same in every client.
                Some(f64::from((self.row_count * 100 / total).clamp(0, 100) as i32) / 100.0)
            }
            _ => None,
        }
    }

    /// What the downloaded file is called.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.request.0.resource, self.request.0.format)
    }
}

/// An export, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Export)]
pub struct ExportView {
    pub id: ExportId,
    pub resource: ExportResource,
    pub format: ExportFormat,
    /// Null for JSON Lines.
    pub dialect: Option<ExportDialect>,
    pub filters: ExportFilters,
    pub state: ExportState,
    /// From 0 to 1; null while nobody can tell.
    #[schema(example = 0.42)]
    pub progress: Option<f64>,
    pub row_count: i64,
    pub byte_count: i64,
    /// SHA-256 of the file in hexadecimal; null until it is finished.
    pub sha256: Option<String>,
    /// Null unless the file can be downloaded.
    #[schema(example = "/api/v1/exports/exp_01kfq8v6n2e9t8w4x3y5z7a1bc/download")]
    pub download_url: Option<String>,
    /// Why there is no file, when it failed.
    pub error: Option<String>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Until then it is kept.
    pub expires_at: Timestamp,
}

impl From<Export> for ExportView {
    fn from(export: Export) -> Self {
        let progress = export.progress();
        let Json(request) = export.request;
        let (ready, failed) = (export.state == ExportState::Succeeded, export.state == ExportState::Failed);
        Self {
            id: export.id,
            resource: request.resource,
            format: request.format,
            dialect: Some(request.dialect).filter(|_| request.format == ExportFormat::Csv),
            filters: request.filters,
            state: export.state,
            progress,
            row_count: export.row_count,
            byte_count: export.byte_count,
            sha256: export.sha256,
            download_url: ready.then(|| format!("/api/v1/exports/{}/download", export.id)),
            error: failed.then(|| "It could not be made after several attempts. Ask for it again.".into()),
            created_at: export.created_at,
            finished_at: export.finished_at,
            expires_at: export.expires_at,
        }
    }
}

impl Resource for ExportView {
    fn path(&self) -> String {
        format!("/exports/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}
