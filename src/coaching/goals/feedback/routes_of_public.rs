//! `/public/feedback`: what somebody says who was asked. Nothing but an explicit `POST` changes anything,
//! because mail scanners open every link.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::SubmitFeedback;
use super::views::PublicFeedbackView;
use super::{commands, opened_by, queries};
use crate::http::{Answer, Body, Link, Problems};
use crate::kernel::secrets;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_public_feedback).service(submit_public_feedback);
}

/// Look at a goal that one was asked about
///
/// Its name and description. Changes nothing, however often it is opened.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "The goal.", body = PublicFeedbackView), Problems),
    security()
)]
#[get("/{token}")]
async fn get_public_feedback(link: Link) -> Answer {
    let (now, id) = (link.now, opened_by(&link.app.messaging, &link.token)?);
    link.ok(&link.read(move |conn| queries::behind(conn, id, now)).await?)
}

/// Say what one thinks of a goal
///
/// Once. It is kept apart from who said it.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    request_body = SubmitFeedback,
    responses((status = 204, description = "Thank you."), Problems),
    security()
)]
#[post("/{token}/submit")]
async fn submit_public_feedback(link: Link, body: Body<SubmitFeedback>) -> Answer {
    let (id, answer_id) = (opened_by(&link.app.messaging, &link.token)?, secrets::random_token()?);
    link.write(move |tx| commands::submit(tx, id, answer_id, body.0)).await?;
    link.no_content()
}
