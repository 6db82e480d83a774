//! `/organization`.

use actix_web::{get, patch};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{OrganizationView, UpdateOrganization};
use super::{commands, queries};
use crate::http::{Answer, Command, Problems, Read, Reply};
use crate::identity::permissions::{ReadOrganization, WriteOrganization};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_organization).service(update_organization);
}

/// The organization and its settings
#[utoipa::path(
    tag = "organization",
    responses((status = 200, description = "The organization.", body = OrganizationView), Problems),
    security(("session" = ["organization:read"]), ("api_key" = ["organization:read"]))
)]
#[get("")]
async fn get_organization(read: Read<ReadOrganization>) -> Answer {
    read.one(queries::own).await
}

/// Change the organization's name or settings
#[utoipa::path(
    tag = "organization",
    request_body = UpdateOrganization,
    responses((status = 200, description = "The organization as it is now.", body = OrganizationView), Problems),
    security(("session" = ["organization:write"]), ("api_key" = ["organization:write"]))
)]
#[patch("")]
async fn update_organization(command: Command<WriteOrganization, UpdateOrganization>) -> Answer {
    command.run(|tx, caller, change| commands::update(tx, caller, change).map(Reply::ok)).await
}
