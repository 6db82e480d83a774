//! `/me/notifications` and `/me/notification-preferences`: one's own.

use actix_web::{get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::preferences::commands as preferences;
use super::preferences::model::{PreferencesView, PutPreferences};
use super::preferences::queries as own;
use super::queries::{self, InboxFilter};
use super::views::{Inbox, MarkRead, UnreadCount};
use crate::http::{Answer, Command, Params, Problems, Read, Reply};
use crate::identity::permissions::{ReadInbox, WriteInbox};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_my_notifications)
        .service(mark_my_notifications_read)
        .service(get_my_notification_preferences)
        .service(put_my_notification_preferences);
}

/// List one's own notifications
#[utoipa::path(
    tag = "me",
    params(InboxFilter),
    responses((status = 200, description = "A page, newest first, and how many of all are unread.", body = Inbox), Problems),
    security(("session" = ["inbox:read"]))
)]
#[get("/notifications")]
async fn list_my_notifications(read: Read<ReadInbox>, filter: Params<InboxFilter>) -> Answer {
    read.plain(move |conn, caller| queries::inbox(conn, caller, filter.0)).await
}

/// Mark one's own notifications as read
///
/// Those that are named, or all.
#[utoipa::path(
    tag = "me",
    request_body = MarkRead,
    responses((status = 200, description = "How many are unread now.", body = UnreadCount), Problems),
    security(("session" = ["inbox:write"]))
)]
#[post("/notifications/read")]
async fn mark_my_notifications_read(command: Command<WriteInbox, MarkRead>) -> Answer {
    command.run(|tx, caller, change| commands::mark_read(tx, caller, &change).map(Reply::plain)).await
}

/// Get what one wants to hear
#[utoipa::path(
    tag = "me",
    responses((status = 200, description = "Everything that can be switched off.", body = PreferencesView), Problems),
    security(("session" = ["inbox:read"]))
)]
#[get("/notification-preferences")]
async fn get_my_notification_preferences(read: Read<ReadInbox>) -> Answer {
    read.plain(own::own).await
}

/// Set what one wants to hear
#[utoipa::path(
    tag = "me",
    request_body = PutPreferences,
    responses((status = 200, description = "Everything that can be switched off, as it is now.", body = PreferencesView), Problems),
    security(("session" = ["inbox:write"]))
)]
#[put("/notification-preferences")]
async fn put_my_notification_preferences(command: Command<WriteInbox, PutPreferences>) -> Answer {
    command.run(|tx, caller, change| preferences::put(tx, caller, change).map(Reply::plain)).await
}
