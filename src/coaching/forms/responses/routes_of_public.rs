//! `/public/forms`: what somebody outside answers through the link in their mail. Nothing but an explicit
//! `PUT` or `POST` changes anything, because mail scanners open every link.

use actix_web::{get, post, put, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{SaveAnswers, SubmitAnswers};
use super::views::{PublicFormReceipt, PublicFormView};
use super::{commands, opened_by, queries};
use crate::db::Intent;
use crate::http::{Answer, Body, Problems, Public};

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
async fn get_public_form(public: Public, token: web::Path<String>) -> Answer {
    public.ensure_within_limits()?;
    let (now, id) = (public.app.db.clock().now(), opened_by(&public.app.messaging, &token)?);
    let page = public.app.db.read(move |conn| queries::behind(conn, id, now)).await?;
    public.secret(&page)
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
async fn put_public_form(public: Public, token: web::Path<String>, body: Body<SaveAnswers>) -> Answer {
    public.ensure_within_limits()?;
    let id = opened_by(&public.app.messaging, &token)?;
    let page = public.app.db.write(Intent::system(), move |tx| commands::save_outside(tx, id, body.0)).await?;
    public.secret(&page)
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
async fn submit_public_form(public: Public, token: web::Path<String>, body: Body<SubmitAnswers>) -> Answer {
    public.ensure_within_limits()?;
    let id = opened_by(&public.app.messaging, &token)?;
    let receipt = public.app.db.write(Intent::system(), move |tx| commands::submit_outside(tx, id, body.0)).await?;
    public.secret(&receipt)
}
