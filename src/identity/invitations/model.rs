//! An invitation.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::invitations;
use crate::kernel::ids::{InvitationId, OrganizationId, UserId};
use crate::kernel::{Code, Problem, Result, Timestamp};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Invitation {
    pub id: InvitationId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub token_hash: String,
    pub expires_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl Invitation {
    pub fn ensure_open(&self, now: Timestamp) -> Result<()> {
        let open = self.accepted_at.is_none() && self.revoked_at.is_none() && self.expires_at > now;
        if open { Ok(()) } else { Err(Problem::new(Code::TokenExpired)) }
    }
}

/// A fresh invitation. The token is shown this once; only its hash is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedInvitation {
    pub id: InvitationId,
    pub user_id: UserId,
    /// Goes into the link that the person gets.
    #[schema(example = "qvN0mO1Yt3k8uJ0Jm6s6c2f6q0a2n1kQpZr7bTn8xYw")]
    pub token: String,
    /// Where the person looks at the invitation; `POST …/accept` there accepts it.
    #[schema(example = "http://127.0.0.1:8080/api/v1/public/invitations/qvN0mO1Yt3k8uJ0Jm6s6c2f6q0a2n1kQpZr7bTn8xYw")]
    pub url: String,
    pub expires_at: Timestamp,
}

/// What somebody who holds the link sees.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicInvitation)]
pub struct PublicInvitationView {
    #[schema(example = "Northwind Coaching")]
    pub organization_name: String,
    #[schema(example = "Ana Alvarez")]
    pub name: String,
    #[schema(example = "ana@northwind.example")]
    pub email: String,
    pub expires_at: Timestamp,
}

/// Accepting sets the password and activates the account.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// 10 to 200 characters.
    #[schema(min_length = 10, max_length = 200, format = "password", example = "correct horse battery")]
    pub password: String,
}
