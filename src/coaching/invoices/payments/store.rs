//! The tables `invoice_payments` and `provider_events`.

use diesel::prelude::*;

use super::model::Payment;
use crate::coaching::invoices::model::Invoice;
use crate::db::schema::{invoice_payments, provider_events};
use crate::db::{Conn, dialect};
use crate::kernel::ids::OrganizationId;
use crate::kernel::{Result, Timestamp};

/// More than an invoice ever has; a list of attempts to pay it again.
const MOST: i64 = 100;

/// Oldest first.
pub fn of_invoice(conn: &mut Conn, invoice: &Invoice) -> Result<Vec<Payment>> {
    Ok(invoice_payments::table
        .filter(invoice_payments::invoice_id.eq(invoice.id))
        .filter(invoice_payments::organization_id.eq(invoice.organization_id))
        .order((invoice_payments::created_at, invoice_payments::id))
        .select(Payment::as_select())
        .limit(MOST)
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, payment: &Payment) -> Result<()> {
    diesel::insert_into(invoice_payments::table).values(payment).execute(conn)?;
    Ok(())
}

/// Keeps a payment unless the provider told of it before; whether it did not.
pub fn insert_new(conn: &mut Conn, payment: &Payment) -> Result<bool> {
    let kept =
        dialect::on_engine!(conn, |c| diesel::insert_into(invoice_payments::table).values(payment).on_conflict_do_nothing().execute(c))?;
    Ok(kept == 1)
}

pub fn find_by_intent(conn: &mut Conn, organization_id: OrganizationId, intent: &str) -> Result<Option<Payment>> {
    Ok(invoice_payments::table
        .filter(invoice_payments::organization_id.eq(organization_id))
        .filter(invoice_payments::intent.eq(intent.to_owned()))
        .order(invoice_payments::created_at)
        .select(Payment::as_select())
        .first(conn)
        .optional()?)
}

pub fn set_refunded(conn: &mut Conn, payment: &Payment) -> Result<()> {
    let own = invoice_payments::table.find(payment.id);
    diesel::update(own).set(invoice_payments::refunded_minor.eq(payment.refunded_minor)).execute(conn)?;
    Ok(())
}

/// Notes an event of the provider; whether it was not known.
pub fn take_in(conn: &mut Conn, organization_id: OrganizationId, event_id: &str, now: Timestamp) -> Result<bool> {
    let row = (
        provider_events::organization_id.eq(organization_id),
        provider_events::event_id.eq(event_id.to_owned()),
        provider_events::received_at.eq(now),
    );
    let kept = dialect::on_engine!(conn, |c| diesel::insert_into(provider_events::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(kept == 1)
}

/// Forgets events that nobody sends again.
pub fn forget_events(conn: &mut Conn, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(provider_events::table.filter(provider_events::received_at.lt(before))).execute(conn)?)
}
