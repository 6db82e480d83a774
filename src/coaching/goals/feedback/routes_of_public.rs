//! `/public/feedback`: what somebody says who was asked. Nothing but an explicit `POST` changes anything,
//! because mail scanners open every link.

use actix_web::{get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::SubmitFeedback;
use super::views::PublicFeedbackView;
use super::{commands, opened_by, queries};
use crate::db::Intent;
use crate::http::{Answer, Body, Problems, Public};
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
async fn get_public_feedback(public: Public, token: web::Path<String>) -> Answer {
    public.ensure_within_limits()?;
    let (now, id) = (public.app.db.clock().now(), opened_by(&public.app.messaging, &token)?);
    let page = public.app.db.read(move |conn| queries::behind(conn, id, now)).await?;
    public.secret(&page)
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
async fn submit_public_feedback(public: Public, token: web::Path<String>, body: Body<SubmitFeedback>) -> Answer {
    public.ensure_within_limits()?;
    let (id, answer_id) = (opened_by(&public.app.messaging, &token)?, secrets::random_token()?);
    public.app.db.write(Intent::system(), move |tx| commands::submit(tx, id, answer_id, body.0)).await?;
    public.no_content()
}
