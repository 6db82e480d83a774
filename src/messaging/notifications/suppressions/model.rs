//! A suppressed address.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::email_suppressions;
use crate::kernel::ids::{OrganizationId, SuppressionId};
use crate::kernel::page::list_schema;
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// Why an address gets no mail.
    pub enum SuppressionReason {
        /// The mail server said that there is no such address.
        HardBounce = "hard_bounce",
        /// Its owner called a mail spam.
        Complaint = "complaint",
        /// Somebody put it on the list.
        Manual = "manual",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = email_suppressions, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Suppression {
    pub id: SuppressionId,
    pub organization_id: OrganizationId,
    pub email: String,
    pub reason: SuppressionReason,
    pub detail: Option<String>,
    pub created_at: Timestamp,
}

/// An address that gets no mail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmailSuppression)]
pub struct SuppressionView {
    pub id: SuppressionId,
    #[schema(example = "gone@people.example")]
    pub email: String,
    pub reason: SuppressionReason,
    /// What the mail server said.
    pub detail: Option<String>,
    pub created_at: Timestamp,
}

list_schema!(EmailSuppressionList of SuppressionView);

impl From<Suppression> for SuppressionView {
    fn from(row: Suppression) -> Self {
        Self { id: row.id, email: row.email, reason: row.reason, detail: row.detail, created_at: row.created_at }
    }
}

/// An address that is to get no mail.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CreateSuppression {
    #[schema(format = "email", max_length = 254, example = "gone@people.example")]
    pub email: String,
}

/// What a mail provider reported, and what was taken from it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BounceReport {
    /// Addresses that get no more mail because of it.
    #[schema(example = 1)]
    pub suppressed: usize,
}
