//! `/public/forms`: what somebody outside answers through the link in their mail. Nothing but an explicit
//! `PUT` or `POST` changes anything, because mail scanners open every link.

use actix_web::{get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::model::{SaveAnswers, SubmitAnswers};
use super::views::{PublicFormReceipt, PublicFormView};
use super::{commands, opened_by, queries};
use crate::http::{Answer, Body, Link, Problems};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_public_form).service(put_public_form).service(submit_public_form);
}

/// Look at a form
///
/// Changes nothing, however often it is opened. 410 once it was handed in, has expired, or nobody waits for
/// it any more.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "The form, and what was saved so far.", body = PublicFormView), Problems),
    security()
)]
#[get("/{token}")]
async fn get_public_form(link: Link) -> Answer {
    let (now, id) = (link.now, opened_by(&link.app.messaging, &link.token)?);
    link.ok(&link.read(move |conn| queries::behind(conn, id, now)).await?)
}

/// Save answers to a form
///
/// As often as one likes, before they are handed in. They replace what was saved before.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    request_body = SaveAnswers,
    responses((status = 200, description = "The form, and what was saved.", body = PublicFormView), Problems),
    security()
)]
#[put("/{token}")]
async fn put_public_form(link: Link, body: Body<SaveAnswers>) -> Answer {
    let id = opened_by(&link.app.messaging, &link.token)?;
    link.ok(&link.write(move |tx| commands::save_outside(tx, id, body.0)).await?)
}

/// Hand answers to a form in
///
/// Once; the link does not work afterwards.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    request_body = SubmitAnswers,
    responses((status = 200, description = "They were handed in.", body = PublicFormReceipt), Problems),
    security()
)]
#[post("/{token}/submit")]
async fn submit_public_form(link: Link, body: Body<SubmitAnswers>) -> Answer {
    let id = opened_by(&link.app.messaging, &link.token)?;
    let asked = Asked::of(&link.app, None, id).await?;
    link.ok(&link.write(move |tx| commands::submit_outside(tx, id, body.0, &asked)).await?)
}
