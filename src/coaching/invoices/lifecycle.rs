//! Sending, and how an invoice ends.

use super::commands::{announce, open, refresh_payer, save, view};
use super::events::InvoiceEvent;
use super::model::{Invoice, PaymentMethod, SenderDetails};
use super::payments::model::{Payment, PaymentState};
use super::payments::{self, stripe};
use super::requests::{MarkPaid, VoidInvoice};
use super::state::Action;
use super::views::InvoiceView;
use super::{issuing, providers, token_of};
use crate::db::dialect::invoices::next_number;
use crate::db::{Json, Tx};
use crate::identity::organizations;
use crate::identity::organizations::invoicing::number_in;
use crate::identity::organizations::model::Settings;
use crate::identity::permissions::Caller;
use crate::kernel::ids::InvoiceId;
use crate::kernel::secrets::token_hash;
use crate::kernel::{Code, Day, FieldError, Problem, Result, Timestamp};
use crate::messaging::{Messaging, events};

/// Gives the invoice its number and freezes it. Its document and its payment link are made right after, by a
/// worker, and only then it is mailed: drawing takes time and the link takes the network, and neither may
/// happen while the series of numbers is held.
pub fn send(tx: &mut Tx<'_>, caller: &Caller, messaging: &Messaging, id: InvoiceId) -> Result<InvoiceView> {
    let mut invoice = open(tx, caller, id)?;
    invoice.state = invoice.state.after(Action::Send)?;
    ensure_sendable(tx, &invoice)?;
    refresh_payer(tx, &mut invoice)?;
    let organization = organizations::queries::find(tx.conn(), invoice.organization_id)?;
    invoice.sender = Some(Json(SenderDetails::from(&organization)));
    date(&mut invoice, &organization.settings.0, tx.now());
    invoice.token_hash = Some(token_hash(&token_of(messaging, id)?));
    invoice.task_due_at = Some(tx.now());
    number(tx, &mut invoice, &organization.settings.0)?;
    save(tx, &mut invoice)?;
    if tx.is_dry_run() {
        // What the worker would announce next, so that a dry run tells who would get the mail.
        events::emit(tx, &InvoiceEvent::new("invoice.issued", &invoice))?;
    }
    announce(tx, caller, "invoice.sent", invoice)
}

fn ensure_sendable(tx: &mut Tx<'_>, invoice: &Invoice) -> Result<()> {
    if invoice.lines.0.is_empty() {
        return Err(Problem::invalid(vec![FieldError::at("/lines", "required", "an invoice has at least one line")]));
    }
    if !invoice.card_payment {
        return Ok(());
    }
    if !providers::store::exists(tx.conn(), invoice.organization_id)? {
        return Err(Problem::new(Code::PaymentProviderMissing));
    }
    match stripe::amounts::charged(&invoice.currency, invoice.total_minor) {
        Some(_) => Ok(()),
        None => Err(Problem::invalid(vec![FieldError::at("/card_payment", "out_of_range", "this amount cannot be paid by card")])),
    }
}

fn date(invoice: &mut Invoice, settings: &Settings, now: Timestamp) {
    let zone = settings.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let issued_on = Day::of(now, zone);
    let due_on = invoice.due_on.unwrap_or_else(|| issued_on.plus(settings.invoices.payment_days));
    invoice.issued_on = Some(issued_on);
    invoice.due_on = Some(due_on);
    invoice.sent_at = Some(now);
    invoice.reminder_due_at = issuing::reminder_at(invoice, zone).filter(|at| *at > now);
}

/// The last thing that can fail has been done by then; the series is held until the commit.
fn number(tx: &mut Tx<'_>, invoice: &mut Invoice, settings: &Settings) -> Result<()> {
    let year = invoice.issued_on.map_or(0, |day| chrono::Datelike::year(&day.date()));
    let series = settings.invoices.series(year);
    let next = next_number(tx.conn(), invoice.organization_id, &series)?;
    invoice.number = Some(number_in(&series, next));
    Ok(())
}

/// Mails the same document again.
pub fn resend(tx: &mut Tx<'_>, caller: &Caller, id: InvoiceId) -> Result<InvoiceView> {
    let mut invoice = open(tx, caller, id)?;
    invoice.state = invoice.state.after(Action::Resend)?;
    if invoice.issued_at.is_none() {
        return Err(Problem::new(Code::DeliveryInProgress).detail("Its document or payment link is still being made; it is mailed then."));
    }
    announce(tx, caller, "invoice.resent", invoice)
}

pub fn void(tx: &mut Tx<'_>, caller: &Caller, id: InvoiceId, change: VoidInvoice) -> Result<InvoiceView> {
    let mut invoice = open(tx, caller, id)?;
    invoice.state = invoice.state.after(Action::Void)?;
    invoice.voided_at = Some(tx.now());
    invoice.void_reason = change.reason;
    end(&mut invoice, tx.now());
    save(tx, &mut invoice)?;
    announce(tx, caller, "invoice.voided", invoice)
}

pub fn mark_paid(tx: &mut Tx<'_>, caller: &Caller, id: InvoiceId, change: MarkPaid) -> Result<InvoiceView> {
    let mut invoice = open(tx, caller, id)?;
    invoice.state.after(Action::MarkPaid)?;
    let paid_at = change.paid_at.unwrap_or(tx.now());
    if paid_at > tx.now() {
        return Err(Problem::invalid(vec![FieldError::at("/paid_at", "out_of_range", "must not be in the future")]));
    }
    let method = change.method.unwrap_or(PaymentMethod::BankTransfer);
    let payment = Payment { received_at: paid_at, ..Payment::of(tx, &invoice, method, invoice.total_minor, &invoice.currency) };
    payments::store::insert(tx.conn(), &payment)?;
    settle(tx, &mut invoice, &payment, change.reference)?;
    view(tx, caller, invoice)
}

/// The money that it waited for is there.
pub(super) fn settle(tx: &mut Tx<'_>, invoice: &mut Invoice, payment: &Payment, reference: Option<String>) -> Result<()> {
    debug_assert!(payment.state == PaymentState::Applied, "only money that fits pays an invoice");
    invoice.state = invoice.state.after(Action::MarkPaid)?;
    invoice.paid_at = Some(payment.received_at);
    invoice.paid_method = Some(payment.method);
    invoice.paid_reference = reference;
    let now = tx.now();
    end(invoice, now);
    save(tx, invoice)?;
    events::emit(tx, &InvoiceEvent::new("invoice.paid", invoice))
}

/// Nobody is reminded any more, and nobody is to pay by the link.
fn end(invoice: &mut Invoice, now: Timestamp) {
    invoice.reminder_due_at = None;
    if invoice.card_payment {
        invoice.task_due_at = Some(now);
    }
}
