//! `/me/submissions`.

use actix_web::get;
use utoipa_actix_web::service_config::ServiceConfig;

use super::bodies::SubmissionFilter;
use super::queries;
use super::views::SubmissionList;
use crate::http::{Answer, Params, Problems, Read};
use crate::identity::permissions::ReadParticipation;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_my_submissions);
}

/// List one's own submissions
///
/// Drafts too, by when they were begun, newest first.
#[utoipa::path(
    tag = "me",
    params(SubmissionFilter),
    responses((status = 200, description = "A page of submissions, without what was handed in.", body = SubmissionList), Problems),
    security(("session" = ["participation:read"]))
)]
#[get("/submissions")]
async fn list_my_submissions(read: Read<ReadParticipation>, filter: Params<SubmissionFilter>) -> Answer {
    read.page(move |conn, caller| queries::own(conn, caller, filter.0)).await
}
