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
    pub user_id: UserId,
    pub is_required: bool,
    pub completed_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// Somebody whom an item is for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Recipient)]
pub struct RecipientView {
    pub id: RecipientId,
    pub user_id: UserId,
    #[schema(example = "Ana Alvarez")]
    pub name: String,
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
pub struct AddRecipient {
    pub user_id: UserId,
    /// Whether the item waits for this person; yes when absent.
    pub required: Option<bool>,
}
