//! `/missions/{id}/submissions` and `/submissions`.

use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::bodies::{BulkReview, CreateSubmission, MissionSubmissionFilter, ReviewNote, ReviewReason, SubmissionFilter, UpdateSubmission};
use super::review::{self, Verdict};
use super::state::Action;
use super::views::{BulkReviewView, SubmissionList, SubmissionView};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadSubmissions, ReviewSubmissions, TakePart};
use crate::kernel::ids::{MissionId, SubmissionId};

pub fn of_mission(cfg: &mut ServiceConfig) {
    cfg.service(list_mission_submissions).service(create_submission);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(review_submissions).service(list_submissions).service(get_submission).service(update_submission);
    cfg.service(submit_submission).service(resubmit_submission).service(withdraw_submission);
    cfg.service(approve_submission).service(reject_submission).service(request_submission_changes).service(revoke_submission);
}

/// List the submissions of a mission
///
/// Staff see what was handed in, by when it was, newest first. Advocates see their own, drafts too.
#[utoipa::path(
    tag = "submissions",
    params(("id" = MissionId, Path, description = "The mission's id."), MissionSubmissionFilter),
    responses((status = 200, description = "A page of submissions, without what was handed in.", body = SubmissionList), Problems),
    security(("session" = ["submissions:read"]), ("api_key" = ["submissions:read"]))
)]
#[get("/{id}/submissions")]
async fn list_mission_submissions(read: Read<ReadSubmissions>, id: Target<MissionId>, filter: Params<MissionSubmissionFilter>) -> Answer {
    let now = read.app.db.clock().now();
    read.page(move |conn, caller| queries::of_mission(conn, caller, filter.0.of(id.0), now)).await
}

/// Take part in a mission
///
/// Hands something in, or keeps it as a draft. What is handed in is held to the mission's rules; every fault is
/// told with a pointer at it. It takes one of the places that the mission leaves each person and all together:
/// 409 `participation_limit_reached` when there is none. A mission that approves by itself does it at once. A
/// mission that stands in no list is taken part in by its link.
#[utoipa::path(
    tag = "submissions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    request_body = CreateSubmission,
    responses((status = 201, description = "The submission.", body = SubmissionView), Problems),
    security(("session" = ["participation:write"]))
)]
#[post("/{id}/submissions")]
async fn create_submission(command: Command<TakePart, CreateSubmission>, id: Target<MissionId>) -> Answer {
    let asked = Asked::of_mission(&command.app, command.caller.organization_id, id.0).await?;
    command.run(move |tx, caller, new| commands::create(tx, caller, id.0, new, &asked).map(Reply::created)).await
}

/// List submissions
///
/// Staff see what was handed in, by when it was, newest first. Advocates see their own, drafts too.
#[utoipa::path(
    tag = "submissions",
    params(SubmissionFilter),
    responses((status = 200, description = "A page of submissions, without what was handed in.", body = SubmissionList), Problems),
    security(("session" = ["submissions:read"]), ("api_key" = ["submissions:read"]))
)]
#[get("")]
async fn list_submissions(read: Read<ReadSubmissions>, filter: Params<SubmissionFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Get a submission, with what was handed in
///
/// With the terms that it was made under, however the mission has changed since. Nobody but its author sees it
/// before it is handed in.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    responses((status = 200, description = "The submission.", body = SubmissionView), Problems),
    security(("session" = ["submissions:read"]), ("api_key" = ["submissions:read"]))
)]
#[get("/{id}")]
async fn get_submission(read: Read<ReadSubmissions>, id: Target<SubmissionId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Change a submission
///
/// Its author does, while it is a draft or staff wait for changes. It is held to the mission's rules once it is
/// handed in.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    request_body = UpdateSubmission,
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["participation:write"]))
)]
#[patch("/{id}")]
async fn update_submission(command: Command<TakePart, UpdateSubmission>, id: Target<SubmissionId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Hand a draft in
///
/// Under the terms of today, and if the mission still has a place for it.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["participation:write"]))
)]
#[post("/{id}/submit")]
async fn submit_submission(command: Command<TakePart>, id: Target<SubmissionId>) -> Answer {
    let asked = Asked::of_submission(&command.app, command.caller.organization_id, id.0).await?;
    command.run(move |tx, caller, _| commands::submit(tx, caller, id.0, &asked).map(Reply::ok)).await
}

