//! `/matches/{id}/selection` and `/selections`.

use actix_web::post;
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{RejectSelection, SelectCoach};
use crate::coaching::matches::views::MatchView;
use crate::http::{Answer, Command, Problems, Reply, Target};
use crate::identity::permissions::{TakePartInMatches, WriteMatches};
use crate::kernel::ids::{MatchId, SelectionId};

pub fn of_match(cfg: &mut ServiceConfig) {
    cfg.service(select_coach);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(approve_selection).service(reject_selection);
}

/// Select a coach
///
/// 409 `interviews_incomplete` before enough interviews were held. Where the organization asks for it
/// (`selection_approval`), an admin approves; then the engagement has its coach.
#[utoipa::path(
    tag = "matches",
    params(("id" = MatchId, Path, description = "The match's id.")),
    request_body = SelectCoach,
    responses((status = 200, description = "The match as it is now.", body = MatchView), Problems),
    security(("session" = ["interviews:write"]), ("api_key" = ["interviews:write"]))
)]
#[post("/{id}/selection")]
async fn select_coach(command: Command<TakePartInMatches, SelectCoach>, id: Target<MatchId>) -> Answer {
    command.run(move |tx, caller, change| commands::select(tx, caller, id.0, &change).map(Reply::ok)).await
}

/// Approve the selection of a coach
///
/// The engagement has its coach from now on.
#[utoipa::path(
    tag = "matches",
    params(("id" = SelectionId, Path, description = "The selection's id.")),
    responses((status = 200, description = "The match as it is now.", body = MatchView), Problems),
    security(("session" = ["matches:write"]), ("api_key" = ["matches:write"]))
)]
#[post("/{id}/approve")]
async fn approve_selection(command: Command<WriteMatches>, id: Target<SelectionId>) -> Answer {
    command.run(move |tx, caller, _| commands::approve(tx, caller, id.0).map(Reply::ok)).await
}

/// Reject the selection of a coach
///
/// The coachee selects again.
#[utoipa::path(
    tag = "matches",
    params(("id" = SelectionId, Path, description = "The selection's id.")),
    request_body = RejectSelection,
    responses((status = 200, description = "The match as it is now.", body = MatchView), Problems),
    security(("session" = ["matches:write"]), ("api_key" = ["matches:write"]))
)]
#[post("/{id}/reject")]
async fn reject_selection(command: Command<WriteMatches, RejectSelection>, id: Target<SelectionId>) -> Answer {
    command.run(move |tx, caller, change| commands::reject(tx, caller, id.0, change).map(Reply::ok)).await
}
