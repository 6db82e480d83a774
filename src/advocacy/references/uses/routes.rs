//! `/reference-profiles/{id}/uses`.

use actix_web::{delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CreateReferenceUse, ReferenceUseList, ReferenceUseView};
use super::queries::{self, ReferenceUseFilter};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadReferences, WriteReferences};
use crate::kernel::ids::{ReferenceProfileId, ReferenceUseId};

pub fn of_profile(cfg: &mut ServiceConfig) {
    cfg.service(list_reference_uses).service(create_reference_use).service(delete_reference_use);
}

/// List what somebody was asked for
///
/// Newest first.
#[utoipa::path(
    tag = "references",
    params(("id" = ReferenceProfileId, Path, description = "The profile's id."), ReferenceUseFilter),
    responses((status = 200, description = "A page of uses.", body = ReferenceUseList), Problems),
    security(("session" = ["references:read"]), ("api_key" = ["references:read"]))
)]
#[get("/{id}/uses")]
async fn list_reference_uses(read: Read<ReadReferences>, id: Target<ReferenceProfileId>, filter: Params<ReferenceUseFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, id.0, filter.0)).await
}

/// Note that somebody was asked
///
/// It counts for the quarter of its day. 409 `reference_limit_reached` where they were asked in that quarter as
/// often as they agreed to.
#[utoipa::path(
    tag = "references",
    params(("id" = ReferenceProfileId, Path, description = "The profile's id.")),
    request_body = CreateReferenceUse,
    responses((status = 201, description = "The use.", body = ReferenceUseView), Problems),
    security(("session" = ["references:write"]), ("api_key" = ["references:write"]))
)]
#[post("/{id}/uses")]
async fn create_reference_use(command: Command<WriteReferences, CreateReferenceUse>, id: Target<ReferenceProfileId>) -> Answer {
    command.run(move |tx, caller, new| commands::create(tx, caller, id.0, new).map(Reply::plain_created)).await
}

/// Take a use away
///
/// It did not come to that, and counts no more.
#[utoipa::path(
    tag = "references",
    params(
        ("id" = ReferenceProfileId, Path, description = "The profile's id."),
        ("child_id" = ReferenceUseId, Path, description = "The use's id."),
    ),
    responses((status = 204, description = "Taken away."), Problems),
    security(("session" = ["references:write"]), ("api_key" = ["references:write"]))
)]
#[delete("/{id}/uses/{child_id}")]
async fn delete_reference_use(command: Command<WriteReferences>, ids: Target<(ReferenceProfileId, ReferenceUseId)>) -> Answer {
    let (id, use_id) = ids.0;
    command.run(move |tx, caller, _| commands::delete(tx, caller, id, use_id).map(|()| Reply::no_content())).await
}