/// Hand in again what staff wanted changed
///
/// Under the terms that it was made under, also when the mission has ended meanwhile.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["participation:write"]))
)]
#[post("/{id}/resubmit")]
async fn resubmit_submission(command: Command<TakePart>, id: Target<SubmissionId>) -> Answer {
    let asked = Asked::of_submission(&command.app, command.caller.organization_id, id.0).await?;
    command.run(move |tx, caller, _| commands::resubmit(tx, caller, id.0, &asked).map(Reply::ok)).await
}

/// Take a submission back
///
/// Its author does, before it is decided. The place that it held is free again.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["participation:write"]))
)]
#[post("/{id}/withdraw")]
async fn withdraw_submission(command: Command<TakePart>, id: Target<SubmissionId>) -> Answer {
    command.run(move |tx, caller, _| commands::withdraw(tx, caller, id.0).map(Reply::ok)).await
}

/// Approve a submission
///
/// Gives the recognition that it was made under, once. Also approves one whose approval was taken back. Nobody
/// approves their own; whoever comes second is told 409 `already_decided`.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    request_body = ReviewNote,
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["submissions:review"]), ("api_key" = ["submissions:review"]))
)]
#[post("/{id}/approve")]
async fn approve_submission(command: Command<ReviewSubmissions, ReviewNote>, id: Target<SubmissionId>) -> Answer {
    let verdict = Verdict { action: Action::Approve, reason: command.body.reason.clone() };
    command.run(move |tx, caller, _| review::decide(tx, caller, id.0, verdict).map(Reply::ok)).await
}

/// Reject a submission
///
/// The place that it held is free again, so that its author can hand in something else.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    request_body = ReviewReason,
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["submissions:review"]), ("api_key" = ["submissions:review"]))
)]
#[post("/{id}/reject")]
async fn reject_submission(command: Command<ReviewSubmissions, ReviewReason>, id: Target<SubmissionId>) -> Answer {
    command.run(move |tx, caller, why| review::decide(tx, caller, id.0, because(Action::Reject, why)).map(Reply::ok)).await
}

/// Ask for changes of a submission
///
/// Its author changes it and hands it in again. It keeps its place.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    request_body = ReviewReason,
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["submissions:review"]), ("api_key" = ["submissions:review"]))
)]
#[post("/{id}/request-changes")]
async fn request_submission_changes(command: Command<ReviewSubmissions, ReviewReason>, id: Target<SubmissionId>) -> Answer {
    command.run(move |tx, caller, why| review::decide(tx, caller, id.0, because(Action::RequestChanges, why)).map(Reply::ok)).await
}

/// Take an approval back
///
/// And with it what it gave, once: points are reversed, a reward that was not handed over yet is cancelled. It
/// keeps its place, and can be approved again.
#[utoipa::path(
    tag = "submissions",
    params(("id" = SubmissionId, Path, description = "The submission's id.")),
    request_body = ReviewReason,
    responses((status = 200, description = "The submission as it is now.", body = SubmissionView), Problems),
    security(("session" = ["submissions:review"]), ("api_key" = ["submissions:review"]))
)]
#[post("/{id}/revoke")]
async fn revoke_submission(command: Command<ReviewSubmissions, ReviewReason>, id: Target<SubmissionId>) -> Answer {
    command.run(move |tx, caller, why| review::decide(tx, caller, id.0, because(Action::Revoke, why)).map(Reply::ok)).await
}

/// Review several submissions
///
/// The same decision about each, and each for itself: what cannot be decided leaves the others as they are. The
/// answer is 200 with what became of each.
#[utoipa::path(
    tag = "submissions",
    request_body = BulkReview,
    responses((status = 200, description = "What became of each.", body = BulkReviewView), Problems),
    security(("session" = ["submissions:review"]), ("api_key" = ["submissions:review"]))
)]
#[post("/bulk-review")]
async fn review_submissions(command: Command<ReviewSubmissions, BulkReview>) -> Answer {
    command.run(move |tx, caller, request| review::decide_many(tx, caller, request).map(Reply::plain)).await
}

fn because(action: Action, why: ReviewReason) -> Verdict {
    Verdict { action, reason: Some(why.reason) }
}
