//! `/referrals`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{ReferralList, ReferralView};
use super::requests::{MoveReferral, ReferralFilter};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadReferrals, WriteReferrals};
use crate::kernel::ids::ReferralId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_referrals)
        .service(get_referral)
        .service(qualify_referral)
        .service(win_referral)
        .service(lose_referral)
        .service(erase_referral);
}

/// List referrals
///
/// Newest first.
#[utoipa::path(
    tag = "referrals",
    params(ReferralFilter),
    responses((status = 200, description = "A page of referrals.", body = ReferralList), Problems),
    security(("session" = ["referrals:read"]), ("api_key" = ["referrals:read"]))
)]
#[get("")]
async fn list_referrals(read: Read<ReadReferrals>, filter: Params<ReferralFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Get a referral
#[utoipa::path(
    tag = "referrals",
    params(("id" = ReferralId, Path, description = "The referral's id.")),
    responses((status = 200, description = "The referral.", body = ReferralView), Problems),
    security(("session" = ["referrals:read"]), ("api_key" = ["referrals:read"]))
)]
#[get("/{id}")]
async fn get_referral(read: Read<ReadReferrals>, id: Target<ReferralId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Qualify a referral
///
/// It is worth pursuing.
#[utoipa::path(
    tag = "referrals",
    params(("id" = ReferralId, Path, description = "The referral's id.")),
    request_body = MoveReferral,
    responses((status = 200, description = "The referral, qualified.", body = ReferralView), Problems),
    security(("session" = ["referrals:write"]), ("api_key" = ["referrals:write"]))
)]
#[post("/{id}/qualify")]
async fn qualify_referral(command: Command<WriteReferrals, MoveReferral>, id: Target<ReferralId>) -> Answer {
    command.run(move |tx, caller, change| commands::qualify(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Win a referral
#[utoipa::path(
    tag = "referrals",
    params(("id" = ReferralId, Path, description = "The referral's id.")),
    request_body = MoveReferral,
    responses((status = 200, description = "The referral, won.", body = ReferralView), Problems),
    security(("session" = ["referrals:write"]), ("api_key" = ["referrals:write"]))
)]
#[post("/{id}/win")]
async fn win_referral(command: Command<WriteReferrals, MoveReferral>, id: Target<ReferralId>) -> Answer {
    command.run(move |tx, caller, change| commands::win(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Lose a referral
///
/// Nothing will come of it.
#[utoipa::path(
    tag = "referrals",
    params(("id" = ReferralId, Path, description = "The referral's id.")),
    request_body = MoveReferral,
    responses((status = 200, description = "The referral, lost.", body = ReferralView), Problems),
    security(("session" = ["referrals:write"]), ("api_key" = ["referrals:write"]))
)]
#[post("/{id}/lose")]
async fn lose_referral(command: Command<WriteReferrals, MoveReferral>, id: Target<ReferralId>) -> Answer {
    command.run(move |tx, caller, change| commands::lose(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Forget who was referred
///
/// For somebody who asked for that: name, address, company, notes and answers go, here and in the submission.
/// What became of the lead stays.
#[utoipa::path(
    tag = "referrals",
    params(("id" = ReferralId, Path, description = "The referral's id.")),
    responses((status = 200, description = "The referral, without a name.", body = ReferralView), Problems),
    security(("session" = ["referrals:write"]), ("api_key" = ["referrals:write"]))
)]
#[post("/{id}/erase")]
async fn erase_referral(command: Command<WriteReferrals>, id: Target<ReferralId>) -> Answer {
    command.run(move |tx, caller, _| commands::erase(tx, caller, id.0).map(Reply::ok)).await
}
