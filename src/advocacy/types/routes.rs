//! `/mission-types`.

use actix_web::{get, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::queries;
use super::views::{MissionTypeList, MissionTypeView};
use crate::http::{Answer, Problems, Read};
use crate::identity::permissions::ReadMissions;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_mission_types).service(get_mission_type);
}

/// List mission types
///
/// All of them, with JSON Schemas that forms can be built from.
#[utoipa::path(
    tag = "mission types",
    responses((status = 200, description = "Every type.", body = MissionTypeList), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("")]
async fn list_mission_types(read: Read<ReadMissions>) -> Answer {
    read.page(|_, _| Ok(queries::all())).await
}

/// Get a mission type
#[utoipa::path(
    tag = "mission types",
    params(("type" = String, Path, description = "The type.", example = "complete_survey")),
    responses((status = 200, description = "The type.", body = MissionTypeView), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{type}")]
async fn get_mission_type(read: Read<ReadMissions>, name: web::Path<String>) -> Answer {
    read.plain(move |_, _| queries::find(&name)).await
}
