//! `/reward-grants`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::queries::{self, RewardGrantFilter};
use super::requests::{CancelRewardGrant, CreateRewardGrant, FulfilRewardGrant};
use super::views::{RewardGrantList, RewardGrantView};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadRewards, WriteRewards};
use crate::kernel::ids::RewardGrantId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_reward_grants)
        .service(create_reward_grant)
        .service(get_reward_grant)
        .service(fulfil_reward_grant)
        .service(cancel_reward_grant);
}

/// List who gets which reward
///
/// Newest first. Advocates see their own.
#[utoipa::path(
    tag = "rewards",
    params(RewardGrantFilter),
    responses((status = 200, description = "A page of grants.", body = RewardGrantList), Problems),
    security(("session" = ["rewards:read"]), ("api_key" = ["rewards:read"]))
)]
#[get("")]
async fn list_reward_grants(read: Read<ReadRewards>, filter: Params<RewardGrantFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Give an advocate a reward
///
/// It costs them nothing. 409 `out_of_stock` where none is left. Nobody gives themselves one.
#[utoipa::path(
    tag = "rewards",
    request_body = CreateRewardGrant,
    responses((status = 201, description = "The grant, pending.", body = RewardGrantView), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[post("")]
async fn create_reward_grant(command: Command<WriteRewards, CreateRewardGrant>) -> Answer {
    command.run(move |tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Get a grant
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardGrantId, Path, description = "The grant's id.")),
    responses((status = 200, description = "The grant.", body = RewardGrantView), Problems),
    security(("session" = ["rewards:read"]), ("api_key" = ["rewards:read"]))
)]
#[get("/{id}")]
async fn get_reward_grant(read: Read<ReadRewards>, id: Target<RewardGrantId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Tell that a reward was handed over
///
/// Whom it is for reads the note.
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardGrantId, Path, description = "The grant's id.")),
    request_body = FulfilRewardGrant,
    responses((status = 200, description = "The grant, fulfilled.", body = RewardGrantView), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[post("/{id}/fulfil")]
async fn fulfil_reward_grant(command: Command<WriteRewards, FulfilRewardGrant>, id: Target<RewardGrantId>) -> Answer {
    command.run(move |tx, caller, change| commands::fulfil(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Cancel a grant
///
/// Points that were spent on it come back, and it returns to the stock. What was handed over is not cancelled.
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardGrantId, Path, description = "The grant's id.")),
    request_body = CancelRewardGrant,
    responses((status = 200, description = "The grant, cancelled.", body = RewardGrantView), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[post("/{id}/cancel")]
async fn cancel_reward_grant(command: Command<WriteRewards, CancelRewardGrant>, id: Target<RewardGrantId>) -> Answer {
    command.run(move |tx, caller, change| commands::cancel(tx, caller, id.0, change).map(Reply::ok)).await
}
