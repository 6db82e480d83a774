//! `/engagements/{id}/goals` and `/goals`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{Action, CreateGoal, UpdateGoal};
use super::queries::{self, GoalFilter};
use super::views::{GoalList, GoalView};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadGoals, WriteGoals};
use crate::kernel::ids::{EngagementId, GoalId};

pub fn of_engagement(cfg: &mut ServiceConfig) {
    cfg.service(list_goals).service(create_goal);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_goal).service(update_goal).service(delete_goal).service(achieve_goal).service(drop_goal).service(reopen_goal);
}

/// List the goals of an engagement
///
/// In the order in which they were set, with their milestones. Coachees see those of engagements that are
/// shared with them.
#[utoipa::path(
    tag = "goals",
    params(("id" = EngagementId, Path, description = "The engagement's id."), GoalFilter),
    responses((status = 200, description = "A page of goals.", body = GoalList), Problems),
    security(("session" = ["goals:read"]), ("api_key" = ["goals:read"]))
)]
#[get("/{id}/goals")]
async fn list_goals(read: Read<ReadGoals>, id: Target<EngagementId>, filter: Params<GoalFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, id.0, filter.0)).await
}

/// Set a goal
#[utoipa::path(
    tag = "goals",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = CreateGoal,
    responses((status = 201, description = "The goal.", body = GoalView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/goals")]
async fn create_goal(command: Command<WriteGoals, CreateGoal>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, new| commands::create(tx, caller, id.0, new).map(Reply::created)).await
}

/// Get a goal
///
/// What people said of it shows once as many have answered as the organization's `feedback_min_raters`
/// asks for, and never beside their names.
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    responses((status = 200, description = "The goal.", body = GoalView), Problems),
    security(("session" = ["goals:read"]), ("api_key" = ["goals:read"]))
)]
#[get("/{id}")]
async fn get_goal(read: Read<ReadGoals>, id: Target<GoalId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Change a goal
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    request_body = UpdateGoal,
    responses((status = 200, description = "The goal as it is now.", body = GoalView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[patch("/{id}")]
async fn update_goal(command: Command<WriteGoals, UpdateGoal>, id: Target<GoalId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a goal
///
/// Links of people who were asked for feedback stop working.
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[delete("/{id}")]
async fn delete_goal(command: Command<WriteGoals>, id: Target<GoalId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Say that a goal was reached
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    responses((status = 200, description = "The goal as it is now.", body = GoalView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/achieve")]
async fn achieve_goal(command: Command<WriteGoals>, id: Target<GoalId>) -> Answer {
    command.run(move |tx, caller, _| commands::step(tx, caller, id.0, Action::Achieve).map(Reply::ok)).await
}

/// Give a goal up
///
/// Nobody is reminded of it or asked about it any more.
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    responses((status = 200, description = "The goal as it is now.", body = GoalView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/drop")]
async fn drop_goal(command: Command<WriteGoals>, id: Target<GoalId>) -> Answer {
    command.run(move |tx, caller, _| commands::step(tx, caller, id.0, Action::Drop).map(Reply::ok)).await
}

/// Take a goal up again
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    responses((status = 200, description = "The goal as it is now.", body = GoalView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/reopen")]
async fn reopen_goal(command: Command<WriteGoals>, id: Target<GoalId>) -> Answer {
    command.run(move |tx, caller, _| commands::step(tx, caller, id.0, Action::Reopen).map(Reply::ok)).await
}
