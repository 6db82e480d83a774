//! Logins, refresh tokens and password resets.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::{login_sessions, password_resets, refresh_tokens};
use crate::kernel::Timestamp;
use crate::kernel::ids::{LoginSessionId, OrganizationId, PasswordResetId, RefreshTokenId, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = login_sessions, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct LoginSession {
    pub id: LoginSessionId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct RefreshToken {
    pub id: RefreshTokenId,
    pub organization_id: OrganizationId,
    pub login_session_id: LoginSessionId,
    pub token_hash: String,
    pub used_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = password_resets, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct PasswordReset {
    pub id: PasswordResetId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub token_hash: String,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// Email and password.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "admin@demo.example", "password": "rapport-demo"}))]
pub struct Login {
    #[schema(max_length = 254, example = "admin@demo.example")]
    pub email: String,
    #[schema(max_length = 200, format = "password", example = "rapport-demo")]
    pub password: String,
    /// Needed only when several organizations know this email with this password.
    pub organization_id: Option<OrganizationId>,
}

/// What keeps somebody logged in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// Send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token expires.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// Gets the next pair of tokens, once.
    pub refresh_token: String,
    pub user_id: UserId,
    pub organization_id: OrganizationId,
}

/// A refresh token.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    #[schema(max_length = 200)]
    pub refresh_token: String,
}

/// Whose password is to be reset.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RequestPasswordReset {
    #[schema(format = "email", max_length = 254, example = "ana@northwind.example")]
    pub email: String,
}

/// A new password, and the token from the link.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ConfirmPasswordReset {
    #[schema(max_length = 200)]
    pub token: String,
    /// 10 to 200 characters.
    #[schema(min_length = 10, max_length = 200, format = "password", example = "correct horse battery")]
    pub password: String,
}

/// A link with which a person sets a new password. The token is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedPasswordReset {
    pub id: PasswordResetId,
    pub user_id: UserId,
    /// Goes to `POST /auth/password-reset/confirm`.
    pub token: String,
    pub expires_at: Timestamp,
}
