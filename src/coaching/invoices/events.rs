//! What invoices announce.

use serde::Serialize;

use super::model::{Invoice, PaymentMethod};
use super::payments::model::{Payment, PaymentState};
use super::state::InvoiceState;
use crate::kernel::Day;
use crate::kernel::ids::{EngagementId, InvoiceId, InvoicePaymentId, OrganizationId, UserId};
use crate::messaging::events::event;

/// Something that happened to an invoice, with where it stands afterwards.
#[derive(Serialize)]
pub struct InvoiceEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    invoice_id: InvoiceId,
    number: Option<String>,
    state: InvoiceState,
    engagement_id: Option<EngagementId>,
    coach_id: Option<UserId>,
    billed_to_id: Option<UserId>,
    currency: String,
    total_minor: i64,
    due_on: Option<Day>,
    paid_method: Option<PaymentMethod>,
}

impl InvoiceEvent {
    pub fn new(name: &'static str, invoice: &Invoice) -> Self {
        Self {
            name,
            organization_id: invoice.organization_id,
            invoice_id: invoice.id,
            number: invoice.number.clone(),
            state: invoice.state,
            engagement_id: invoice.engagement_id,
            coach_id: invoice.coach_id,
            billed_to_id: invoice.billed_to_id,
            currency: invoice.currency.clone(),
            total_minor: invoice.total_minor,
            due_on: invoice.due_on,
            paid_method: invoice.paid_method,
        }
    }
}

event!(InvoiceEvent { name: name, subject: invoice_id, engagement: engagement_id });

/// Money came in that the invoice did not wait for, or went back.
#[derive(Serialize)]
pub struct PaymentEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    payment_id: InvoicePaymentId,
    invoice_id: InvoiceId,
    engagement_id: Option<EngagementId>,
    number: Option<String>,
    state: PaymentState,
    reason: Option<String>,
    currency: String,
    amount_minor: i64,
    refunded_minor: i64,
}

impl PaymentEvent {
    pub fn new(name: &'static str, invoice: &Invoice, payment: &Payment) -> Self {
        Self {
            name,
            organization_id: invoice.organization_id,
            payment_id: payment.id,
            invoice_id: invoice.id,
            engagement_id: invoice.engagement_id,
            number: invoice.number.clone(),
            state: payment.state,
            reason: payment.reason.clone(),
            currency: payment.currency.clone(),
            amount_minor: payment.amount_minor,
            refunded_minor: payment.refunded_minor,
        }
    }
}

event!(PaymentEvent { name: name, subject: invoice_id, engagement: engagement_id });
