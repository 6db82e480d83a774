//! `/events` and `/event-types`.

use actix_web::get;
use actix_web::http::header;
use futures_util::TryStreamExt;
use utoipa_actix_web::service_config::ServiceConfig;

use super::queries::{self, EventFilter, StreamFilter};
use super::stream;
use super::views::{EventMessageList, EventTypes};
use crate::http::{Answer, Params, Problems, Read};
use crate::identity::permissions::{ReadEvents, ReadMe};
use crate::kernel::ids::EventId;
use crate::messaging::events::catalogue;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_events).service(stream_events);
}

pub fn types(cfg: &mut ServiceConfig) {
    cfg.service(list_event_types);
}

/// List events
///
/// The log of everything that happened, oldest first. Who follows `next_cursor`, or `after` with the last
/// event read, misses nothing.
#[utoipa::path(
    tag = "events",
    params(EventFilter),
    responses((status = 200, description = "A page of events.", body = EventMessageList), Problems),
    security(("session" = ["events:read"]), ("api_key" = ["events:read"]))
)]
#[get("")]
async fn list_events(read: Read<ReadEvents>, filter: Params<EventFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Follow events
///
/// The same as server-sent events (`text/event-stream`), from now on or after the event that
/// `Last-Event-ID` or `after` names.
#[utoipa::path(
    tag = "events",
    params(StreamFilter, ("Last-Event-ID" = Option<EventId>, Header, description = "The last event that was read, as browsers send it.")),
    responses((status = 200, description = "Events as they happen.", body = String, content_type = "text/event-stream"), Problems),
    security(("session" = ["events:read"]), ("api_key" = ["events:read"]))
)]
#[get("/stream")]
async fn stream_events(read: Read<ReadEvents>, filter: Params<StreamFilter>) -> Answer {
    let last = read.header("last-event-id").and_then(|id| id.parse().ok()).or(filter.0.after);
    let at = read.plan(move |conn, caller| queries::start_of_stream(conn, caller, last)).await?;
    let credentials = read.credentials()?;
    let types = filter.0.types.map(|types| types.0);
    let stream = stream::open(read.app.clone(), read.caller.clone(), credentials, types, at);
    Ok(actix_web::HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream.map_ok(actix_web::web::Bytes::from)))
}

/// List event types
#[utoipa::path(
    tag = "events",
    responses((status = 200, description = "Every type that subscribers can ask for.", body = EventTypes), Problems),
    security(("session" = ["me:read"]), ("api_key" = ["me:read"]))
)]
#[get("")]
async fn list_event_types(read: Read<ReadMe>) -> Answer {
    read.plain(|_, _| Ok(EventTypes { data: catalogue::ALL.to_vec() })).await
}
