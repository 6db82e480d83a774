//! `/form-responses`.

use actix_web::{get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::model::{ResponseFilter, SaveAnswers, SubmitAnswers};
use super::views::{FormResponseList, ResponseView};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadFormResponses, WriteFormResponses};
use crate::kernel::ids::FormResponseId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_form_responses).service(get_form_response).service(put_form_response).service(submit_form_response);
}

/// List what people answer
///
/// Newest first, without the answers. Admins see all, coaches those of their engagements, everybody what
/// they were asked themselves.
#[utoipa::path(
    tag = "forms",
    params(ResponseFilter),
    responses((status = 200, description = "A page of responses.", body = FormResponseList), Problems),
    security(("session" = ["form_responses:read"]), ("api_key" = ["form_responses:read"]))
)]
#[get("")]
async fn list_form_responses(read: Read<ReadFormResponses>, filter: Params<ResponseFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Get what somebody answers, with the questions
///
/// Nobody but the respondent sees the answers before they are handed in. Respondents do not see what
/// answers are worth.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormResponseId, Path, description = "The response's id.")),
    responses((status = 200, description = "The response.", body = ResponseView), Problems),
    security(("session" = ["form_responses:read"]), ("api_key" = ["form_responses:read"]))
)]
#[get("/{id}")]
async fn get_form_response(read: Read<ReadFormResponses>, id: Target<FormResponseId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Save answers
///
/// As often as one likes, before they are handed in. They replace what was saved before; each has to be of
/// its question's type, and nothing need be complete.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormResponseId, Path, description = "The response's id.")),
    request_body = SaveAnswers,
    responses((status = 200, description = "The response as it is now.", body = ResponseView), Problems),
    security(("session" = ["form_responses:write"]))
)]
#[put("/{id}")]
async fn put_form_response(command: Command<WriteFormResponses, SaveAnswers>, id: Target<FormResponseId>) -> Answer {
    command.run(move |tx, caller, change| commands::save(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Hand answers in
///
/// Once. What is required has to be there, and every fault is told with a pointer at its answer. Answers to
/// questions that are not shown are left out. Completes the respondent's part of the item, and with it the
/// item where its rule says so. An assessment is scored.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormResponseId, Path, description = "The response's id.")),
    request_body = SubmitAnswers,
    responses((status = 200, description = "The response, handed in.", body = ResponseView), Problems),
    security(("session" = ["form_responses:write"]))
)]
#[post("/{id}/submit")]
async fn submit_form_response(command: Command<WriteFormResponses, SubmitAnswers>, id: Target<FormResponseId>) -> Answer {
    let asked = Asked::of(&command.app, Some(command.caller.organization_id), id.0).await?;
    command.run(move |tx, caller, change| commands::submit(tx, caller, id.0, change, &asked).map(Reply::ok)).await
}
