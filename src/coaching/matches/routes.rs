//! `/matches` and `/me/matches`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::CreateMatch;
use super::queries::MatchFilter;
use super::views::{MatchCoachList, MatchList, MatchView};
use super::{commands, interviews, queries, selections};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadMatches, WriteMatches};
use crate::kernel::ids::MatchId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_matches)
        .service(create_match)
        .service(get_match)
        .service(start_match)
        .service(cancel_match)
        .service(list_match_coaches)
        .configure(interviews::routes::of_match)
        .configure(selections::routes::of_match);
}

pub fn of_me(cfg: &mut ServiceConfig) {
    cfg.service(list_my_matches);
}

/// List matches
///
/// Newest first: admins all, coachees theirs, coaches those that list them.
#[utoipa::path(
    tag = "matches",
    params(MatchFilter),
    responses((status = 200, description = "A page of matches.", body = MatchList), Problems),
    security(("session" = ["matches:read"]), ("api_key" = ["matches:read"]))
)]
#[get("")]
async fn list_matches(read: Read<ReadMatches>, filter: Params<MatchFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// List one's own matches
///
/// Those in which the caller chooses a coach.
#[utoipa::path(
    tag = "me",
    params(MatchFilter),
    responses((status = 200, description = "A page of matches.", body = MatchList), Problems),
    security(("session" = ["matches:read"]), ("api_key" = ["matches:read"]))
)]
#[get("/matches")]
async fn list_my_matches(read: Read<ReadMatches>, filter: Params<MatchFilter>) -> Answer {
    read.page(move |conn, caller| queries::of_me(conn, caller, filter.0)).await
}

/// Put a coachee and coaches together
///
/// A draft that nobody but admins sees until it is started.
#[utoipa::path(
    tag = "matches",
    request_body = CreateMatch,
    responses((status = 201, description = "The match.", body = MatchView), Problems),
    security(("session" = ["matches:write"]), ("api_key" = ["matches:write"]))
)]
#[post("")]
async fn create_match(command: Command<WriteMatches, CreateMatch>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Get a match
#[utoipa::path(
    tag = "matches",
    params(("id" = MatchId, Path, description = "The match's id.")),
    responses((status = 200, description = "The match with its interviews.", body = MatchView), Problems),
    security(("session" = ["matches:read"]), ("api_key" = ["matches:read"]))
)]
#[get("/{id}")]
async fn get_match(read: Read<ReadMatches>, id: Target<MatchId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Start a match
///
/// Its coachee is mailed and chooses from now on.
#[utoipa::path(
    tag = "matches",
    params(("id" = MatchId, Path, description = "The match's id.")),
    responses((status = 200, description = "The match as it is now.", body = MatchView), Problems),
    security(("session" = ["matches:write"]), ("api_key" = ["matches:write"]))
)]
#[post("/{id}/start")]
async fn start_match(command: Command<WriteMatches>, id: Target<MatchId>) -> Answer {
    command.run(move |tx, caller, _| commands::start(tx, caller, id.0).map(Reply::ok)).await
}

/// Cancel a match
///
/// Interviews that were arranged do not take place.
#[utoipa::path(
    tag = "matches",
    params(("id" = MatchId, Path, description = "The match's id.")),
    responses((status = 200, description = "The match as it is now.", body = MatchView), Problems),
    security(("session" = ["matches:write"]), ("api_key" = ["matches:write"]))
)]
#[post("/{id}/cancel")]
async fn cancel_match(command: Command<WriteMatches>, id: Target<MatchId>) -> Answer {
    command.run(move |tx, caller, _| commands::cancel(tx, caller, id.0).map(Reply::ok)).await
}

/// List the coaches of a match
///
/// Those whom the coachee can choose, in their order; a coach sees themselves.
#[utoipa::path(
    tag = "matches",
    params(("id" = MatchId, Path, description = "The match's id.")),
    responses((status = 200, description = "All coaches; the list is whole.", body = MatchCoachList), Problems),
    security(("session" = ["matches:read"]), ("api_key" = ["matches:read"]))
)]
#[get("/{id}/coaches")]
async fn list_match_coaches(read: Read<ReadMatches>, id: Target<MatchId>) -> Answer {
    read.page(move |conn, caller| queries::coaches(conn, caller, id.0)).await
}
