//! `/public/unsubscribe`: the link in optional mails. Looking changes nothing, because mail scanners open
//! every link; mail programs post to it with one click (RFC 8058).

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::Unsubscription;
use super::{commands, queries};
use crate::http::{Answer, Link, Problems};

pub fn public(cfg: &mut ServiceConfig) {
    cfg.service(get_unsubscription).service(unsubscribe);
}

/// See what an unsubscribe link stands for
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "The token from the mail.")),
    responses((status = 200, description = "What a POST would switch off.", body = Unsubscription), Problems),
    security()
)]
#[get("/{token}")]
async fn get_unsubscription(link: Link) -> Answer {
    let (user_id, entry) = queries::read_token(&link.app.messaging, &link.token)?;
    link.ok(&link.read(move |conn| queries::unsubscription(conn, user_id, entry)).await?)
}

/// Unsubscribe from a kind of mail
///
/// One click, without a login. Doing it again changes nothing.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "The token from the mail.")),
    responses((status = 200, description = "Such mails no longer go out to this person.", body = Unsubscription), Problems),
    security()
)]
#[post("/{token}")]
async fn unsubscribe(link: Link) -> Answer {
    let (user_id, entry) = queries::read_token(&link.app.messaging, &link.token)?;
    link.ok(&link.write(move |tx| commands::unsubscribe(tx, user_id, entry)).await?)
}
