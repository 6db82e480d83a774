//! `/segments`.

use actix_web::{delete, get, patch, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::explain::{self, SegmentExplanation};
use super::model::{CreateSegment, PreviewSegment, UpdateSegment};
use super::queries::{self, SegmentFilter, SegmentMemberFilter};
use super::views::{SegmentList, SegmentMemberList, SegmentMemberView, SegmentPreview, SegmentUsage, SegmentView};
use super::{commands, preview};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadSegments, WriteSegments};
use crate::kernel::ids::{SegmentId, UserId};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_segments)
        .service(create_segment)
        .service(preview_segment)
        .service(get_segment)
        .service(update_segment)
        .service(delete_segment)
        .service(list_segment_members)
        .service(get_segment_usage)
        .service(explain_segment)
        .service(put_segment_member)
        .service(remove_segment_member);
}

/// List segments
///
/// Newest first.
#[utoipa::path(
    tag = "segments",
    params(SegmentFilter),
    responses((status = 200, description = "A page of segments.", body = SegmentList), Problems),
    security(("session" = ["segments:read"]), ("api_key" = ["segments:read"]))
)]
#[get("")]
async fn list_segments(read: Read<ReadSegments>, filter: Params<SegmentFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Make a segment
///
/// Of active advocates, by a rule or by a list. Who is inside a dynamic one is found out right after; until
/// then its state is `building`. Nobody who is inside by a new rule triggers a mission.
#[utoipa::path(
    tag = "segments",
    request_body = CreateSegment,
    responses((status = 201, description = "The segment.", body = SegmentView), Problems),
    security(("session" = ["segments:write"]), ("api_key" = ["segments:write"]))
)]
#[post("")]
async fn create_segment(command: Command<WriteSegments, CreateSegment>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Try a rule
///
/// How many active advocates it holds for, and the first of them. Nothing is kept.
#[utoipa::path(
    tag = "segments",
    request_body = PreviewSegment,
    responses((status = 200, description = "Whom the rule would find.", body = SegmentPreview), Problems),
    security(("session" = ["segments:read"]), ("api_key" = ["segments:read"]))
)]
#[post("/preview")]
async fn preview_segment(command: Command<ReadSegments, PreviewSegment>) -> Answer {
    let now = command.app.db.clock().now();
    command.ask(move |conn, caller, trial| preview::of_rule(conn, caller, &trial, now)).await
}

/// Get a segment
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id.")),
    responses((status = 200, description = "The segment.", body = SegmentView), Problems),
    security(("session" = ["segments:read"]), ("api_key" = ["segments:read"]))
)]
#[get("/{id}")]
async fn get_segment(read: Read<ReadSegments>, id: Target<SegmentId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Change a segment
///
/// A new rule is applied to one person after the other; who comes or goes by that triggers no mission.
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id.")),
    request_body = UpdateSegment,
    responses((status = 200, description = "The segment as it is now.", body = SegmentView), Problems),
    security(("session" = ["segments:write"]), ("api_key" = ["segments:write"]))
)]
#[patch("/{id}")]
async fn update_segment(command: Command<WriteSegments, UpdateSegment>, id: Target<SegmentId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a segment
///
/// One that another segment or a mission needs is kept: 409 `segment_in_use`.
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["segments:write"]), ("api_key" = ["segments:write"]))
)]
#[delete("/{id}")]
async fn delete_segment(command: Command<WriteSegments>, id: Target<SegmentId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// List who is in a segment
///
/// Last come first.
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id."), SegmentMemberFilter),
    responses((status = 200, description = "A page of members.", body = SegmentMemberList), Problems),
    security(("session" = ["segments:read"]), ("api_key" = ["segments:read"]))
)]
#[get("/{id}/members")]
async fn list_segment_members(read: Read<ReadSegments>, id: Target<SegmentId>, filter: Params<SegmentMemberFilter>) -> Answer {
    read.page(move |conn, caller| queries::members(conn, caller, id.0, filter.0)).await
}

/// Get what needs a segment
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id.")),
    responses((status = 200, description = "What needs it.", body = SegmentUsage), Problems),
    security(("session" = ["segments:read"]), ("api_key" = ["segments:read"]))
)]
#[get("/{id}/usage")]
async fn get_segment_usage(read: Read<ReadSegments>, id: Target<SegmentId>) -> Answer {
    read.plain(move |conn, caller| queries::usage(conn, caller, id.0)).await
}

/// Explain why somebody is in a segment
///
/// Or is not: what every part of its rule says of them now.
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id."), ("child_id" = UserId, Path, description = "The person's id.")),
    responses((status = 200, description = "Every part of the rule.", body = SegmentExplanation), Problems),
    security(("session" = ["segments:read"]), ("api_key" = ["segments:read"]))
)]
#[get("/{id}/explain/{child_id}")]
async fn explain_segment(read: Read<ReadSegments>, ids: Target<(SegmentId, UserId)>) -> Answer {
    let ((id, user_id), now) = (ids.0, read.app.db.clock().now());
    read.plain(move |conn, caller| explain::of_person(conn, caller, id, user_id, now)).await
}

/// Put somebody on the list of a static segment
///
/// Any advocate; they are inside while their account is active.
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id."), ("child_id" = UserId, Path, description = "The person's id.")),
    responses((status = 200, description = "The member.", body = SegmentMemberView), Problems),
    security(("session" = ["segments:write"]), ("api_key" = ["segments:write"]))
)]
#[put("/{id}/members/{child_id}")]
async fn put_segment_member(command: Command<WriteSegments>, ids: Target<(SegmentId, UserId)>) -> Answer {
    let (id, user_id) = ids.0;
    command.run(move |tx, caller, _| commands::put_member(tx, caller, id, user_id).map(Reply::plain)).await
}

/// Take somebody from the list of a static segment
#[utoipa::path(
    tag = "segments",
    params(("id" = SegmentId, Path, description = "The segment's id."), ("child_id" = UserId, Path, description = "The person's id.")),
    responses((status = 204, description = "Taken from the list."), Problems),
    security(("session" = ["segments:write"]), ("api_key" = ["segments:write"]))
)]
#[delete("/{id}/members/{child_id}")]
async fn remove_segment_member(command: Command<WriteSegments>, ids: Target<(SegmentId, UserId)>) -> Answer {
    let (id, user_id) = ids.0;
    command.run(move |tx, caller, _| commands::remove_member(tx, caller, id, user_id).map(|()| Reply::no_content())).await
}
