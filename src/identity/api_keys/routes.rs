//! `/api-keys`.

use actix_web::{delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CreateApiKey, IssuedApiKey};
use super::queries::{self, ApiKeyFilter, ApiKeyList};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadApiKeys, WriteApiKeys};
use crate::kernel::ids::ApiKeyId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_api_keys).service(create_api_key).service(revoke_api_key);
}

/// List API keys
#[utoipa::path(
    tag = "api keys",
    params(ApiKeyFilter),
    responses((status = 200, description = "A page of keys, without their secrets.", body = ApiKeyList), Problems),
    security(("session" = ["api_keys:read"]))
)]
#[get("")]
async fn list_api_keys(read: Read<ReadApiKeys>, filter: Params<ApiKeyFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Make an API key
///
/// The key is shown this once.
#[utoipa::path(
    tag = "api keys",
    request_body = CreateApiKey,
    responses((status = 201, description = "The key.", body = IssuedApiKey), Problems),
    security(("session" = ["api_keys:write"]))
)]
#[post("")]
async fn create_api_key(command: Command<WriteApiKeys, CreateApiKey>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::plain_created)).await
}

/// Revoke an API key
#[utoipa::path(
    tag = "api keys",
    params(("id" = ApiKeyId, Path, description = "The key's id.")),
    responses((status = 204, description = "It stops working at once."), Problems),
    security(("session" = ["api_keys:write"]))
)]
#[delete("/{id}")]
async fn revoke_api_key(command: Command<WriteApiKeys>, id: Target<ApiKeyId>) -> Answer {
    command.run(move |tx, caller, _| commands::revoke(tx, caller, id.0).map(|()| Reply::no_content())).await
}
