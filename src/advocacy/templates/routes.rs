//! `/mission-templates`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::requests::{CreateMissionTemplate, TemplateFilter, UpdateMissionTemplate};
use super::views::{MissionTemplateList, TemplateView};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadMissions, WriteMissions};
use crate::kernel::ids::MissionTemplateId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_mission_templates)
        .service(create_mission_template)
        .service(get_mission_template)
        .service(update_mission_template)
        .service(delete_mission_template);
}

/// List mission templates
///
/// By type; of each type first what is built in, a Blank one at the top, then the organization's own.
#[utoipa::path(
    tag = "mission templates",
    params(TemplateFilter),
    responses((status = 200, description = "A page of templates.", body = MissionTemplateList), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("")]
async fn list_mission_templates(read: Read<ReadMissions>, filter: Params<TemplateFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Create a mission template
///
/// Of a type, or as a copy of another template with changes.
#[utoipa::path(
    tag = "mission templates",
    request_body = CreateMissionTemplate,
    responses((status = 201, description = "The template.", body = TemplateView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("")]
async fn create_mission_template(command: Command<WriteMissions, CreateMissionTemplate>) -> Answer {
    let command = command.prepare(|new| Ok(new.read())).await?;
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Get a mission template
#[utoipa::path(
    tag = "mission templates",
    params(("id" = MissionTemplateId, Path, description = "The template's id.")),
    responses((status = 200, description = "The template.", body = TemplateView), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}")]
async fn get_mission_template(read: Read<ReadMissions>, id: Target<MissionTemplateId>) -> Answer {
    read.one(move |conn, caller| queries::find(conn, caller.organization_id, id.0).map(TemplateView::from)).await
}

/// Change a mission template
///
/// What is built in cannot be changed; copy it. Missions that were made from it stay as they are.
#[utoipa::path(
    tag = "mission templates",
    params(("id" = MissionTemplateId, Path, description = "The template's id.")),
    request_body = UpdateMissionTemplate,
    responses((status = 200, description = "The template as it is now.", body = TemplateView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[patch("/{id}")]
async fn update_mission_template(command: Command<WriteMissions, UpdateMissionTemplate>, id: Target<MissionTemplateId>) -> Answer {
    let command = command.prepare(|change| Ok(change.read())).await?;
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a mission template
///
/// What is built in stays.
#[utoipa::path(
    tag = "mission templates",
    params(("id" = MissionTemplateId, Path, description = "The template's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[delete("/{id}")]
async fn delete_mission_template(command: Command<WriteMissions>, id: Target<MissionTemplateId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}
