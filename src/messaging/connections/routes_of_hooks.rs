//! `/hooks`: how Zapier subscribes, as its REST hooks ask for it.

use actix_web::{delete, get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::ConnectionKind;
use super::queries::{self, HookFilter};
use super::requests::CreateHook;
use super::views::{HookList, HookView};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadConnections, WriteConnections};
use crate::kernel::ids::ConnectionId;
use crate::messaging::log;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_hook_samples).service(list_hooks).service(create_hook).service(delete_hook);
}

/// List hooks
///
/// What Zaps have subscribed to.
#[utoipa::path(
    tag = "zapier",
    params(HookFilter),
    responses((status = 200, description = "A page of hooks, oldest first.", body = HookList), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("")]
async fn list_hooks(read: Read<ReadConnections>, filter: Params<HookFilter>) -> Answer {
    read.page(move |conn, caller| Ok(queries::hooks(conn, caller, filter.0)?.map(HookView::from))).await
}

/// Subscribe a Zap
///
/// The same address and event again is the same hook, answered with 200.
#[utoipa::path(
    tag = "zapier",
    request_body = CreateHook,
    responses(
        (status = 201, description = "The hook.", body = HookView),
        (status = 200, description = "It was there already.", body = HookView),
        Problems
    ),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[post("")]
async fn create_hook(command: Command<WriteConnections, CreateHook>) -> Answer {
    let app = command.app.clone();
    command
        .run(move |tx, caller, new| {
            let (hook, is_new) = commands::subscribe(tx, caller, &app.messaging, new)?;
            Ok(if is_new { Reply::plain_created(hook) } else { Reply::plain(hook) })
        })
        .await
}

/// Unsubscribe a Zap
#[utoipa::path(
    tag = "zapier",
    params(("id" = ConnectionId, Path, description = "The hook's id.")),
    responses((status = 204, description = "It is told of nothing more."), Problems),
    security(("session" = ["connections:write"]), ("api_key" = ["connections:write"]))
)]
#[delete("/{id}")]
async fn delete_hook(command: Command<WriteConnections>, id: Target<ConnectionId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0, &[ConnectionKind::Zapier]).map(|()| Reply::no_content())).await
}

/// Samples for a Zap
///
/// The newest events of a type in the shape in which hooks get them: a bare array, newest first.
#[utoipa::path(
    tag = "zapier",
    params(("event_type" = String, Path, description = "A type of event.", example = "item.completed")),
    responses((status = 200, description = "At most three.", body = Vec<HashMap<String, Value>>), Problems),
    security(("session" = ["connections:read"]), ("api_key" = ["connections:read"]))
)]
#[get("/samples/{event_type}")]
async fn list_hook_samples(read: Read<ReadConnections>, event_type: web::Path<String>) -> Answer {
    read.plain(move |conn, caller| log::queries::samples(conn, caller, &event_type)).await
}
