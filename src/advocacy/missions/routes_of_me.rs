//! `/me/missions`: an advocate's own.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::filter::MyMissionsFilter;
use super::participants::{self, MissionCardList, ParticipantMissionView};
use super::{queries, viewing};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadParticipation, TakePart};
use crate::kernel::ids::MissionId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_my_missions).service(get_my_mission).service(view_my_mission);
}

/// List my missions
///
/// What the caller can take part in now, newest first. Drafts, what has ended or is for others, and hidden missions
/// are not in it; what waits for people to enter a segment is once they have.
#[utoipa::path(
    tag = "me",
    params(MyMissionsFilter),
    responses((status = 200, description = "A page of missions.", body = MissionCardList), Problems),
    security(("session" = ["participation:read"]))
)]
#[get("/missions")]
async fn list_my_missions(read: Read<ReadParticipation>, filter: Params<MyMissionsFilter>) -> Answer {
    let (now, links) = (read.app.db.clock().now(), read.app.links.clone());
    read.page(move |conn, caller| participants::linked(queries::mine(conn, caller, filter.0, now)?, &links)).await
}

/// Get one of my missions
///
/// 404 unless it is for the caller; 410 once it has ended. Changes nothing: `POST …/view` says that it was looked at.
#[utoipa::path(
    tag = "me",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "The mission.", body = ParticipantMissionView), Problems),
    security(("session" = ["participation:read"]))
)]
#[get("/missions/{id}")]
async fn get_my_mission(read: Read<ReadParticipation>, id: Target<MissionId>) -> Answer {
    let (now, links) = (read.app.db.clock().now(), read.app.links.clone());
    read.one(move |conn, caller| queries::my_mission(conn, caller, id.0, now)?.linked(&links)).await
}

/// Say that I have looked at a mission
///
/// Counted once a person. An update that wants no acknowledgement is completed by it.
#[utoipa::path(
    tag = "me",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 204, description = "Noted."), Problems),
    security(("session" = ["participation:write"]))
)]
#[post("/missions/{id}/view")]
async fn view_my_mission(command: Command<TakePart>, id: Target<MissionId>) -> Answer {
    command.run(move |tx, caller, _| viewing::view(tx, caller, id.0).map(|()| Reply::no_content())).await
}
