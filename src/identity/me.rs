//! `/me`: the caller, as the server sees them.

use actix_web::{get, patch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::Validate;

use super::permissions::{Caller, Proof, ReadMe, Role, WriteMe};
use super::users::model::UserView;
use super::{api_keys, organizations, users};
use crate::db::Conn;
use crate::http::{Answer, Command, Problems, Read, Reply};
use crate::kernel::Result;
use crate::kernel::ids::{ApiKeyId, OrganizationId};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_me).service(update_me);
}

/// Who is asking: a person or a key, and where.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// `user` or `api_key`.
    #[schema(example = "user")]
    pub kind: &'static str,
    pub organization_id: OrganizationId,
    #[schema(example = "Northwind Coaching")]
    pub organization_name: String,
    pub roles: Vec<Role>,
    /// The scopes of a key; null for people, whose roles decide.
    pub scopes: Option<Vec<String>>,
    pub user: Option<UserView>,
    pub api_key: Option<OwnApiKey>,
}

/// The key that is asking.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnApiKey {
    pub id: ApiKeyId,
    pub name: String,
}

fn me(conn: &mut Conn, caller: &Caller) -> Result<Me> {
    let organization_name = organizations::queries::name(conn, caller.organization_id)?;
    let (kind, scopes, user, api_key) = match &caller.proof {
        Proof::Session { user_id, .. } => {
            let user = users::store::find(conn, caller.organization_id, *user_id)?;
            ("user", None, Some(users::queries::view(conn, caller, user)?), None)
        }
        Proof::ApiKey { key_id, scopes } => {
            let name = api_keys::queries::name(conn, caller, *key_id)?;
            ("api_key", Some(scopes.clone()), None, Some(OwnApiKey { id: *key_id, name }))
        }
    };
    let roles = if user.is_some() { caller.roles.list() } else { Vec::new() };
    Ok(Me { kind, organization_id: caller.organization_id, organization_name, roles, scopes, user, api_key })
}

/// Who am I
///
/// Also a good first request for an integration: it tells whether the credentials work.
#[utoipa::path(
    tag = "me",
    responses((status = 200, description = "The caller.", body = Me), Problems),
    security(("session" = ["me:read"]), ("api_key" = ["me:read"]))
)]
#[get("")]
async fn get_me(read: Read<ReadMe>) -> Answer {
    read.plain(me).await
}

/// A change of oneself; what is absent stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct UpdateMe {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[schema(nullable = false, format = "time-zone", example = "Europe/Berlin")]
    pub time_zone: Option<String>,
}

/// Change one's own name or time zone
#[utoipa::path(
    tag = "me",
    request_body = UpdateMe,
    responses((status = 200, description = "The person as they are now.", body = UserView), Problems),
    security(("session" = ["me:write"]))
)]
#[patch("")]
async fn update_me(command: Command<WriteMe, UpdateMe>) -> Answer {
    command.run(|tx, caller, change| users::commands::update_own(tx, caller, change.name, change.time_zone).map(Reply::ok)).await
}
