//! A recipient of an item.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::item_recipients;
use crate::kernel::Timestamp;
use crate::kernel::ids::{ItemId, OrganizationId, RecipientId, UserId};
use crate::kernel::page::list_schema;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = item_recipients, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Recipient {
    pub id: RecipientId,
    pub organization_id: OrganizationId,
    pub item_id: ItemId,
    /// Null for somebody outside, who has an address instead.
    pub user_id: Option<UserId>,
    pub is_required: bool,
    pub completed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub name: Option<String>,
    pub email: Option<String>,
    pub email_key: Option<String>,
}

/// Somebody whom an item is for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Recipient)]
pub struct RecipientView {
    pub id: RecipientId,
    /// Null for somebody outside.
    pub user_id: Option<UserId>,
    /// Null for somebody outside whose name was not given.
    #[schema(example = "Ana Alvarez")]
    pub name: Option<String>,
    /// The address of somebody outside; null for users, whose own is in their account.
    #[schema(example = "erik@partner.example")]
    pub email: Option<String>,
    /// Whether the item waits for this person before it is completed.
    pub required: bool,
    /// When this person completed their part.
    pub completed_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

list_schema!(RecipientList of RecipientView);

/// One more recipient.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "user_01kfq8v6n2e9t8w4x3y5z7a1bc"}))]
pub struct AddRecipient {
    /// Somebody of the organization.
    pub user_id: Option<UserId>,
    /// Somebody outside, instead of a user. Coaches may do this where the organization's
    /// `external_recipients` is `coaches`.
    #[validate(email(message = "must be an email address"))]
    #[schema(format = "email", max_length = 254, example = "erik@partner.example")]
    pub email: Option<String>,
    /// What somebody outside is called.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// Whether the item waits for this person; yes when absent.
    pub required: Option<bool>,
}
