//! `/webhook-endpoints`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::ConnectionKind;
use super::queries::{self, WebhookEndpointFilter};
use super::requests::{CreateWebhookEndpoint, RecoverSince, RotateSecret, UpdateWebhookEndpoint};
use super::views::{IssuedWebhookEndpoint, Recovery, WebhookEndpointList, WebhookEndpointView};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadConnections, WriteConnections};
use crate::kernel::ids::ConnectionId;
use crate::messaging::deliveries;
use crate::messaging::deliveries::model::DeliveryDetail;

const KINDS: &[ConnectionKind] = &[ConnectionKind::Webhook];

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_webhook_endpoints)
        .service(create_webhook_endpoint)
        .service(get_webhook_endpoint)
        .service(update_webhook_endpoint)
        .service(delete_webhook_endpoint)
        .service(test_webhook_endpoint)
        .service(rotate_webhook_secret)
        .service(enable_webhook_endpoint)
        .service(disable_webhook_endpoint)
        .service(recover_webhook_endpoint);
}

/// List webhook endpoints
#[utoipa::path(
    tag = "webhooks",
    params(WebhookEndpointFilter),
    responses((status = 200, description = "A page of endpoints, oldest first.", body = WebhookEndpointList), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("")]
async fn list_webhook_endpoints(read: Read<ReadConnections>, filter: Params<WebhookEndpointFilter>) -> Answer {
    read.page(move |conn, caller| Ok(queries::webhooks(conn, caller, filter.0)?.map(WebhookEndpointView::from))).await
}

/// Make a webhook endpoint
///
/// Events are posted to it, signed as Standard Webhooks says. The secret is shown this once.
#[utoipa::path(
    tag = "webhooks",
    request_body = CreateWebhookEndpoint,
    responses((status = 201, description = "The endpoint and its secret.", body = IssuedWebhookEndpoint), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("")]
async fn create_webhook_endpoint(command: Command<WriteConnections, CreateWebhookEndpoint>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, new| commands::create_webhook(tx, caller, &app.messaging, new).map(Reply::created)).await
}

/// Get a webhook endpoint
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    responses((status = 200, description = "The endpoint, without its secret.", body = WebhookEndpointView), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("/{id}")]
async fn get_webhook_endpoint(read: Read<ReadConnections>, id: Target<ConnectionId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0, KINDS).map(WebhookEndpointView::from)).await
}

/// Change a webhook endpoint
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    request_body = UpdateWebhookEndpoint,
    responses((status = 200, description = "The endpoint as it is now.", body = WebhookEndpointView), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[patch("/{id}")]
async fn update_webhook_endpoint(command: Command<WriteConnections, UpdateWebhookEndpoint>, id: Target<ConnectionId>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, change| commands::update_webhook(tx, caller, &app.messaging, id.0, change).map(Reply::ok)).await
}

/// Delete a webhook endpoint
///
/// With the log of what was delivered to it.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[delete("/{id}")]
async fn delete_webhook_endpoint(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0, KINDS).map(|()| Reply::no_content())).await
}

/// Send a test
///
/// A message of the type `test`, whatever the endpoint listens to. The answer is its delivery; look again
/// to see what came of it.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    responses((status = 200, description = "The delivery.", body = DeliveryDetail), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/test")]
async fn test_webhook_endpoint(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.app.limits.ensure_test(&command.caller)?;
    command
        .run(move |tx, caller, _| {
            let endpoint = queries::get(tx.conn(), caller, id.0, KINDS)?;
            deliveries::commands::send_test(tx, caller, &endpoint).map(Reply::ok)
        })
        .await
}

/// Sign with a new secret
///
/// The one before goes on signing for a day, or as long as `overlap` says. The new one is shown this once.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    request_body = RotateSecret,
    responses((status = 200, description = "The endpoint and its new secret.", body = IssuedWebhookEndpoint), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/rotate-secret")]
async fn rotate_webhook_secret(command: Command<WriteConnections, RotateSecret>, id: Target<ConnectionId>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, change| commands::rotate_secret(tx, caller, &app.messaging, id.0, &change).map(Reply::ok)).await
}

/// Enable a webhook endpoint
///
/// What happened meanwhile is sent by `recover`.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    responses((status = 200, description = "The endpoint as it is now.", body = WebhookEndpointView), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/enable")]
async fn enable_webhook_endpoint(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, _| Ok(Reply::ok(WebhookEndpointView::from(commands::switch(tx, caller, id.0, KINDS, true)?)))).await
}

/// Disable a webhook endpoint
///
/// What waited for it is given up; `recover` brings it back.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    responses((status = 200, description = "The endpoint as it is now.", body = WebhookEndpointView), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/disable")]
async fn disable_webhook_endpoint(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, _| Ok(Reply::ok(WebhookEndpointView::from(commands::switch(tx, caller, id.0, KINDS, false)?)))).await
}

/// Recover what an endpoint missed
///
/// Everything since then that it listens to and has not got is tried again at once, with the same ids.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = ConnectionId, Path, description = "The endpoint's id.")),
    request_body = RecoverSince,
    responses((status = 200, description = "How much was queued.", body = Recovery), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/recover")]
async fn recover_webhook_endpoint(command: Command<WriteConnections, RecoverSince>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, wanted| deliveries::commands::recover(tx, caller, id.0, wanted.since).map(Reply::plain)).await
}
