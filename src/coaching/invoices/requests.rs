//! What is asked for.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::lines::NewInvoiceLine;
use super::model::PaymentMethod;
use crate::kernel::ids::{EngagementId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::{Day, Timestamp};

/// A new invoice, as a draft. It is billed to a coachee of an engagement, or to somebody outside.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "engagement_id": "eng_01kfq8v6n2e9t8w4x3y5z7a1bc",
    "billed_to_id": "user_01kfq8v6n2e9t8w4x3y5z7a1bc",
    "subject": "Coaching in spring",
    "lines": [{"description": "Coaching session, 60 minutes", "quantity": "3", "unit_price_minor": 18000, "tax_percent": "19"}]
}))]
pub struct CreateInvoice {
    /// What it is for. Needed when a coachee pays.
    pub engagement_id: Option<EngagementId>,
    /// The coachee who pays.
    pub billed_to_id: Option<UserId>,
    /// Somebody outside who pays instead.
    pub payer: Option<NewPayer>,
    /// Where the payer lives, as it stands on the document.
    #[schema(max_length = 500, example = "Lindenweg 3\n04109 Leipzig")]
    pub payer_address: Option<String>,
    /// ISO 4217; the organization's own when absent.
    #[schema(nullable = false, pattern = "^[A-Z]{3}$", example = "EUR")]
    pub currency: Option<String>,
    /// What it is about, above the lines.
    #[schema(max_length = 200, example = "Coaching in spring")]
    pub subject: Option<String>,
    /// Words below the total.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
    #[schema(nullable = false, max_items = 200)]
    pub lines: Option<Vec<NewInvoiceLine>>,
    /// When absent, so many days after its sending as the organization grants.
    pub due_on: Option<Day>,
    /// Whether it can be paid by card. That takes a connected payment provider.
    #[schema(nullable = false)]
    pub card_payment: Option<bool>,
}

/// Somebody without an account who pays.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewPayer {
    #[schema(min_length = 1, max_length = 200, example = "Partner Ltd, Accounts")]
    pub name: String,
    #[schema(format = "email", max_length = 254, example = "accounts@partner.example")]
    pub email: String,
}

/// A change of a draft; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"note": "Thank you for your trust."}))]
pub struct UpdateInvoice {
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<EngagementId>)]
    pub engagement_id: Option<Option<EngagementId>>,
    /// Takes the place of somebody outside.
    #[schema(nullable = false)]
    pub billed_to_id: Option<UserId>,
    /// Takes the place of a coachee.
    #[schema(nullable = false)]
    pub payer: Option<NewPayer>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 500)]
    pub payer_address: Option<Option<String>>,
    #[schema(nullable = false, pattern = "^[A-Z]{3}$", example = "EUR")]
    pub currency: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub subject: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 2000)]
    pub note: Option<Option<String>>,
    /// All lines; they take the place of those before.
    #[schema(nullable = false, max_items = 200)]
    pub lines: Option<Vec<NewInvoiceLine>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<Day>)]
    pub due_on: Option<Option<Day>>,
    #[schema(nullable = false)]
    pub card_payment: Option<bool>,
}

/// How it was paid.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"method": "bank_transfer", "reference": "Statement 12/2026"}))]
pub struct MarkPaid {
    /// When the money came; now when absent, never in the future.
    pub paid_at: Option<Timestamp>,
    /// `bank_transfer` when absent.
    pub method: Option<PaymentMethod>,
    #[schema(max_length = 200, example = "Statement 12/2026")]
    pub reference: Option<String>,
}

/// Why it does not count any more.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct VoidInvoice {
    #[schema(max_length = 500, example = "Sent to the wrong person.")]
    pub reason: Option<String>,
}
