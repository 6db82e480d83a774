//! A connected payment provider. Its secrets are encrypted and never shown.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::payment_providers;
use crate::kernel::ids::OrganizationId;
use crate::kernel::{Resource, Result, Timestamp, Vault, text_enum};

text_enum! {
    /// Who takes payments by card.
    pub enum ProviderKind {
        Stripe = "stripe",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = payment_providers, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
#[diesel(primary_key(organization_id, kind))]
pub struct PaymentProvider {
    pub organization_id: OrganizationId,
    pub kind: ProviderKind,
    pub secret_key: String,
    pub webhook_secret: String,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl PaymentProvider {
    /// What a secret is sealed for, so that it cannot be opened as another's.
    pub fn owner(organization_id: OrganizationId, what: &str) -> String {
        format!("{organization_id}/stripe/{what}")
    }

    pub fn secret_key(&self, vault: &Vault) -> Result<String> {
        vault.open(&Self::owner(self.organization_id, "secret_key"), &self.secret_key)
    }

    pub fn webhook_secret(&self, vault: &Vault) -> Result<String> {
        vault.open(&Self::owner(self.organization_id, "webhook_secret"), &self.webhook_secret)
    }
}

/// A connected payment provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentProvider)]
pub struct PaymentProviderView {
    pub kind: ProviderKind,
    /// The address to give Stripe for its events `checkout.session.completed`,
    /// `checkout.session.async_payment_succeeded` and `charge.refunded`.
    #[schema(example = "https://api.northwind.example/api/v1/public/payments/stripe/webhook")]
    pub webhook_url: String,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl PaymentProviderView {
    pub fn new(provider: &PaymentProvider, base_url: &str) -> Self {
        Self {
            kind: provider.kind,
            webhook_url: format!("{base_url}/api/v1/public/payments/stripe/webhook"),
            version: provider.version,
            created_at: provider.created_at,
            updated_at: provider.updated_at,
        }
    }
}

impl Resource for PaymentProviderView {
    fn path(&self) -> String {
        "/payment-providers/stripe".into()
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// Access to a Stripe account.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ConnectStripe {
    /// A secret or restricted key; the latter has to write payment links, prices and products.
    #[schema(min_length = 8, max_length = 300, pattern = "^[!-~]+$", example = "rk_test_51Hxxxxxxxx")]
    pub secret_key: String,
    /// The signing secret of the endpoint that was made at Stripe for `webhook_url`.
    #[schema(min_length = 8, max_length = 300, pattern = "^[!-~]+$", example = "whsec_xxxxxxxx")]
    pub webhook_secret: String,
}
