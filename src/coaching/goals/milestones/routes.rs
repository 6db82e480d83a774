//! `/goals/{id}/milestones` and `/milestones`.

use actix_web::{delete, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CreateMilestone, MilestoneView, UpdateMilestone};
use crate::http::{Answer, Command, Problems, Reply, Target};
use crate::identity::permissions::{CompleteItems, WriteGoals};
use crate::kernel::ids::{GoalId, MilestoneId};

pub fn of_goal(cfg: &mut ServiceConfig) {
    cfg.service(create_milestone);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(update_milestone).service(delete_milestone).service(complete_milestone).service(reopen_milestone);
}

/// Set a milestone of a goal
///
/// Coachees of a shared engagement are reminded before it is due.
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    request_body = CreateMilestone,
    responses((status = 201, description = "The milestone.", body = MilestoneView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/milestones")]
async fn create_milestone(command: Command<WriteGoals, CreateMilestone>, id: Target<GoalId>) -> Answer {
    command.run(move |tx, caller, new| commands::create(tx, caller, id.0, new).map(Reply::created)).await
}

/// Change a milestone
#[utoipa::path(
    tag = "goals",
    params(("id" = MilestoneId, Path, description = "The milestone's id.")),
    request_body = UpdateMilestone,
    responses((status = 200, description = "The milestone as it is now.", body = MilestoneView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[patch("/{id}")]
async fn update_milestone(command: Command<WriteGoals, UpdateMilestone>, id: Target<MilestoneId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a milestone
#[utoipa::path(
    tag = "goals",
    params(("id" = MilestoneId, Path, description = "The milestone's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[delete("/{id}")]
async fn delete_milestone(command: Command<WriteGoals>, id: Target<MilestoneId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Say that a milestone was reached
///
/// Coachees do that in engagements that are shared with them. Nobody is reminded of it any more.
#[utoipa::path(
    tag = "goals",
    params(("id" = MilestoneId, Path, description = "The milestone's id.")),
    responses((status = 200, description = "The milestone as it is now.", body = MilestoneView), Problems),
    security(("session" = ["completions:write"]), ("api_key" = ["completions:write"]))
)]
#[post("/{id}/complete")]
async fn complete_milestone(command: Command<CompleteItems>, id: Target<MilestoneId>) -> Answer {
    command.run(move |tx, caller, _| commands::complete(tx, caller, id.0).map(Reply::ok)).await
}

/// Open a milestone again
#[utoipa::path(
    tag = "goals",
    params(("id" = MilestoneId, Path, description = "The milestone's id.")),
    responses((status = 200, description = "The milestone as it is now.", body = MilestoneView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/reopen")]
async fn reopen_milestone(command: Command<WriteGoals>, id: Target<MilestoneId>) -> Answer {
    command.run(move |tx, caller, _| commands::reopen(tx, caller, id.0).map(Reply::ok)).await
}
