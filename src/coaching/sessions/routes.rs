//! `/sessions`.

use actix_web::{HttpResponse, delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::filter::SessionFilter;
use super::model::{RescheduleSession, UpdateSessionDetails};
use super::views::{SessionList, SessionView};
use super::{commands, queries};
use crate::coaching::items::model::CompleteItem;
use crate::coaching::items::recipients::model::{AddRecipient, RecipientList, RecipientView};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadSessions, WriteSessions};
use crate::kernel::ids::{RecipientId, SessionId};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_sessions)
        .service(get_session)
        .service(update_session)
        .service(reschedule_session)
        .service(cancel_session)
        .service(complete_session)
        .service(mark_session_no_show)
        .service(list_session_attendees)
        .service(add_session_attendee)
        .service(remove_session_attendee)
        .service(get_session_invite);
}

/// List sessions
///
/// By when they begin: admins see all, others what they hold or attend. What is held in a draft is not
/// there for those who attend it.
#[utoipa::path(
    tag = "sessions",
    params(SessionFilter),
    responses((status = 200, description = "A page of sessions.", body = SessionList), Problems),
    security(("session" = ["sessions:read"]), ("api_key" = ["sessions:read"]))
)]
#[get("")]
async fn list_sessions(read: Read<ReadSessions>, filter: Params<SessionFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Get a session
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    responses((status = 200, description = "The session.", body = SessionView), Problems),
    security(("session" = ["sessions:read"]), ("api_key" = ["sessions:read"]))
)]
#[get("/{id}")]
async fn get_session(read: Read<ReadSessions>, id: Target<SessionId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Change a session
///
/// Title, description, length and place, which are its item's. Another length or place is told to its
/// attendees.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    request_body = UpdateSessionDetails,
    responses((status = 200, description = "The session as it is now.", body = SessionView), Problems),
    security(("session" = ["sessions:write"]), ("api_key" = ["sessions:write"]))
)]
#[patch("/{id}")]
async fn update_session(command: Command<WriteSessions, UpdateSessionDetails>, id: Target<SessionId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Move a session
///
/// Attendees are told, with the same iCalendar UID and a higher SEQUENCE, if its time, length or place
/// differs. A time at which the coach has another session is refused unless `allow_overlap` is true.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    request_body = RescheduleSession,
    responses((status = 200, description = "The session as it is now.", body = SessionView), Problems),
    security(("session" = ["sessions:write"]), ("api_key" = ["sessions:write"]))
)]
#[post("/{id}/reschedule")]
async fn reschedule_session(command: Command<WriteSessions, RescheduleSession>, id: Target<SessionId>) -> Answer {
    command.run(move |tx, caller, change| commands::reschedule(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Cancel a session
///
/// Its item is unscheduled again; its attendees get an iCalendar CANCEL.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    responses((status = 200, description = "The session as it is now.", body = SessionView), Problems),
    security(("session" = ["sessions:write"]), ("api_key" = ["sessions:write"]))
)]
#[post("/{id}/cancel")]
async fn cancel_session(command: Command<WriteSessions>, id: Target<SessionId>) -> Answer {
    command.run(move |tx, caller, _| commands::cancel(tx, caller, id.0).map(Reply::ok)).await
}

/// Complete a session
///
/// With it its item is completed.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    request_body = CompleteItem,
    responses((status = 200, description = "The session as it is now.", body = SessionView), Problems),
    security(("session" = ["sessions:write"]), ("api_key" = ["sessions:write"]))
)]
#[post("/{id}/complete")]
async fn complete_session(command: Command<WriteSessions, CompleteItem>, id: Target<SessionId>) -> Answer {
    command.run(move |tx, caller, change| commands::complete(tx, caller, id.0, &change).map(Reply::ok)).await
}

/// Say that somebody did not come
///
/// Once its time has come. Its item stays open: the session can be moved, or completed all the same.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    responses((status = 200, description = "The session as it is now.", body = SessionView), Problems),
    security(("session" = ["sessions:write"]), ("api_key" = ["sessions:write"]))
)]
#[post("/{id}/no-show")]
async fn mark_session_no_show(command: Command<WriteSessions>, id: Target<SessionId>) -> Answer {
    command.run(move |tx, caller, _| commands::no_show(tx, caller, id.0).map(Reply::ok)).await
}

/// List the attendees of a session
///
/// The recipients of its item.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    responses((status = 200, description = "All attendees; the list is whole.", body = RecipientList), Problems),
    security(("session" = ["sessions:read"]), ("api_key" = ["sessions:read"]))
)]
#[get("/{id}/attendees")]
async fn list_session_attendees(read: Read<ReadSessions>, id: Target<SessionId>) -> Answer {
    read.page(move |conn, caller| queries::attendee_list(conn, caller, id.0)).await
}

/// Add an attendee
///
/// A user of the organization, or somebody outside by their address. Who comes to an announced session
/// gets an invitation.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    request_body = AddRecipient,
    responses((status = 201, description = "The attendee.", body = RecipientView), Problems),
    security(("session" = ["sessions:write"]), ("api_key" = ["sessions:write"]))
)]
#[post("/{id}/attendees")]
async fn add_session_attendee(command: Command<WriteSessions, AddRecipient>, id: Target<SessionId>) -> Answer {
    command.run(move |tx, caller, new| commands::add_attendee(tx, caller, id.0, &new).map(Reply::plain_created)).await
}

/// Remove an attendee
///
/// They get an iCalendar CANCEL. Somebody has to be left.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id."), ("child_id" = RecipientId, Path, description = "The attendee's id.")),
    responses((status = 204, description = "Removed."), Problems),
    security(("session" = ["sessions:write"]), ("api_key" = ["sessions:write"]))
)]
#[delete("/{id}/attendees/{child_id}")]
async fn remove_session_attendee(command: Command<WriteSessions>, ids: Target<(SessionId, RecipientId)>) -> Answer {
    let (id, attendee_id) = ids.0;
    command.run(move |tx, caller, _| commands::remove_attendee(tx, caller, id, attendee_id).map(|()| Reply::no_content())).await
}

/// Get a session as a calendar file
///
/// iCalendar, for a calendar that is not subscribed to a feed.
#[utoipa::path(
    tag = "sessions",
    params(("id" = SessionId, Path, description = "The session's id.")),
    responses((status = 200, description = "The session.", body = String, content_type = "text/calendar"), Problems),
    security(("session" = ["sessions:read"]), ("api_key" = ["sessions:read"]))
)]
#[get("/{id}/invite.ics")]
async fn get_session_invite(read: Read<ReadSessions>, id: Target<SessionId>) -> Answer {
    let (app, now) = (read.app.clone(), read.app.db.clock().now());
    let ics = read.plan(move |conn, caller| queries::invite(conn, caller, id.0, &app.messaging.mail_from.email, now)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header(("Content-Disposition", "attachment; filename=\"invite.ics\""))
        .body(ics))
}
