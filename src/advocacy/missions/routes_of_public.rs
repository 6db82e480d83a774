//! `/public/missions`: the page behind the magic link. Nothing but an explicit `POST` changes anything, because
//! mail scanners open every link.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::participants::ParticipantMissionView;
use super::{queries, viewing};
use crate::http::{Answer, Link, Problems};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_public_mission).service(view_public_mission);
}

/// Look at a mission by its link
///
/// Changes nothing, however often it is opened. Open to everybody where the mission is for anyone; else whoever
/// is not logged in gets 401 `login_required`, and whom it is not for 404, as for a link that nobody made. 410
/// once it has ended or its link was replaced.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "The mission.", body = ParticipantMissionView), Problems),
    security()
)]
#[get("/{token}")]
async fn get_public_mission(link: Link) -> Answer {
    let (now, token, caller) = (link.now, link.token.clone(), link.caller().await?);
    let links = link.app.links.clone();
    let page = link.read(move |conn| queries::behind_link(conn, caller.as_ref(), &token, now)?.linked(&links)).await?;
    link.ok(&page)
}

/// Say that I have looked at a mission by its link
///
/// Counted once an advocate who is logged in; of others nothing is kept.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 204, description = "Noted."), Problems),
    security()
)]
#[post("/{token}/view")]
async fn view_public_mission(link: Link) -> Answer {
    let (token, caller) = (link.token.clone(), link.caller().await?);
    let on_behalf = caller.clone();
    link.write_as(caller.as_ref(), move |tx| viewing::view_by_link(tx, on_behalf.as_ref(), &token)).await?;
    link.no_content()
}
