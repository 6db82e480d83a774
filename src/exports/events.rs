//! What exports announce.

use serde::Serialize;

use super::model::{Export, ExportFormat, ExportResource};
use crate::kernel::ids::{ExportId, OrganizationId};
use crate::messaging::events::event;

#[derive(Serialize)]
pub(super) struct ExportEvent {
    #[serde(skip)]
    event: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    export_id: ExportId,
    resource: ExportResource,
    format: ExportFormat,
    row_count: i64,
    byte_count: i64,
    sha256: Option<String>,
}

impl ExportEvent {
    pub fn new(event: &'static str, export: &Export) -> Self {
        Self {
            event,
            organization_id: export.organization_id,
            export_id: export.id,
            resource: export.request.0.resource,
            format: export.request.0.format,
            row_count: export.row_count,
            byte_count: export.byte_count,
            sha256: export.sha256.clone(),
        }
    }
}

event!(ExportEvent { name: event, subject: export_id });
