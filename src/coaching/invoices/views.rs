//! Invoices as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::lines::{Line, Tax};
use super::model::{Invoice, PaymentMethod};
use super::payments::model::PaymentView;
use super::state::InvoiceState;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, InvoiceId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Day, Resource, Result, Timestamp};

/// Who pays.
#[derive(Debug, Serialize, ToSchema)]
pub struct Payer {
    #[schema(example = "Ana Alvarez")]
    pub name: String,
    #[schema(example = "ana@northwind.example")]
    pub email: String,
    pub address: Option<String>,
}

/// An invoice in a list, without its lines.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceSummary)]
pub struct InvoiceSummaryView {
    pub id: InvoiceId,
    /// Null until it is sent.
    #[schema(example = "INV-2026-0001")]
    pub number: Option<String>,
    pub state: InvoiceState,
    /// Sent, and the day on which it was due is over in the organization's time zone.
    pub late: bool,
    pub engagement_id: Option<EngagementId>,
    pub coach_id: Option<UserId>,
    /// The coachee who pays; null for somebody outside.
    pub billed_to_id: Option<UserId>,
    pub payer: Payer,
    #[schema(example = "Coaching in spring")]
    pub subject: Option<String>,
    #[schema(example = "EUR")]
    pub currency: String,
    /// In minor units of the currency, as all amounts.
    #[schema(example = 54000)]
    pub net_minor: i64,
    #[schema(example = 10260)]
    pub tax_minor: i64,
    #[schema(example = 64260)]
    pub total_minor: i64,
    /// The day of its sending.
    pub issued_on: Option<Day>,
    pub due_on: Option<Day>,
    pub card_payment: bool,
    /// Where it is paid by card; null until the provider has made the link.
    #[schema(example = "https://buy.stripe.com/test_4gw7tKaEz7hP8AUeV0")]
    pub payment_url: Option<String>,
    /// What keeps its document or its payment link from being made just now; it is tried again. Null for
    /// whom it is billed to.
    pub delivery_error: Option<String>,
    #[schema(example = "/api/v1/invoices/invc_01kfq8v6n2e9t8w4x3y5z7a1bc/pdf")]
    pub pdf_url: Option<String>,
    pub sent_at: Option<Timestamp>,
    pub paid_at: Option<Timestamp>,
    pub paid_method: Option<PaymentMethod>,
    pub paid_reference: Option<String>,
    pub voided_at: Option<Timestamp>,
    pub void_reason: Option<String>,
    /// What the caller can do with it now.
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(InvoiceList of InvoiceSummaryView);

/// An invoice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invoice)]
pub struct InvoiceView {
    #[serde(flatten)]
    pub summary: InvoiceSummaryView,
    /// Words below the total.
    pub note: Option<String>,
    pub lines: Vec<Line>,
    /// One for each rate, the lowest first.
    pub taxes: Vec<Tax>,
    /// Money that came in, also where it was not expected.
    pub payments: Vec<PaymentView>,
}

impl InvoiceSummaryView {
    pub fn new(invoice: Invoice, caller: &Caller, today: Day) -> Self {
        let runs = invoice.is_run_by(caller);
        Self {
            id: invoice.id,
            late: invoice.is_late(today),
            pdf_url: (!invoice.state.is_draft()).then(|| format!("/api/v1/invoices/{}/pdf", invoice.id)),
            delivery_error: invoice.task_error.filter(|_| runs),
            allowed_actions: if runs { invoice.state.allowed_actions() } else { Vec::new() },
            number: invoice.number,
            state: invoice.state,
            engagement_id: invoice.engagement_id,
            coach_id: invoice.coach_id,
            billed_to_id: invoice.billed_to_id,
            payer: Payer { name: invoice.payer_name, email: invoice.payer_email, address: invoice.payer_address },
            subject: invoice.subject,
            currency: invoice.currency,
            net_minor: invoice.net_minor,
            tax_minor: invoice.tax_minor,
            total_minor: invoice.total_minor,
            issued_on: invoice.issued_on,
            due_on: invoice.due_on,
            card_payment: invoice.card_payment,
            payment_url: invoice.payment_url.filter(|_| invoice.state == InvoiceState::Sent),
            sent_at: invoice.sent_at,
            paid_at: invoice.paid_at,
            paid_method: invoice.paid_method,
            paid_reference: invoice.paid_reference,
            voided_at: invoice.voided_at,
            void_reason: invoice.void_reason,
            version: invoice.version,
            created_at: invoice.created_at,
            updated_at: invoice.updated_at,
        }
    }
}

impl InvoiceView {
    pub fn new(invoice: Invoice, payments: Vec<PaymentView>, caller: &Caller, today: Day) -> Result<Self> {
        let (note, lines, taxes) = (invoice.note.clone(), invoice.lines.0.clone(), invoice.totals()?.taxes);
        Ok(Self { summary: InvoiceSummaryView::new(invoice, caller, today), note, lines, taxes, payments })
    }
}

impl Resource for InvoiceView {
    fn path(&self) -> String {
        format!("/invoices/{}", self.summary.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.summary.version)
    }
}

/// What somebody who holds the link from the mail sees: this invoice and nothing else.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicInvoice)]
pub struct PublicInvoiceView {
    /// Who sent it.
    #[schema(example = "Northwind Coaching GmbH")]
    pub sender_name: String,
    #[schema(example = "INV-2026-0001")]
    pub number: String,
    /// `sent` or `paid`.
    pub state: InvoiceState,
    pub late: bool,
    #[schema(example = "Ana Alvarez")]
    pub payer_name: String,
    pub subject: Option<String>,
    pub note: Option<String>,
    #[schema(example = "EUR")]
    pub currency: String,
    pub lines: Vec<Line>,
    pub net_minor: i64,
    pub taxes: Vec<Tax>,
    pub tax_minor: i64,
    pub total_minor: i64,
    pub issued_on: Day,
    pub due_on: Day,
    pub paid_at: Option<Timestamp>,
    /// Where it is paid by card; null where it is not, or is paid.
    pub payment_url: Option<String>,
    /// The document, by the same link.
    pub pdf_url: String,
}
