//! `/payment-providers`.

use actix_web::{delete, get, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{ConnectStripe, PaymentProviderView};
use super::{commands, queries};
use crate::http::{Answer, Command, Problems, Read, Reply};
use crate::identity::permissions::{ReadConnections, WriteConnections};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_stripe_connection).service(put_stripe_connection).service(delete_stripe_connection);
}

/// Get the connection to Stripe
///
/// 404 when none is connected. Its secrets are never shown.
#[utoipa::path(
    tag = "invoices",
    responses((status = 200, description = "The connection.", body = PaymentProviderView), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("/stripe")]
async fn get_stripe_connection(read: Read<ReadConnections>) -> Answer {
    let base_url = read.app.messaging.base_url.clone();
    read.one(move |conn, caller| queries::get(conn, caller, &base_url)).await
}

/// Connect Stripe
///
/// Also gives a connection other secrets. Make an endpoint at Stripe for the `webhook_url` of the answer; its
/// signing secret belongs here, so connect a second time once it is known.
#[utoipa::path(
    tag = "invoices",
    request_body = ConnectStripe,
    responses((status = 200, description = "The connection.", body = PaymentProviderView), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[put("/stripe")]
async fn put_stripe_connection(command: Command<WriteConnections, ConnectStripe>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, new| commands::connect(tx, caller, &app.messaging, &new).map(Reply::ok)).await
}

/// Disconnect Stripe
///
/// Nobody is asked to pay by card any more.
#[utoipa::path(
    tag = "invoices",
    responses((status = 204, description = "Disconnected."), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[delete("/stripe")]
async fn delete_stripe_connection(command: Command<WriteConnections>) -> Answer {
    command.run(|tx, caller, _| commands::disconnect(tx, caller).map(|()| Reply::no_content())).await
}
