//! `/reference-profiles`.

use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::requests::{ReferenceProfileFilter, UpdateReferenceProfile};
use super::views::{ReferenceProfileList, ReferenceProfileView};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadReferences, WriteReferences};
use crate::kernel::ids::ReferenceProfileId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_reference_profiles)
        .service(get_reference_profile)
        .service(update_reference_profile)
        .service(pause_reference_profile)
        .service(resume_reference_profile);
}

/// List references
///
/// Newest first.
#[utoipa::path(
    tag = "references",
    params(ReferenceProfileFilter),
    responses((status = 200, description = "A page of profiles.", body = ReferenceProfileList), Problems),
    security(("session" = ["references:read"]), ("api_key" = ["references:read"]))
)]
#[get("")]
async fn list_reference_profiles(read: Read<ReadReferences>, filter: Params<ReferenceProfileFilter>) -> Answer {
    let now = read.app.db.clock().now();
    read.page(move |conn, caller| queries::list(conn, caller, filter.0, now)).await
}

/// Get a reference
#[utoipa::path(
    tag = "references",
    params(("id" = ReferenceProfileId, Path, description = "The profile's id.")),
    responses((status = 200, description = "The profile.", body = ReferenceProfileView), Problems),
    security(("session" = ["references:read"]), ("api_key" = ["references:read"]))
)]
#[get("/{id}")]
async fn get_reference_profile(read: Read<ReadReferences>, id: Target<ReferenceProfileId>) -> Answer {
    let now = read.app.db.clock().now();
    read.one(move |conn, caller| queries::get(conn, caller, id.0, now)).await
}

/// Change what somebody agreed to
///
/// The next approval of theirs takes its place.
#[utoipa::path(
    tag = "references",
    params(("id" = ReferenceProfileId, Path, description = "The profile's id.")),
    request_body = UpdateReferenceProfile,
    responses((status = 200, description = "The profile as it is now.", body = ReferenceProfileView), Problems),
    security(("session" = ["references:write"]), ("api_key" = ["references:write"]))
)]
#[patch("/{id}")]
async fn update_reference_profile(command: Command<WriteReferences, UpdateReferenceProfile>, id: Target<ReferenceProfileId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Have nobody ask a reference for now
#[utoipa::path(
    tag = "references",
    params(("id" = ReferenceProfileId, Path, description = "The profile's id.")),
    responses((status = 200, description = "The profile, paused.", body = ReferenceProfileView), Problems),
    security(("session" = ["references:write"]), ("api_key" = ["references:write"]))
)]
#[post("/{id}/pause")]
async fn pause_reference_profile(command: Command<WriteReferences>, id: Target<ReferenceProfileId>) -> Answer {
    command.run(move |tx, caller, _| commands::pause(tx, caller, id.0).map(Reply::ok)).await
}

/// Let a reference be asked again
#[utoipa::path(
    tag = "references",
    params(("id" = ReferenceProfileId, Path, description = "The profile's id.")),
    responses((status = 200, description = "The profile, active.", body = ReferenceProfileView), Problems),
    security(("session" = ["references:write"]), ("api_key" = ["references:write"]))
)]
#[post("/{id}/resume")]
async fn resume_reference_profile(command: Command<WriteReferences>, id: Target<ReferenceProfileId>) -> Answer {
    command.run(move |tx, caller, _| commands::resume(tx, caller, id.0).map(Reply::ok)).await
}
