//! `/users/{id}/points` and `/me/points`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CreatePointEntry, PointEntryView, PointsView};
use super::queries::{self, PointEntryFilter, PointEntryList};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadParticipation, ReadPoints, WritePoints};
use crate::kernel::ids::UserId;

pub fn of_user(cfg: &mut ServiceConfig) {
    cfg.service(get_user_points).service(list_user_point_entries).service(create_user_point_entry);
}

pub fn of_me(cfg: &mut ServiceConfig) {
    cfg.service(get_my_points).service(list_my_point_entries);
}

/// Get somebody's points
///
/// Also those of a person who was deleted: the ledger stays.
#[utoipa::path(
    tag = "rewards",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 200, description = "What they have.", body = PointsView), Problems),
    security(("session" = ["points:read"]), ("api_key" = ["points:read"]))
)]
#[get("/{id}/points")]
async fn get_user_points(read: Read<ReadPoints>, id: Target<UserId>) -> Answer {
    read.plain(move |conn, caller| queries::of_user(conn, caller, id.0)).await
}

/// List somebody's points, entry by entry
///
/// Newest first. Entries are added, never changed and never deleted; the balance is their sum.
#[utoipa::path(
    tag = "rewards",
    params(("id" = UserId, Path, description = "The person's id."), PointEntryFilter),
    responses((status = 200, description = "A page of the ledger.", body = PointEntryList), Problems),
    security(("session" = ["points:read"]), ("api_key" = ["points:read"]))
)]
#[get("/{id}/points/entries")]
async fn list_user_point_entries(read: Read<ReadPoints>, id: Target<UserId>, filter: Params<PointEntryFilter>) -> Answer {
    read.page(move |conn, caller| queries::ledger(conn, caller, id.0, filter.0)).await
}

/// Correct somebody's points
///
/// Adds an adjustment with its reason, which the advocate reads. 409 `insufficient_points` where more is taken
/// away than is there. Nobody corrects their own.
#[utoipa::path(
    tag = "rewards",
    params(("id" = UserId, Path, description = "The person's id.")),
    request_body = CreatePointEntry,
    responses((status = 201, description = "The entry.", body = PointEntryView), Problems),
    security(("session" = ["points:write"]), ("api_key" = ["points:write"]))
)]
#[post("/{id}/points/entries")]
async fn create_user_point_entry(command: Command<WritePoints, CreatePointEntry>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, new| commands::adjust(tx, caller, id.0, new).map(Reply::plain_created)).await
}

/// Get one's own points
#[utoipa::path(
    tag = "me",
    responses((status = 200, description = "What the caller has.", body = PointsView), Problems),
    security(("session" = ["participation:read"]))
)]
#[get("/points")]
async fn get_my_points(read: Read<ReadParticipation>) -> Answer {
    read.plain(queries::own).await
}

/// List one's own points, entry by entry
///
/// Newest first.
#[utoipa::path(
    tag = "me",
    params(PointEntryFilter),
    responses((status = 200, description = "A page of the ledger.", body = PointEntryList), Problems),
    security(("session" = ["participation:read"]))
)]
#[get("/points/entries")]
async fn list_my_point_entries(read: Read<ReadParticipation>, filter: Params<PointEntryFilter>) -> Answer {
    read.page(move |conn, caller| queries::own_ledger(conn, caller, filter.0)).await
}
