//! `/deliveries`.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{DeliveryDetail, DeliveryList};
use super::queries::{self, DeliveryFilter};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadConnections, WriteConnections};
use crate::kernel::ids::DeliveryId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_deliveries).service(get_delivery).service(retry_delivery);
}

/// List deliveries
///
/// Everything that left or is to leave over the network, newest first.
#[utoipa::path(
    tag = "webhooks",
    params(DeliveryFilter),
    responses((status = 200, description = "A page of deliveries.", body = DeliveryList), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("")]
async fn list_deliveries(read: Read<ReadConnections>, filter: Params<DeliveryFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Get a delivery with its attempts
#[utoipa::path(
    tag = "webhooks",
    params(("id" = DeliveryId, Path, description = "The delivery's id.")),
    responses((status = 200, description = "The delivery.", body = DeliveryDetail), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("/{id}")]
async fn get_delivery(read: Read<ReadConnections>, id: Target<DeliveryId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Try a delivery again
///
/// At once and with the same id, whatever became of it before; also to replay what arrived.
#[utoipa::path(
    tag = "webhooks",
    params(("id" = DeliveryId, Path, description = "The delivery's id.")),
    responses((status = 200, description = "The delivery, to be tried.", body = DeliveryDetail), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/retry")]
async fn retry_delivery(command: Command<WriteConnections>, id: Target<DeliveryId>) -> Answer {
    command.run(move |tx, caller, _| commands::retry(tx, caller, id.0).map(Reply::ok)).await
}
