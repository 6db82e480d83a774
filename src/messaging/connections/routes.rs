//! `/channel-connections`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands::{self, CHANNELS};
use super::queries::{self, ChannelConnectionFilter};
use super::requests::{CreateChannelConnection, UpdateChannelConnection};
use super::views::{ChannelConnectionList, ChannelConnectionView, IssuedChannelConnection};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadConnections, WriteConnections};
use crate::kernel::ids::ConnectionId;
use crate::messaging::deliveries;
use crate::messaging::deliveries::model::DeliveryDetail;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_channel_connections)
        .service(create_channel_connection)
        .service(get_channel_connection)
        .service(update_channel_connection)
        .service(delete_channel_connection)
        .service(test_channel_connection)
        .service(enable_channel_connection)
        .service(disable_channel_connection);
}

/// List connections
#[utoipa::path(
    tag = "channels",
    params(ChannelConnectionFilter),
    responses((status = 200, description = "A page of connections, oldest first.", body = ChannelConnectionList), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("")]
async fn list_channel_connections(read: Read<ReadConnections>, filter: Params<ChannelConnectionFilter>) -> Answer {
    read.page(move |conn, caller| Ok(queries::channels(conn, caller, filter.0)?.map(ChannelConnectionView::from))).await
}

/// Make a connection
///
/// To Slack, by an incoming webhook or a bot, or to a mail server or provider. Zapier makes its own.
#[utoipa::path(
    tag = "channels",
    request_body = CreateChannelConnection,
    responses((status = 201, description = "The connection. For mail, also where its provider reports bounces.", body = IssuedChannelConnection), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("")]
async fn create_channel_connection(command: Command<WriteConnections, CreateChannelConnection>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, new| commands::create_channel(tx, caller, &app.messaging, new).map(Reply::created)).await
}

/// Get a connection
#[utoipa::path(
    tag = "channels",
    params(("id" = ConnectionId, Path, description = "The connection's id.")),
    responses((status = 200, description = "The connection, without its secrets.", body = ChannelConnectionView), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("/{id}")]
async fn get_channel_connection(read: Read<ReadConnections>, id: Target<ConnectionId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0, CHANNELS).map(ChannelConnectionView::from)).await
}

/// Change a connection
#[utoipa::path(
    tag = "channels",
    params(("id" = ConnectionId, Path, description = "The connection's id.")),
    request_body = UpdateChannelConnection,
    responses((status = 200, description = "The connection as it is now.", body = ChannelConnectionView), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[patch("/{id}")]
async fn update_channel_connection(command: Command<WriteConnections, UpdateChannelConnection>, id: Target<ConnectionId>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, change| commands::update_channel(tx, caller, &app.messaging, id.0, change).map(Reply::ok)).await
}

/// Delete a connection
///
/// With the log of what was delivered to it.
#[utoipa::path(
    tag = "channels",
    params(("id" = ConnectionId, Path, description = "The connection's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[delete("/{id}")]
async fn delete_channel_connection(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0, CHANNELS).map(|()| Reply::no_content())).await
}

/// Send a test
///
/// Mail goes to whoever asks. The answer is its delivery; look again to see what came of it.
#[utoipa::path(
    tag = "channels",
    params(("id" = ConnectionId, Path, description = "The connection's id.")),
    responses((status = 200, description = "The delivery.", body = DeliveryDetail), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/test")]
async fn test_channel_connection(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.app.limits.ensure_test(&command.caller)?;
    command
        .run(move |tx, caller, _| {
            let endpoint = queries::get(tx.conn(), caller, id.0, CHANNELS)?;
            deliveries::commands::send_test(tx, caller, &endpoint).map(Reply::ok)
        })
        .await
}

/// Enable a connection
///
/// What happened meanwhile is not sent.
#[utoipa::path(
    tag = "channels",
    params(("id" = ConnectionId, Path, description = "The connection's id.")),
    responses((status = 200, description = "The connection as it is now.", body = ChannelConnectionView), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/enable")]
async fn enable_channel_connection(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, _| Ok(Reply::ok(ChannelConnectionView::from(commands::switch(tx, caller, id.0, CHANNELS, true)?)))).await
}

/// Disable a connection
///
/// What waited for Slack or Zapier is given up; mail goes by the server's own settings.
#[utoipa::path(
    tag = "channels",
    params(("id" = ConnectionId, Path, description = "The connection's id.")),
    responses((status = 200, description = "The connection as it is now.", body = ChannelConnectionView), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("/{id}/disable")]
async fn disable_channel_connection(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, _| Ok(Reply::ok(ChannelConnectionView::from(commands::switch(tx, caller, id.0, CHANNELS, false)?)))).await
}
