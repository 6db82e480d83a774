//! An API key.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::schema::api_keys;
use crate::db::{Json, MultiBackend};
use crate::kernel::Timestamp;
use crate::kernel::ids::{ApiKeyId, OrganizationId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_keys, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub organization_id: OrganizationId,
    pub name: String,
    pub key_hash: String,
    pub hint: String,
    pub scopes: Json<Vec<String>>,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// An API key, without the secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub struct ApiKeyView {
    pub id: ApiKeyId,
    #[schema(example = "Nightly export")]
    pub name: String,
    /// How the key begins, to tell keys apart.
    #[schema(example = "rk_qvN0mO")]
    pub hint: String,
    #[schema(example = json!(["engagements:read"]))]
    pub scopes: Vec<String>,
    pub expires_at: Option<Timestamp>,
    /// Exact to a minute.
    pub last_used_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl From<ApiKey> for ApiKeyView {
    fn from(row: ApiKey) -> Self {
        Self {
            id: row.id,
            name: row.name,
            hint: row.hint,
            scopes: row.scopes.0,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            created_at: row.created_at,
        }
    }
}

/// A fresh key. `key` is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// Send it as `X-Api-Key`.
    #[schema(example = "rk_qvN0mO1Yt3k8uJ0Jm6s6c2f6q0a2n1kQpZr7bTn8xYw")]
    pub key: String,
    pub scopes: Vec<String>,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// A new key.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Nightly export", "scopes": ["engagements:read", "exports:write", "exports:read"]}))]
pub struct CreateApiKey {
    #[schema(min_length = 1, max_length = 200, example = "Nightly export")]
    pub name: String,
    /// What the key may do: `resource:read` or `resource:write`.
    #[schema(min_items = 1, example = json!(["engagements:read", "exports:write"]))]
    pub scopes: Vec<String>,
    /// When it stops working; never when absent.
    pub expires_at: Option<Timestamp>,
}
