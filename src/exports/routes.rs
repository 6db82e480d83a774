//! `/exports`, and `/engagements/export.csv`.

use actix_web::{get, post};
use chrono::TimeDelta;
use utoipa_actix_web::service_config::ServiceConfig;

use super::encode::Encoding;
use super::filters::{ExportParams, Selection, Visibility};
use super::model::{ExportFormat, ExportResource, ExportView};
use super::queries::{self, ExportFilter, ExportList};
use super::requests::CreateExport;
use super::sources::Plan;
use super::{commands, resources, stream};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadExports, WriteExports};
use crate::kernel::ids::ExportId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_exports).service(create_export).service(get_export).service(download_export);
}

/// Belongs before `/engagements/{id}`.
pub fn of_engagements(cfg: &mut ServiceConfig) {
    cfg.service(export_engagements);
}

/// Engagements as CSV
///
/// A coach gets their own, an admin all. The file is streamed from one snapshot, oldest first, with a
/// header row, in UTF-8 and with CRLF; text that a spreadsheet would take for a formula begins with `'`.
/// Columns are only ever appended. Where nothing fits there is the header only.
#[utoipa::path(
    tag = "exports",
    params(ExportParams),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Problems),
    security(("session" = ["exports:read"]), ("api_key" = ["exports:read"]))
)]
#[get("/export.csv")]
async fn export_engagements(read: Read<ReadExports>, params: Params<ExportParams>) -> Answer {
    resources::ensure_readable(&read.caller, ExportResource::Engagements)?;
    let (filters, dialect) = params.0.parse()?;
    let plan = Plan {
        resource: ExportResource::Engagements,
        encoding: Encoding { format: ExportFormat::Csv, dialect },
        selection: Selection::new(read.caller.organization_id, &Visibility::of(&read.caller)?, &filters),
        counted: false,
    };
    stream::respond(&read.app.db, plan, "engagements.csv").await
}

/// List exports
///
/// Newest first. Admins see everybody's, others their own.
#[utoipa::path(
    tag = "exports",
    params(ExportFilter),
    responses((status = 200, description = "A page of exports.", body = ExportList), Problems),
    security(("session" = ["exports:read"]), ("api_key" = ["exports:read"]))
)]
#[get("")]
async fn list_exports(read: Read<ReadExports>, filter: Params<ExportFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Have an export made
///
/// It is made in the background. Ask for it until its `state` is `succeeded`, then download it. Coaches
/// export their engagements and items, admins those of all; users, missions, submissions and
/// points are for admins and managers, and a key needs the scope that reads them as well.
#[utoipa::path(
    tag = "exports",
    request_body = CreateExport,
    responses((status = 202, description = "The export, queued.", body = ExportView), Problems),
    security(("session" = ["exports:write"]), ("api_key" = ["exports:write"]))
)]
#[post("")]
async fn create_export(command: Command<WriteExports, CreateExport>) -> Answer {
    let kept = TimeDelta::days(command.app.config.export_days);
    command.run(move |tx, caller, new| commands::create(tx, caller, new, kept).map(Reply::accepted)).await
}

/// Get an export
#[utoipa::path(
    tag = "exports",
    params(("id" = ExportId, Path, description = "The export's id.")),
    responses((status = 200, description = "The export.", body = ExportView), Problems),
    security(("session" = ["exports:read"]), ("api_key" = ["exports:read"]))
)]
#[get("/{id}")]
async fn get_export(read: Read<ReadExports>, id: Target<ExportId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Download an export
///
/// 409 `export_not_ready` until it has succeeded, 410 `export_expired` when it is no longer kept.
#[utoipa::path(
    tag = "exports",
    params(("id" = ExportId, Path, description = "The export's id.")),
    responses(
        (status = 200, description = "The file.", content((String = "text/csv"), (String = "application/jsonl"))),
        Problems
    ),
    security(("session" = ["exports:read"]), ("api_key" = ["exports:read"]))
)]
#[get("/{id}/download")]
async fn download_export(read: Read<ReadExports>, id: Target<ExportId>) -> Answer {
    let (db, caller) = (read.app.db.clone(), read.caller.clone());
    let now = db.clock().now();
    let export = db.read(move |conn| queries::ready(conn, &caller, id.0, now)).await?;
    Ok(stream::download(&db, &export))
}
