//! `/engagements/{id}/resources` and `/resources`.

use actix_web::{delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CreateResource, ResourceView};
use super::queries::{self, ResourceFilter, ResourceList};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadResources, WriteResources};
use crate::kernel::ids::{EngagementId, ResourceId};

pub fn of_engagement(cfg: &mut ServiceConfig) {
    cfg.service(list_resources).service(create_resource);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(delete_resource);
}

/// List the resources of an engagement
///
/// Newest first. Whoever sees the engagement sees them; a file comes with a link to its bytes.
#[utoipa::path(
    tag = "resources",
    params(("id" = EngagementId, Path, description = "The engagement's id."), ResourceFilter),
    responses((status = 200, description = "A page of resources.", body = ResourceList), Problems),
    security(("session" = ["resources:read"]), ("api_key" = ["resources:read"]))
)]
#[get("/{id}/resources")]
async fn list_resources(read: Read<ReadResources>, id: Target<EngagementId>, filter: Params<ResourceFilter>) -> Answer {
    let links = read.app.links.clone();
    read.page(move |conn, caller| queries::list(conn, caller, id.0, filter.0, &links)).await
}

/// Share a file or a link with everybody in an engagement
///
/// Those who are active are told.
#[utoipa::path(
    tag = "resources",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = CreateResource,
    responses((status = 201, description = "The resource.", body = ResourceView), Problems),
    security(("session" = ["resources:write"]), ("api_key" = ["resources:write"]))
)]
#[post("/{id}/resources")]
async fn create_resource(command: Command<WriteResources, CreateResource>, id: Target<EngagementId>) -> Answer {
    let links = command.app.links.clone();
    command
        .run(move |tx, caller, new| {
            let (resource, file) = commands::create(tx, caller, id.0, new)?;
            ResourceView::new(resource, file, &links, true).map(Reply::created)
        })
        .await
}

/// Remove a resource from its engagement
///
/// Its file stays with whoever uploaded it.
#[utoipa::path(
    tag = "resources",
    params(("id" = ResourceId, Path, description = "The resource's id.")),
    responses((status = 204, description = "Removed."), Problems),
    security(("session" = ["resources:write"]), ("api_key" = ["resources:write"]))
)]
#[delete("/{id}")]
async fn delete_resource(command: Command<WriteResources>, id: Target<ResourceId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}
