//! `/missions`, for staff.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::assignments::model::AssignmentFilter;
use super::assignments::queries::MissionAssignmentList;
use super::filter::MissionFilter;
use super::launching::LaunchCheck;
use super::model::MissionStats;
use super::participants::{ParticipantMissionView, PreviewAs, PreviewParams};
use super::requests::{CreateMission, UpdateMission};
use super::views::{self, MissionLinkView, MissionList, MissionView};
use super::{assignments, commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadMissions, WriteMissions};
use crate::kernel::ids::MissionId;
use crate::messaging::events::timeline::{EventList, TimelineParams};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_missions)
        .service(create_mission)
        .service(get_mission)
        .service(update_mission)
        .service(delete_mission)
        .service(check_mission_launch)
        .service(preview_mission)
        .service(get_mission_stats)
        .service(list_mission_timeline)
        .service(list_mission_assignments)
        .service(get_mission_link)
        .service(rotate_mission_link);
}

/// List missions
///
/// All of the organization, drafts too.
#[utoipa::path(
    tag = "missions",
    params(MissionFilter),
    responses((status = 200, description = "A page of missions.", body = MissionList), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("")]
async fn list_missions(read: Read<ReadMissions>, filter: Params<MissionFilter>) -> Answer {
    let (now, links) = (read.app.db.clock().now(), read.app.links.clone());
    read.page(move |conn, caller| views::linked(queries::list(conn, caller, filter.0, now)?, &links)).await
}

/// Make a mission
///
/// A draft, empty or with what a template says. It needs nothing else; what is missing is told at launch.
#[utoipa::path(
    tag = "missions",
    request_body = CreateMission,
    responses((status = 201, description = "The mission.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("")]
async fn create_mission(command: Command<WriteMissions, CreateMission>) -> Answer {
    let app = command.app.clone();
    let command = command.prepare(|new| Ok(new.prepared())).await?;
    command
        .run(move |tx, caller, new| commands::create(tx, caller, &app.messaging.vault, new)?.linked(&app.links).map(Reply::created))
        .await
}

/// Get a mission
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission.", body = MissionView), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}")]
async fn get_mission(read: Read<ReadMissions>, id: Target<MissionId>) -> Answer {
    let (now, links) = (read.app.db.clock().now(), read.app.links.clone());
    read.one(move |conn, caller| queries::get(conn, caller, id.0, now)?.linked(&links)).await
}

/// Change a mission
///
/// Before its launch everything may change but its type. Afterwards its words, picture, audience, channels and
/// reminders may; its end moves later only; details, recognition and limits count for new submissions; what
/// sets it off and whether anybody is told stay as they are.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    request_body = UpdateMission,
    responses((status = 200, description = "The mission as it is now.", body = MissionView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[patch("/{id}")]
async fn update_mission(command: Command<WriteMissions, UpdateMission>, id: Target<MissionId>) -> Answer {
    let links = command.app.links.clone();
    let command = command.prepare(|change| Ok(change.prepared())).await?;
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change)?.linked(&links).map(Reply::ok)).await
}

/// Delete a draft
///
/// What has been launched is closed instead.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[delete("/{id}")]
async fn delete_mission(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Check whether a mission can be launched
///
/// Everything that is missing, what is worth a thought, and how many people would hear of it by what channel.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "What a launch would answer and bring about.", body = LaunchCheck), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}/launch-check")]
async fn check_mission_launch(read: Read<ReadMissions>, id: Target<MissionId>) -> Answer {
    let now = read.app.db.clock().now();
    read.plain(move |conn, caller| queries::launch_check(conn, caller, id.0, now)).await
}

/// Look at a mission as those it is for
///
/// What an advocate or a guest gets, as if it were launched; drafts too. Makes nothing and counts nothing.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id."), PreviewParams),
    responses((status = 200, description = "The mission, for somebody whom it is for.", body = ParticipantMissionView), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}/preview")]
async fn preview_mission(read: Read<ReadMissions>, id: Target<MissionId>, params: Params<PreviewParams>) -> Answer {
    let (now, links) = (read.app.db.clock().now(), read.app.links.clone());
    let eyes = params.0.eyes.unwrap_or(PreviewAs::Advocate);
    read.plain(move |conn, caller| queries::preview(conn, caller, id.0, eyes, now)?.linked(&links)).await
}

/// Count what a mission has led to
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "Kept with each step, not counted now.", body = MissionStats), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}/stats")]
async fn get_mission_stats(read: Read<ReadMissions>, id: Target<MissionId>) -> Answer {
    read.plain(move |conn, caller| queries::stats(conn, caller, id.0)).await
}

/// List what happened to a mission
///
/// Oldest first.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id."), TimelineParams),
    responses((status = 200, description = "A page of events.", body = EventList), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}/timeline")]
async fn list_mission_timeline(read: Read<ReadMissions>, id: Target<MissionId>, params: Params<TimelineParams>) -> Answer {
    read.page(move |conn, caller| queries::timeline(conn, caller, id.0, params.0)).await
}

/// List who was assigned a mission
///
/// By entering the segment that it waits for; oldest first.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id."), AssignmentFilter),
    responses((status = 200, description = "A page of assignments.", body = MissionAssignmentList), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}/assignments")]
async fn list_mission_assignments(read: Read<ReadMissions>, id: Target<MissionId>, filter: Params<AssignmentFilter>) -> Answer {
    read.page(move |conn, caller| assignments::queries::list(conn, caller, id.0, filter.0)).await
}

/// Get the magic link of a mission
///
/// The same from its creation on, until it is rotated. It opens nothing to whom the mission is not for, and a
/// draft to nobody.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The link.", body = MissionLinkView), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}/link")]
async fn get_mission_link(read: Read<ReadMissions>, id: Target<MissionId>) -> Answer {
    let app = read.app.clone();
    read.plain(move |conn, caller| queries::link(conn, caller, &app.messaging, id.0)).await
}

/// Give a mission another link
///
/// The one before opens nothing any more.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The new link.", body = MissionLinkView), Problems),
    security(("session" = ["missions:write"]), ("api_key" = ["missions:write"]))
)]
#[post("/{id}/link/rotate")]
async fn rotate_mission_link(command: Command<WriteMissions>, id: Target<MissionId>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, _| commands::rotate_link(tx, caller, &app.messaging, id.0).map(Reply::plain)).await
}
