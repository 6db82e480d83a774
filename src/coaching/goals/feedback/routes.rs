//! `/goals/{id}/feedback-requests` and `/feedback-requests`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{CreateFeedbackRequest, RequestFilter};
use super::views::{FeedbackRequestList, FeedbackRequestView};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadGoals, WriteGoals};
use crate::kernel::ids::{FeedbackRequestId, GoalId};

pub fn of_goal(cfg: &mut ServiceConfig) {
    cfg.service(list_feedback_requests).service(create_feedback_request);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(remind_feedback_request).service(revoke_feedback_request);
}

/// List who was asked about a goal
///
/// Newest first; for those who run the engagement. What they said is in the goal's `feedback`, without names.
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id."), RequestFilter),
    responses((status = 200, description = "A page of requests.", body = FeedbackRequestList), Problems),
    security(("session" = ["goals:read"]), ("api_key" = ["goals:read"]))
)]
#[get("/{id}/feedback-requests")]
async fn list_feedback_requests(read: Read<ReadGoals>, id: Target<GoalId>, filter: Params<RequestFilter>) -> Answer {
    let now = read.app.db.clock().now();
    read.page(move |conn, caller| queries::list(conn, caller, id.0, filter.0, now)).await
}

/// Ask somebody about a goal
///
/// Anybody with a mail address. They get a link with which they see the goal's name and description and
/// nothing else, and can rate it once.
#[utoipa::path(
    tag = "goals",
    params(("id" = GoalId, Path, description = "The goal's id.")),
    request_body = CreateFeedbackRequest,
    responses((status = 201, description = "The request.", body = FeedbackRequestView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/feedback-requests")]
async fn create_feedback_request(command: Command<WriteGoals, CreateFeedbackRequest>, id: Target<GoalId>) -> Answer {
    command.run(move |tx, caller, new| commands::create(tx, caller, id.0, new).map(Reply::plain_created)).await
}

/// Remind somebody who was asked
///
/// The mail has the same link. Shortly before a request expires that happens by itself.
#[utoipa::path(
    tag = "goals",
    params(("id" = FeedbackRequestId, Path, description = "The request's id.")),
    responses((status = 200, description = "The request as it is now.", body = FeedbackRequestView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/remind")]
async fn remind_feedback_request(command: Command<WriteGoals>, id: Target<FeedbackRequestId>) -> Answer {
    command.run(move |tx, caller, _| commands::remind(tx, caller, id.0).map(Reply::ok)).await
}

/// Take a request for feedback back
///
/// Its link stops working.
#[utoipa::path(
    tag = "goals",
    params(("id" = FeedbackRequestId, Path, description = "The request's id.")),
    responses((status = 200, description = "The request as it is now.", body = FeedbackRequestView), Problems),
    security(("session" = ["goals:write"]), ("api_key" = ["goals:write"]))
)]
#[post("/{id}/revoke")]
async fn revoke_feedback_request(command: Command<WriteGoals>, id: Target<FeedbackRequestId>) -> Answer {
    command.run(move |tx, caller, _| commands::revoke(tx, caller, id.0).map(Reply::ok)).await
}
