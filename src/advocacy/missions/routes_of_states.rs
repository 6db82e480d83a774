//! What staff do with a mission as a whole: its states, and copies of it.

use actix_web::post;
use utoipa_actix_web::service_config::ServiceConfig;

use super::requests::{DuplicateMission, SaveMissionAsTemplate, ScheduleMission};
use super::views::MissionView;
use super::{commands, lifecycle};
use crate::advocacy::templates::views::TemplateView;
use crate::http::{Answer, Command, Problems, Reply, Target};
use crate::identity::permissions::WriteMissions;
use crate::kernel::ids::MissionId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(launch_mission)
        .service(schedule_mission)
        .service(unschedule_mission)
        .service(pause_mission)
        .service(resume_mission)
        .service(close_mission)
        .service(reopen_mission)
        .service(duplicate_mission)
        .service(save_mission_as_template);
}

/// Launch a mission
///
/// It goes live, or is armed where a segment sets it off. 422 names everything that is missing, and then nothing
/// has changed.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/launch")]
async fn launch_mission(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, _| lifecycle::launch(tx, caller, id.0)?.linked(&links).map(Reply::ok)).await
}

/// Let a mission launch by itself
///
/// Nothing may be missing now, and it is looked at again when the time comes: what lacks something then is a
/// draft again.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    request_body = ScheduleMission,
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/schedule")]
async fn schedule_mission(command: Command<WriteMissions, ScheduleMission>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, body| lifecycle::schedule(tx, caller, id.0, &body)?.linked(&links).map(Reply::ok)).await
}

/// Keep a mission from launching by itself
///
/// It is a draft again.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/unschedule")]
async fn unschedule_mission(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, _| lifecycle::unschedule(tx, caller, id.0)?.linked(&links).map(Reply::ok)).await
}

/// Pause a mission
///
/// Nothing goes out and nobody hands in, until it is resumed.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/pause")]
async fn pause_mission(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, _| lifecycle::pause(tx, caller, id.0)?.linked(&links).map(Reply::ok)).await
}

/// Resume a mission
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/resume")]
async fn resume_mission(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, _| lifecycle::resume(tx, caller, id.0)?.linked(&links).map(Reply::ok)).await
}

/// Close a mission
///
/// Ends it by hand.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/close")]
async fn close_mission(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, _| lifecycle::close(tx, caller, id.0)?.linked(&links).map(Reply::ok)).await
}

/// Reopen a mission
///
/// One that was closed or has expired runs again, if it could be launched now.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/reopen")]
async fn reopen_mission(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, _| lifecycle::reopen(tx, caller, id.0)?.linked(&links).map(Reply::ok)).await
}

/// Copy a mission
///
/// A draft with a link of its own, from any state; submissions and assignments stay with the original.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    request_body = DuplicateMission,
    responses((status = 201, description = "The copy.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/duplicate")]
async fn duplicate_mission(command: Command<WriteMissions, DuplicateMission>, id: Target<MissionId>) -> Answer {
    let app = command.app.clone();
    command
        .run(move |tx, caller, body| {
            commands::duplicate(tx, caller, &app.messaging.vault, id.0, body)?.linked(&app.links).map(Reply::created)
        })
        .await
}

/// Make a template of a mission
///
/// Its words, picture and details; the mission itself stays as it is.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    request_body = SaveMissionAsTemplate,
    responses((status = 201, description = "The template.", body = TemplateView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/save-as-template")]
async fn save_mission_as_template(command: Command<WriteMissions, SaveMissionAsTemplate>, id: Target<MissionId>) -> Answer {
    command.run(move |tx, caller, body| commands::save_as_template(tx, caller, id.0, body).map(Reply::created)).await
}
