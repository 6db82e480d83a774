//! `/users/{id}/availability` and `/users/{id}/slots`.

use actix_web::{get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{AvailabilityView, SlotList, Timetable};
use super::queries::SlotParams;
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadAvailability, WriteAvailability};
use crate::kernel::ids::UserId;

pub fn of_user(cfg: &mut ServiceConfig) {
    cfg.service(get_availability).service(put_availability).service(share_availability).service(unshare_availability).service(list_slots);
}

/// Get when a coach can be booked
///
/// Coaches get their own, admins everybody's.
#[utoipa::path(
    tag = "calendar",
    params(("id" = UserId, Path, description = "The coach's id.")),
    responses((status = 200, description = "The timetable; an empty one as long as none was set.", body = AvailabilityView), Problems),
    security(("session" = ["availability:read"]), ("api_key" = ["availability:read"]))
)]
#[get("/{id}/availability")]
async fn get_availability(read: Read<ReadAvailability>, id: Target<UserId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Set when a coach can be booked
///
/// The whole timetable. Sessions that are booked already stay where they are.
#[utoipa::path(
    tag = "calendar",
    params(("id" = UserId, Path, description = "The coach's id.")),
    request_body = Timetable,
    responses((status = 200, description = "The timetable as it is now.", body = AvailabilityView), Problems),
    security(("session" = ["availability:write"]), ("api_key" = ["availability:write"]))
)]
#[put("/{id}/availability")]
async fn put_availability(command: Command<WriteAvailability, Timetable>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, timetable| commands::put(tx, caller, id.0, timetable).map(Reply::ok)).await
}

/// Let coachees see free slots
#[utoipa::path(
    tag = "calendar",
    params(("id" = UserId, Path, description = "The coach's id.")),
    responses((status = 200, description = "The timetable, shared.", body = AvailabilityView), Problems),
    security(("session" = ["availability:write"]), ("api_key" = ["availability:write"]))
)]
#[post("/{id}/availability/share")]
async fn share_availability(command: Command<WriteAvailability>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, _| commands::share(tx, caller, id.0, true).map(Reply::ok)).await
}

/// Hide free slots from coachees
#[utoipa::path(
    tag = "calendar",
    params(("id" = UserId, Path, description = "The coach's id.")),
    responses((status = 200, description = "The timetable, no longer shared.", body = AvailabilityView), Problems),
    security(("session" = ["availability:write"]), ("api_key" = ["availability:write"]))
)]
#[post("/{id}/availability/unshare")]
async fn unshare_availability(command: Command<WriteAvailability>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, _| commands::share(tx, caller, id.0, false).map(Reply::ok)).await
}

/// List a coach's free slots
///
/// What the timetable leaves free between the coach's sessions. Coachees see those of a coach who shares
/// them and coaches them.
#[utoipa::path(
    tag = "calendar",
    params(("id" = UserId, Path, description = "The coach's id."), SlotParams),
    responses((status = 200, description = "All free slots; the list is whole.", body = SlotList), Problems),
    security(("session" = ["availability:read"]), ("api_key" = ["availability:read"]))
)]
#[get("/{id}/slots")]
async fn list_slots(read: Read<ReadAvailability>, id: Target<UserId>, params: Params<SlotParams>) -> Answer {
    let now = read.app.db.clock().now();
    read.page(move |conn, caller| queries::free_slots(conn, caller, id.0, &params.0, now)).await
}
