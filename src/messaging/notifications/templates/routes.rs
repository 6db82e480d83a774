//! Words of one's own: of the organization, an engagement, an item.

use actix_web::{delete, get, put, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{PutTemplate, TemplateView};
use super::queries::Place;
use super::{commands, queries};
use crate::http::{Answer, Command, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadEngagements, ReadNotifications, WriteEngagements, WriteNotifications};
use crate::kernel::ids::{EngagementId, ItemId};

pub fn of_organization(cfg: &mut ServiceConfig) {
    cfg.service(get_notification_template).service(put_notification_template).service(delete_notification_template);
}

pub fn of_engagement(cfg: &mut ServiceConfig) {
    cfg.service(get_engagement_notification_template)
        .service(put_engagement_notification_template)
        .service(delete_engagement_notification_template);
}

pub fn of_item(cfg: &mut ServiceConfig) {
    cfg.service(get_item_notification).service(put_item_notification).service(delete_item_notification);
}

/// Get the organization's words for a kind of notification
#[utoipa::path(
    tag = "notifications",
    params(("key" = String, Path, description = "The kind's key.", example = "task_sent")),
    responses((status = 200, description = "The words that count.", body = TemplateView), Problems),
    security(("session" = ["notifications:read"]), ("api_key" = ["notifications:read"]))
)]
#[get("/{key}/template")]
async fn get_notification_template(read: Read<ReadNotifications>, key: web::Path<String>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, &Place::organization(caller), &key)).await
}

/// Set the organization's words for a kind of notification
///
/// `{{variable}}` is filled in; nothing else is. What is left out stays built in.
#[utoipa::path(
    tag = "notifications",
    params(("key" = String, Path, description = "The kind's key.", example = "task_sent")),
    request_body = PutTemplate,
    responses((status = 200, description = "The words that count now.", body = TemplateView), Problems),
    security(("session" = ["notifications:write"]), ("api_key" = ["notifications:write"]))
)]
#[put("/{key}/template")]
async fn put_notification_template(command: Command<WriteNotifications, PutTemplate>, key: web::Path<String>) -> Answer {
    command.run(move |tx, caller, new| commands::put(tx, caller, &Place::organization(caller), &key, new).map(Reply::ok)).await
}

/// Go back to the built-in words
#[utoipa::path(
    tag = "notifications",
    params(("key" = String, Path, description = "The kind's key.", example = "task_sent")),
    responses((status = 204, description = "The built-in words count."), Problems),
    security(("session" = ["notifications:write"]), ("api_key" = ["notifications:write"]))
)]
#[delete("/{key}/template")]
async fn delete_notification_template(command: Command<WriteNotifications>, key: web::Path<String>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, &Place::organization(caller), &key).map(|()| Reply::no_content())).await
}

/// Get an engagement's words for a kind of notification
#[utoipa::path(
    tag = "engagements",
    params(
        ("id" = EngagementId, Path, description = "The engagement's id."),
        ("key" = String, Path, description = "The kind's key.", example = "task_sent")
    ),
    responses((status = 200, description = "The words that count.", body = TemplateView), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/notification-templates/{key}")]
async fn get_engagement_notification_template(
    read: Read<ReadEngagements>,
    id: Target<EngagementId>,
    path: web::Path<(String, String)>,
) -> Answer {
    let key = path.into_inner().1;
    read.one(move |conn, caller| {
        let place = Place::engagement(conn, caller, id.0)?;
        queries::get(conn, caller, &place, &key)
    })
    .await
}

/// Set an engagement's words for a kind of notification
#[utoipa::path(
    tag = "engagements",
    params(
        ("id" = EngagementId, Path, description = "The engagement's id."),
        ("key" = String, Path, description = "The kind's key.", example = "task_sent")
    ),
    request_body = PutTemplate,
    responses((status = 200, description = "The words that count now.", body = TemplateView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[put("/{id}/notification-templates/{key}")]
async fn put_engagement_notification_template(
    command: Command<WriteEngagements, PutTemplate>,
    id: Target<EngagementId>,
    path: web::Path<(String, String)>,
) -> Answer {
    let key = path.into_inner().1;
    command
        .run(move |tx, caller, new| {
            let place = Place::engagement(tx.conn(), caller, id.0)?;
            commands::put(tx, caller, &place, &key, new).map(Reply::ok)
        })
        .await
}

/// Go back to the organization's words
#[utoipa::path(
    tag = "engagements",
    params(
        ("id" = EngagementId, Path, description = "The engagement's id."),
        ("key" = String, Path, description = "The kind's key.", example = "task_sent")
    ),
    responses((status = 204, description = "The organization's words count."), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[delete("/{id}/notification-templates/{key}")]
async fn delete_engagement_notification_template(
    command: Command<WriteEngagements>,
    id: Target<EngagementId>,
    path: web::Path<(String, String)>,
) -> Answer {
    let key = path.into_inner().1;
    command
        .run(move |tx, caller, _| {
            let place = Place::engagement(tx.conn(), caller, id.0)?;
            commands::delete(tx, &place, &key).map(|()| Reply::no_content())
        })
        .await
}

/// Get an item's words
///
/// Of what goes out when it is sent, or scheduled when it is a session.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "The words that count.", body = TemplateView), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/notification")]
async fn get_item_notification(read: Read<ReadEngagements>, id: Target<ItemId>) -> Answer {
    read.one(move |conn, caller| {
        let place = Place::item(conn, caller, id.0)?;
        queries::get(conn, caller, &place, place.own_type()?.key)
    })
    .await
}

/// Set an item's words
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = PutTemplate,
    responses((status = 200, description = "The words that count now.", body = TemplateView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[put("/{id}/notification")]
async fn put_item_notification(command: Command<WriteEngagements, PutTemplate>, id: Target<ItemId>) -> Answer {
    command
        .run(move |tx, caller, new| {
            let place = Place::item(tx.conn(), caller, id.0)?;
            commands::put(tx, caller, &place, place.own_type()?.key, new).map(Reply::ok)
        })
        .await
}

/// Go back to the engagement's words
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 204, description = "The engagement's words count."), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[delete("/{id}/notification")]
async fn delete_item_notification(command: Command<WriteEngagements>, id: Target<ItemId>) -> Answer {
    command
        .run(move |tx, caller, _| {
            let place = Place::item(tx.conn(), caller, id.0)?;
            commands::delete(tx, &place, place.own_type()?.key).map(|()| Reply::no_content())
        })
        .await
}
