//! `/notifications` and `/notification-types`.

use actix_web::{get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::explain;
use super::forecast::{self, Forecast};
use super::preview::{self, NotificationPreviews, PreviewNotification};
use super::queries::{self, NotificationFilter};
use super::views::{Explanation, NotificationList, NotificationTypeList, NotificationView};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadEngagements, ReadNotifications, WriteEngagements, WriteNotifications};
use crate::kernel::ids::{EngagementId, ItemId, NotificationId};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_notifications).service(get_notification).service(explain_notification);
}

pub fn types(cfg: &mut ServiceConfig) {
    cfg.service(list_notification_types).service(preview_notification_type);
}

pub fn of_engagement(cfg: &mut ServiceConfig) {
    cfg.service(forecast_engagement);
}

pub fn of_item(cfg: &mut ServiceConfig) {
    cfg.service(preview_item_notification);
}

/// List notifications
///
/// Who was told what, or was not and why; newest first.
#[utoipa::path(
    tag = "notifications",
    params(NotificationFilter),
    responses((status = 200, description = "A page of notifications.", body = NotificationList), Problems),
    security(("session" = ["notifications:read"]), ("api_key" = ["notifications:read"]))
)]
#[get("")]
async fn list_notifications(read: Read<ReadNotifications>, filter: Params<NotificationFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Get a notification
#[utoipa::path(
    tag = "notifications",
    params(("id" = NotificationId, Path, description = "The notification's id.")),
    responses((status = 200, description = "The notification.", body = NotificationView), Problems),
    security(("session" = ["notifications:read"]), ("api_key" = ["notifications:read"]))
)]
#[get("/{id}")]
async fn get_notification(read: Read<ReadNotifications>, id: Target<NotificationId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Explain a notification
///
/// Why it was sent, waits or was suppressed: each question that is asked, with the answer.
#[utoipa::path(
    tag = "notifications",
    params(("id" = NotificationId, Path, description = "The notification's id.")),
    responses((status = 200, description = "The explanation.", body = Explanation), Problems),
    security(("session" = ["notifications:read"]), ("api_key" = ["notifications:read"]))
)]
#[get("/{id}/explain")]
async fn explain_notification(read: Read<ReadNotifications>, id: Target<NotificationId>) -> Answer {
    let now = read.app.db.clock().now();
    read.plain(move |conn, caller| explain::explain(conn, caller, id.0, now)).await
}

/// List notification types
///
/// Every kind there is, what can be changed about it, and the variables of its words.
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "All of them.", body = NotificationTypeList), Problems),
    security(("session" = ["notifications:read"]), ("api_key" = ["notifications:read"]))
)]
#[get("")]
async fn list_notification_types(read: Read<ReadNotifications>) -> Answer {
    read.page(queries::types).await
}

/// Preview a kind of notification
///
/// With example data, in the words that count or in those that are sent along. Nothing is kept.
#[utoipa::path(
    tag = "notifications",
    params(("key" = String, Path, description = "The kind's key.", example = "task_sent")),
    request_body = PreviewNotification,
    responses((status = 200, description = "What it would look like.", body = NotificationPreviews), Problems),
    security(("session" = ["notifications:write"]), ("api_key" = ["notifications:write"]))
)]
#[post("/{key}/preview")]
async fn preview_notification_type(command: Command<WriteNotifications, PreviewNotification>, key: web::Path<String>) -> Answer {
    command
        .run(move |tx, caller, trial| {
            let entry = super::catalogue::find(&key)?;
            preview::with_examples(tx.conn(), caller, entry, trial).map(Reply::plain)
        })
        .await
}

/// Preview what an item's recipients would get
///
/// For each of them with the real data, in the words that count or in those that are sent along. Nothing
/// is sent or kept.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = PreviewNotification,
    responses((status = 200, description = "One preview a recipient.", body = NotificationPreviews), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/notification/preview")]
async fn preview_item_notification(command: Command<WriteEngagements, PreviewNotification>, id: Target<ItemId>) -> Answer {
    let app = command.app.clone();
    command
        .run(move |tx, caller, trial| {
            let now = tx.now();
            preview::of_item(tx.conn(), &app.messaging, caller, id.0, trial, now).map(Reply::plain)
        })
        .await
}

/// Forecast an engagement's messages
///
/// What will be sent, to whom, when and by what, what it waits for, and what would stop it.
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    responses((status = 200, description = "What will be sent, the nearest first.", body = Forecast), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/forecast")]
async fn forecast_engagement(read: Read<ReadEngagements>, id: Target<EngagementId>) -> Answer {
    let now = read.app.db.clock().now();
    read.plain(move |conn, caller| forecast::of_engagement(conn, caller, id.0, now)).await
}
