//! `/rewards`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::grants::commands as granting;
use super::grants::requests::RedeemReward;
use super::grants::views::RewardGrantView;
use super::model::{CreateReward, UpdateReward};
use super::queries::{self, RewardFilter};
use super::views::{RewardList, RewardView};
use super::{commands, model};
use crate::db::Tx;
use crate::files::links::FileLinks;
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{Caller, ReadRewards, TakePart, WriteRewards};
use crate::kernel::Result;
use crate::kernel::ids::RewardId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_rewards)
        .service(create_reward)
        .service(get_reward)
        .service(update_reward)
        .service(delete_reward)
        .service(archive_reward)
        .service(restore_reward)
        .service(redeem_reward);
}

fn shown(tx: &mut Tx<'_>, caller: &Caller, reward: model::Reward, links: &FileLinks) -> Result<RewardView> {
    queries::view(tx.conn(), caller, reward, links)
}

/// List rewards
///
/// Newest first. Advocates see the active ones.
#[utoipa::path(
    tag = "rewards",
    params(RewardFilter),
    responses((status = 200, description = "A page of rewards.", body = RewardList), Problems),
    security(("session" = ["rewards:read"]), ("api_key" = ["rewards:read"]))
)]
#[get("")]
async fn list_rewards(read: Read<ReadRewards>, filter: Params<RewardFilter>) -> Answer {
    let links = read.app.links.clone();
    read.page(move |conn, caller| queries::list(conn, caller, filter.0, &links)).await
}

/// Create a reward
///
/// It is in the catalogue at once.
#[utoipa::path(
    tag = "rewards",
    request_body = CreateReward,
    responses((status = 201, description = "The reward.", body = RewardView), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[post("")]
async fn create_reward(command: Command<WriteRewards, CreateReward>) -> Answer {
    let links = command.app.links.clone();
    command
        .run(move |tx, caller, new| {
            let reward = commands::create(tx, caller, new)?;
            shown(tx, caller, reward, &links).map(Reply::created)
        })
        .await
}

/// Get a reward
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardId, Path, description = "The reward's id.")),
    responses((status = 200, description = "The reward.", body = RewardView), Problems),
    security(("session" = ["rewards:read"]), ("api_key" = ["rewards:read"]))
)]
#[get("/{id}")]
async fn get_reward(read: Read<ReadRewards>, id: Target<RewardId>) -> Answer {
    let links = read.app.links.clone();
    read.one(move |conn, caller| queries::get(conn, caller, id.0, &links)).await
}

/// Change a reward
///
/// Who got it already keeps it, at the price of then.
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardId, Path, description = "The reward's id.")),
    request_body = UpdateReward,
    responses((status = 200, description = "The reward as it is now.", body = RewardView), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[patch("/{id}")]
async fn update_reward(command: Command<WriteRewards, UpdateReward>, id: Target<RewardId>) -> Answer {
    let links = command.app.links.clone();
    command
        .run(move |tx, caller, change| {
            let reward = commands::update(tx, caller, id.0, change)?;
            shown(tx, caller, reward, &links).map(Reply::ok)
        })
        .await
}

/// Delete a reward
///
/// Who got it keeps it. 409 `reward_in_use` while a mission promises it or a grant of it waits.
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardId, Path, description = "The reward's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[delete("/{id}")]
async fn delete_reward(command: Command<WriteRewards>, id: Target<RewardId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Take a reward out of the catalogue
///
/// Nobody redeems it and no mission is launched with it any more. Who was promised it before still gets it.
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardId, Path, description = "The reward's id.")),
    responses((status = 200, description = "The reward, archived.", body = RewardView), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[post("/{id}/archive")]
async fn archive_reward(command: Command<WriteRewards>, id: Target<RewardId>) -> Answer {
    let links = command.app.links.clone();
    command
        .run(move |tx, caller, _| {
            let reward = commands::archive(tx, caller, id.0)?;
            shown(tx, caller, reward, &links).map(Reply::ok)
        })
        .await
}

/// Put a reward back into the catalogue
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardId, Path, description = "The reward's id.")),
    responses((status = 200, description = "The reward, active.", body = RewardView), Problems),
    security(("session" = ["rewards:write"]), ("api_key" = ["rewards:write"]))
)]
#[post("/{id}/restore")]
async fn restore_reward(command: Command<WriteRewards>, id: Target<RewardId>) -> Answer {
    let links = command.app.links.clone();
    command
        .run(move |tx, caller, _| {
            let reward = commands::restore(tx, caller, id.0)?;
            shown(tx, caller, reward, &links).map(Reply::ok)
        })
        .await
}

/// Redeem points for a reward
///
/// The points go at once, and one is taken from the stock; staff then fulfil the grant. 409 `insufficient_points`
/// where there are too few, 409 `out_of_stock` where none is left, 409 `not_redeemable` where it is not sold for
/// points. With `If-Match` it costs what you have seen, or nothing happens.
#[utoipa::path(
    tag = "rewards",
    params(("id" = RewardId, Path, description = "The reward's id.")),
    request_body = RedeemReward,
    responses((status = 201, description = "The grant, pending.", body = RewardGrantView), Problems),
    security(("session" = ["participation:write"]))
)]
#[post("/{id}/redeem")]
async fn redeem_reward(command: Command<TakePart, RedeemReward>, id: Target<RewardId>) -> Answer {
    command.run(move |tx, caller, new| granting::redeem(tx, caller, id.0, new).map(Reply::created)).await
}
