//! A payment. Money that an invoice does not wait for is kept all the same, with the reason, so that somebody
//! can give it back.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::coaching::invoices::model::{Invoice, PaymentMethod};
use crate::coaching::invoices::state::InvoiceState;
use crate::db::MultiBackend;
use crate::db::schema::invoice_payments;
use crate::kernel::ids::{InvoiceId, InvoicePaymentId, OrganizationId};
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// What became of a payment.
    pub enum PaymentState {
        /// It paid the invoice.
        Applied = "applied",
        /// The invoice did not wait for it; somebody has to look at it.
        Unexpected = "unexpected",
    }
}

text_enum! {
    /// Why a payment was not expected.
    pub enum UnexpectedReason {
        AlreadyPaid = "already_paid",
        InvoiceVoid = "invoice_void",
        AmountMismatch = "amount_mismatch",
        CurrencyMismatch = "currency_mismatch",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invoice_payments, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Payment {
    pub id: InvoicePaymentId,
    pub organization_id: OrganizationId,
    pub invoice_id: InvoiceId,
    pub state: PaymentState,
    pub reason: Option<String>,
    pub method: PaymentMethod,
    /// What the provider calls the payment.
    pub reference: Option<String>,
    /// What the provider calls the charge behind it.
    pub intent: Option<String>,
    pub amount_minor: i64,
    pub refunded_minor: i64,
    pub currency: String,
    pub received_at: Timestamp,
    pub created_at: Timestamp,
}

impl Payment {
    pub fn is_applied(&self) -> bool {
        self.state == PaymentState::Applied
    }
}

/// Why this much money does not pay this invoice, if it does not.
pub fn misfit(invoice: &Invoice, amount_minor: i64, currency: &str) -> Option<UnexpectedReason> {
    match invoice.state {
        InvoiceState::Paid => Some(UnexpectedReason::AlreadyPaid),
        InvoiceState::Void | InvoiceState::Draft => Some(UnexpectedReason::InvoiceVoid),
        InvoiceState::Sent if invoice.currency != currency => Some(UnexpectedReason::CurrencyMismatch),
        InvoiceState::Sent if invoice.total_minor != amount_minor => Some(UnexpectedReason::AmountMismatch),
        InvoiceState::Sent => None,
    }
}

/// Money that came in for an invoice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoicePayment)]
pub struct PaymentView {
    pub id: InvoicePaymentId,
    pub state: PaymentState,
    /// Why it was not expected: `already_paid`, `invoice_void`, `amount_mismatch`, `currency_mismatch`.
    pub reason: Option<String>,
    pub method: PaymentMethod,
    /// What the provider calls it.
    #[schema(example = "cs_test_a1b2c3")]
    pub reference: Option<String>,
    #[schema(example = 64260)]
    pub amount_minor: i64,
    /// How much of it went back, as far as the provider told.
    #[schema(example = 0)]
    pub refunded_minor: i64,
    #[schema(example = "EUR")]
    pub currency: String,
    pub received_at: Timestamp,
}

impl From<Payment> for PaymentView {
    fn from(payment: Payment) -> Self {
        Self {
            id: payment.id,
            state: payment.state,
            reason: payment.reason,
            method: payment.method,
            reference: payment.reference,
            amount_minor: payment.amount_minor,
            refunded_minor: payment.refunded_minor,
            currency: payment.currency,
            received_at: payment.received_at,
        }
    }
}
