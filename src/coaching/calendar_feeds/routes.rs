//! `/calendar-feeds` and the calendars behind their links.

use actix_web::{HttpResponse, delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CalendarFeedList, CreateCalendarFeed, IssuedCalendarFeed};
use super::queries::{self, CalendarFeedFilter};
use crate::http::{Answer, Command, Link, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadCalendarFeeds, WriteCalendarFeeds};
use crate::kernel::ids::CalendarFeedId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_calendar_feeds).service(create_calendar_feed).service(revoke_calendar_feed);
}

pub fn public(cfg: &mut ServiceConfig) {
    cfg.service(get_public_calendar);
}

/// List calendar feeds
///
/// One's own, without their links.
#[utoipa::path(
    tag = "calendar",
    params(CalendarFeedFilter),
    responses((status = 200, description = "A page of feeds.", body = CalendarFeedList), Problems),
    security(("session" = ["calendar_feeds:read"]))
)]
#[get("")]
async fn list_calendar_feeds(read: Read<ReadCalendarFeeds>, filter: Params<CalendarFeedFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Make a calendar feed
///
/// A link that Google Calendar, Outlook, Apple and others subscribe to: whatever one holds or attends. The
/// link is shown this once.
#[utoipa::path(
    tag = "calendar",
    request_body = CreateCalendarFeed,
    responses((status = 201, description = "The feed with its link.", body = IssuedCalendarFeed), Problems),
    security(("session" = ["calendar_feeds:write"]))
)]
#[post("")]
async fn create_calendar_feed(command: Command<WriteCalendarFeeds, CreateCalendarFeed>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, new| commands::create(tx, caller, new, &app.messaging).map(Reply::plain_created)).await
}

/// Revoke a calendar feed
#[utoipa::path(
    tag = "calendar",
    params(("id" = CalendarFeedId, Path, description = "The feed's id.")),
    responses((status = 204, description = "Its link stops working at once."), Problems),
    security(("session" = ["calendar_feeds:write"]))
)]
#[delete("/{id}")]
async fn revoke_calendar_feed(command: Command<WriteCalendarFeeds>, id: Target<CalendarFeedId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Get a calendar by its link
///
/// iCalendar, from 90 days ago on.
#[utoipa::path(
    tag = "calendar",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "The calendar.", body = String, content_type = "text/calendar"), Problems),
    security()
)]
#[get("/{token}.ics")]
async fn get_public_calendar(link: Link) -> Answer {
    let (app, now, token) = (link.app.clone(), link.now, link.token.clone());
    let ics = link.read(move |conn| queries::calendar(conn, &token, &app.messaging.mail_from.email, now)).await?;
    link.answer(HttpResponse::Ok().content_type("text/calendar; charset=utf-8").body(ics))
}
