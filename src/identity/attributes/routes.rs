//! `/attribute-definitions` and `/users/{id}/attributes`.

use actix_web::{delete, get, patch, post, put, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{AttributeDefinitionView, CreateAttributeDefinition, PutUserAttributes, UpdateUserAttributes};
use super::queries::{self, AttributeDefinitionList};
use crate::http::{Answer, Command, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadAttributes, WriteAttributes};
use crate::identity::users::model::UserView;
use crate::kernel::ids::UserId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_attribute_definitions).service(create_attribute_definition).service(delete_attribute_definition);
}

pub fn of_user(cfg: &mut ServiceConfig) {
    cfg.service(put_user_attributes).service(update_user_attributes);
}

/// List attributes
///
/// All of them on one page: those that everybody has, then the organization's own by name.
#[utoipa::path(
    tag = "attributes",
    responses((status = 200, description = "Every attribute.", body = AttributeDefinitionList), Problems),
    security(("session" = ["attributes:read"]), ("api_key" = ["attributes:read"]))
)]
#[get("")]
async fn list_attribute_definitions(read: Read<ReadAttributes>) -> Answer {
    read.page(queries::list).await
}

/// Define an attribute
///
/// Name and type stay. Rules of segments, values of people and columns of imports call it by its name.
#[utoipa::path(
    tag = "attributes",
    request_body = CreateAttributeDefinition,
    responses((status = 201, description = "The attribute.", body = AttributeDefinitionView), Problems),
    security(("session" = ["attributes:write"]), ("api_key" = ["attributes:write"]))
)]
#[post("")]
async fn create_attribute_definition(command: Command<WriteAttributes, CreateAttributeDefinition>) -> Answer {
    command.run(|tx, caller, new| commands::define(tx, caller, new).map(Reply::created)).await
}

/// Delete an attribute
///
/// With its values. One that a segment's rule mentions is kept: 409 `attribute_in_use`.
#[utoipa::path(
    tag = "attributes",
    params(("name" = String, Path, description = "The attribute's name.", example = "account.tier")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["attributes:write"]), ("api_key" = ["attributes:write"]))
)]
#[delete("/{name}")]
async fn delete_attribute_definition(command: Command<WriteAttributes>, name: web::Path<String>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, &name).map(|()| Reply::no_content())).await
}

/// Set a person's attributes
///
/// All of them: what is left out is cleared.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    request_body = PutUserAttributes,
    responses((status = 200, description = "The person as they are now.", body = UserView), Problems),
    security(("session" = ["attributes:write"]), ("api_key" = ["attributes:write"]))
)]
#[put("/{id}/attributes")]
async fn put_user_attributes(command: Command<WriteAttributes, PutUserAttributes>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, new| commands::put(tx, caller, id.0, &new.attributes).map(Reply::ok)).await
}

/// Change some of a person's attributes
///
/// What is left out stays; null clears.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    request_body = UpdateUserAttributes,
    responses((status = 200, description = "The person as they are now.", body = UserView), Problems),
    security(("session" = ["attributes:write"]), ("api_key" = ["attributes:write"]))
)]
#[patch("/{id}/attributes")]
async fn update_user_attributes(command: Command<WriteAttributes, UpdateUserAttributes>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, &change.attributes).map(Reply::ok)).await
}
