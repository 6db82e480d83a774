//! Taking in what the provider tells.

use chrono::TimeDelta;

use super::model::{Payment, PaymentState, misfit};
use super::store;
use super::stripe::amounts;
use super::stripe::event::{Money, Notice, Told};
use crate::coaching::invoices::events::PaymentEvent;
use crate::coaching::invoices::lifecycle;
use crate::coaching::invoices::model::{Invoice, PaymentMethod};
use crate::coaching::invoices::store as invoices;
use crate::db::Tx;
use crate::kernel::Result;
use crate::kernel::ids::OrganizationId;
use crate::messaging::events;

/// The provider tries for three days; nothing is told again after that.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

impl Payment {
    /// A payment of all that the invoice asks for, as it stands.
    pub fn of(tx: &Tx<'_>, invoice: &Invoice, method: PaymentMethod, amount_minor: i64, currency: &str) -> Self {
        let reason = misfit(invoice, amount_minor, currency);
        Self {
            id: tx.new_id(),
            organization_id: invoice.organization_id,
            invoice_id: invoice.id,
            state: if reason.is_none() { PaymentState::Applied } else { PaymentState::Unexpected },
            reason: reason.map(|reason| reason.to_string()),
            method,
            reference: None,
            intent: None,
            amount_minor,
            refunded_minor: 0,
            currency: currency.to_owned(),
            received_at: tx.now(),
            created_at: tx.now(),
        }
    }
}

/// Takes in an event whose signature was found good. One that was taken in before changes nothing, and neither
/// does one about an invoice that is not there.
pub fn take_in(tx: &mut Tx<'_>, organization_id: OrganizationId, notice: &Notice) -> Result<()> {
    match &notice.told {
        Told::Paid(money) => take_money(tx, organization_id, notice, money),
        Told::Refunded { intent, amount } => take_refund(tx, organization_id, notice, intent, *amount),
        Told::Else => Ok(()),
    }
}

fn take_money(tx: &mut Tx<'_>, organization_id: OrganizationId, notice: &Notice, money: &Money) -> Result<()> {
    let now = tx.now();
    let Some(known) = invoices::find_opt(tx.conn(), organization_id, money.invoice_id)? else { return Ok(()) };
    let mut invoice = invoices::find_for_update(tx.conn(), organization_id, known.id)?;
    if !store::take_in(tx.conn(), organization_id, &notice.id, now)? {
        return Ok(());
    }
    let amount_minor = amounts::received(&money.currency, money.amount);
    let payment = Payment {
        reference: Some(money.reference.clone()),
        intent: money.intent.clone(),
        ..Payment::of(tx, &invoice, PaymentMethod::Card, amount_minor, &money.currency)
    };
    // Several events tell of one payment.
    if !store::insert_new(tx.conn(), &payment)? {
        return Ok(());
    }
    if payment.is_applied() {
        return lifecycle::settle(tx, &mut invoice, &payment, payment.reference.clone());
    }
    events::emit(tx, &PaymentEvent::new("invoice.payment_unexpected", &invoice, &payment))
}

/// The provider tells the sum of all refunds, so the largest counts, in whatever order they come.
fn take_refund(tx: &mut Tx<'_>, organization_id: OrganizationId, notice: &Notice, intent: &str, amount: i64) -> Result<()> {
    let now = tx.now();
    let Some(found) = store::find_by_intent(tx.conn(), organization_id, intent)? else { return Ok(()) };
    let invoice = invoices::find_for_update(tx.conn(), organization_id, found.invoice_id)?;
    let Some(mut payment) = store::find_by_intent(tx.conn(), organization_id, intent)? else { return Ok(()) };
    let refunded = amounts::received(&payment.currency, amount);
    if !store::take_in(tx.conn(), organization_id, &notice.id, now)? || refunded <= payment.refunded_minor {
        return Ok(());
    }
    payment.refunded_minor = refunded;
    store::set_refunded(tx.conn(), &payment)?;
    events::emit(tx, &PaymentEvent::new("invoice.payment_refunded", &invoice, &payment))
}

/// Forgets events that nobody sends again; how many those were.
pub fn forget(tx: &mut Tx<'_>) -> Result<usize> {
    let before = tx.now().minus(REMEMBERED);
    store::forget_events(tx.conn(), before)
}
