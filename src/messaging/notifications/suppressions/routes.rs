//! `/email-suppressions`, and where mail providers report bounces.

use actix_web::{delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{BounceReport, CreateSuppression, EmailSuppressionList, SuppressionView};
use super::queries::{self, SuppressionFilter};
use crate::http::{Answer, Command, JsonValue, Link, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadNotifications, WriteNotifications};
use crate::kernel::ids::SuppressionId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_email_suppressions).service(create_email_suppression).service(delete_email_suppression);
}

pub fn public(cfg: &mut ServiceConfig) {
    cfg.service(report_bounces);
}

/// List addresses that get no mail
#[utoipa::path(
    tag = "notifications",
    params(SuppressionFilter),
    responses((status = 200, description = "A page, newest first.", body = EmailSuppressionList), Problems),
    security(("session" = ["notifications:read"]), ("api_key" = ["notifications:read"]))
)]
#[get("")]
async fn list_email_suppressions(read: Read<ReadNotifications>, filter: Params<SuppressionFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Send no more mail to an address
#[utoipa::path(
    tag = "notifications",
    request_body = CreateSuppression,
    responses((status = 201, description = "It gets no more mail.", body = SuppressionView), Problems),
    security(("session" = ["notifications:write"]), ("api_key" = ["notifications:write"]))
)]
#[post("")]
async fn create_email_suppression(command: Command<WriteNotifications, CreateSuppression>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, &new).map(Reply::plain_created)).await
}

/// Send mail to an address again
#[utoipa::path(
    tag = "notifications",
    params(("id" = SuppressionId, Path, description = "The entry's id.")),
    responses((status = 204, description = "It gets mail again."), Problems),
    security(("session" = ["notifications:write"]), ("api_key" = ["notifications:write"]))
)]
#[delete("/{id}")]
async fn delete_email_suppression(command: Command<WriteNotifications>, id: Target<SuppressionId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Report bounces and complaints
///
/// The address that a mail provider is given. It understands Postmark, SendGrid and Resend, and
/// `{"email", "kind": "hard" | "soft" | "complaint", "detail"}`, one or a list.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "The connection's bounce token.")),
    request_body(content = Value, description = "What the provider posts.", content_type = "application/json"),
    responses((status = 200, description = "What was taken from it.", body = BounceReport), Problems),
    security()
)]
#[post("/{token}")]
async fn report_bounces(link: Link, body: JsonValue) -> Answer {
    let (token, bounces) = (link.token.clone(), queries::reported(&body.0));
    link.ok(&link.write(move |tx| commands::report(tx, &token, &bounces)).await?)
}
