//! `/matches/{id}/interviews` and `/interviews`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{DeclineInterview, ProposeTimes, RequestInterview, ScheduleInterview};
use super::views::InterviewOffer;
use super::{commands, queries};
use crate::http::{Answer, Command, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadMatches, TakePartInMatches, WriteMatches};
use crate::kernel::ids::{InterviewId, MatchId};

pub fn of_match(cfg: &mut ServiceConfig) {
    cfg.service(request_interview);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_interview)
        .service(approve_interview)
        .service(decline_interview)
        .service(propose_interview_times)
        .service(schedule_interview)
        .service(complete_interview)
        .service(cancel_interview);
}

/// Get an interview
///
/// With the slots at which it can be scheduled.
#[utoipa::path(
    tag = "matches",
    params(("id" = InterviewId, Path, description = "The interview's id.")),
    responses((status = 200, description = "The interview.", body = InterviewOffer), Problems),
    security(("session" = ["matches:read"]), ("api_key" = ["matches:read"]))
)]
#[get("/{id}")]
async fn get_interview(read: Read<ReadMatches>, id: Target<InterviewId>) -> Answer {
    let now = read.app.db.clock().now();
    read.one(move |conn, caller| queries::offer(conn, caller, id.0, now)).await
}

/// Ask for an interview
///
/// The answer holds free slots where the coach shares them; else the coach proposes times.
#[utoipa::path(
    tag = "matches",
    params(("id" = MatchId, Path, description = "The match's id.")),
    request_body = RequestInterview,
    responses((status = 201, description = "The interview.", body = InterviewOffer), Problems),
    security(("session" = ["interviews:write"]), ("api_key" = ["interviews:write"]))
)]
#[post("/{id}/interviews")]
async fn request_interview(command: Command<TakePartInMatches, RequestInterview>, id: Target<MatchId>) -> Answer {
    command.run(move |tx, caller, change| commands::request(tx, caller, id.0, &change).map(Reply::created)).await
}

/// Approve an interview
///
/// Where the organization asks for it (`interview_approval`).
#[utoipa::path(
    tag = "matches",
    params(("id" = InterviewId, Path, description = "The interview's id.")),
    responses((status = 200, description = "The interview as it is now.", body = InterviewOffer), Problems),
    security(("session" = ["matches:write"]), ("api_key" = ["matches:write"]))
)]
#[post("/{id}/approve")]
async fn approve_interview(command: Command<WriteMatches>, id: Target<InterviewId>) -> Answer {
    command.run(move |tx, caller, _| commands::approve(tx, caller, id.0).map(Reply::ok)).await
}

/// Decline an interview
///
/// An admin or the coach.
#[utoipa::path(
    tag = "matches",
    params(("id" = InterviewId, Path, description = "The interview's id.")),
    request_body = DeclineInterview,
    responses((status = 200, description = "The interview as it is now.", body = InterviewOffer), Problems),
    security(("session" = ["interviews:write"]), ("api_key" = ["interviews:write"]))
)]
#[post("/{id}/decline")]
async fn decline_interview(command: Command<TakePartInMatches, DeclineInterview>, id: Target<InterviewId>) -> Answer {
    command.run(move |tx, caller, change| commands::decline(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Propose times for an interview
///
/// Up to three, of which the coachee takes one. 409 `approval_pending` before it is approved.
#[utoipa::path(
    tag = "matches",
    params(("id" = InterviewId, Path, description = "The interview's id.")),
    request_body = ProposeTimes,
    responses((status = 200, description = "The interview as it is now.", body = InterviewOffer), Problems),
    security(("session" = ["interviews:write"]), ("api_key" = ["interviews:write"]))
)]
#[post("/{id}/propose-times")]
async fn propose_interview_times(command: Command<TakePartInMatches, ProposeTimes>, id: Target<InterviewId>) -> Answer {
    command.run(move |tx, caller, change| commands::propose_times(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Schedule an interview
///
/// At a free slot or a proposed time; the same again moves it. 409 `slot_taken` where somebody was faster,
/// `time_not_offered` at any other time, `approval_pending` before it is approved.
#[utoipa::path(
    tag = "matches",
    params(("id" = InterviewId, Path, description = "The interview's id.")),
    request_body = ScheduleInterview,
    responses((status = 200, description = "The interview as it is now.", body = InterviewOffer), Problems),
    security(("session" = ["interviews:write"]), ("api_key" = ["interviews:write"]))
)]
#[post("/{id}/schedule")]
async fn schedule_interview(command: Command<TakePartInMatches, ScheduleInterview>, id: Target<InterviewId>) -> Answer {
    command.run(move |tx, caller, change| commands::schedule(tx, caller, id.0, &change).map(Reply::ok)).await
}

/// Complete an interview
///
/// It was held. Once enough were, the coachee is asked to select a coach.
#[utoipa::path(
    tag = "matches",
    params(("id" = InterviewId, Path, description = "The interview's id.")),
    responses((status = 200, description = "The interview as it is now.", body = InterviewOffer), Problems),
    security(("session" = ["interviews:write"]), ("api_key" = ["interviews:write"]))
)]
#[post("/{id}/complete")]
async fn complete_interview(command: Command<TakePartInMatches>, id: Target<InterviewId>) -> Answer {
    command.run(move |tx, caller, _| commands::complete(tx, caller, id.0).map(Reply::ok)).await
}

/// Cancel an interview
#[utoipa::path(
    tag = "matches",
    params(("id" = InterviewId, Path, description = "The interview's id.")),
    responses((status = 200, description = "The interview as it is now.", body = InterviewOffer), Problems),
    security(("session" = ["interviews:write"]), ("api_key" = ["interviews:write"]))
)]
#[post("/{id}/cancel")]
async fn cancel_interview(command: Command<TakePartInMatches>, id: Target<InterviewId>) -> Answer {
    command.run(move |tx, caller, _| commands::cancel(tx, caller, id.0).map(Reply::ok)).await
}
