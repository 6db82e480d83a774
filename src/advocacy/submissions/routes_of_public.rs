//! `/public/missions/{token}/submissions` and `/public/submissions`: taking part by a mission's link, and
//! confirming by a mailed one. Nothing but a `POST` changes anything, because mail scanners open every link.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::bodies::{ConfirmSubmission, CreatePublicSubmission};
use super::views::{PublicConfirmationView, PublicSubmissionView};
use super::{guests, opened_by, queries};
use crate::db::Tx;
use crate::http::{Answer, Body, Link, Problems, Public};

pub fn of_mission(cfg: &mut ServiceConfig) {
    cfg.service(create_public_submission);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(confirm_public_submission).service(get_public_confirmation);
}

/// Take part in a mission by its link
///
/// Who is logged in hands it in as themselves. What a guest hands in is held until they confirm their address
/// by the link that is mailed to it; whether there is a place for them is told then. The answer says nothing
/// of whom we know.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the mission's link.")),
    request_body = CreatePublicSubmission,
    responses((status = 200, description = "Where it stands.", body = PublicSubmissionView), Problems),
    security()
)]
#[post("/{token}/submissions")]
async fn create_public_submission(link: Link, body: Body<CreatePublicSubmission>) -> Answer {
    let asked = Asked::behind(&link.app, link.token.clone()).await?;
    let (caller, token) = (link.caller().await?, link.token.clone());
    if let (None, Some(email)) = (&caller, &body.0.email) {
        link.app.limits.ensure_mailbox(email)?;
    }
    let known = caller.clone();
    let change = move |tx: &mut Tx<'_>| guests::take_part(tx, &token, known.as_ref(), body.0, &asked);
    link.ok(&link.write_as(caller.as_ref(), change).await?)
}

/// Look at what a mailed link confirms
///
/// Changes nothing, however often it is opened. 410 once it was confirmed, or waited too long.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "What waits to be confirmed.", body = PublicConfirmationView), Problems),
    security()
)]
#[get("/confirm/{token}")]
async fn get_public_confirmation(link: Link) -> Answer {
    let (now, id) = (link.now, opened_by(&link.app.messaging, &link.token)?);
    link.ok(&link.read(move |conn| queries::behind(conn, id, now)).await?)
}

/// Confirm the address that something was handed in with
///
/// Once. From then on it is a submission like any other, of whoever has this address. 409
/// `participation_limit_reached` when there is no place for it.
#[utoipa::path(
    tag = "public",
    request_body = ConfirmSubmission,
    responses((status = 200, description = "Where it stands.", body = PublicSubmissionView), Problems),
    security()
)]
#[post("/confirm")]
async fn confirm_public_submission(public: Public, body: Body<ConfirmSubmission>) -> Answer {
    let link = Link::given(public, body.0.token)?;
    let id = opened_by(&link.app.messaging, &link.token)?;
    let asked = Asked::of_guest(&link.app, id).await?;
    link.ok(&link.write(move |tx| guests::confirm(tx, id, &asked)).await?)
}
