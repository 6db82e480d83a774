//! What a worker does for an invoice, the part that is written down: it takes one whose time has come, and
//! notes what came of it. A crash in between leaves the invoice due again, and each step can be repeated: the
//! document is a function of what sending froze, the provider knows the link by the invoice's id, and the mail
//! is announced in the transaction that notes that both are there.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::events::InvoiceEvent;
use super::model::Invoice;
use super::payments::stripe::Link;
use super::state::InvoiceState;
use super::store;
use crate::db::Tx;
use crate::identity::organizations;
use crate::kernel::ids::{InvoiceId, OrganizationId};
use crate::kernel::{Day, Result, Timestamp};
use crate::messaging::events;

/// Until then another worker leaves it alone.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// What failed is tried again after so long, doubled each time, up to an hour.
const FIRST_PAUSE: i64 = 15;
const LONGEST_PAUSE: i64 = 3600;
const REMINDER_HOUR: u32 = 9;

/// What was done outside.
#[derive(Debug, Default)]
pub struct Done {
    pub link: Option<Link>,
    pub link_closed: bool,
    /// What could not be done, in words for who sent the invoice.
    pub error: Option<String>,
}

/// The next invoice that waits for its document, link or mail.
pub fn claim(tx: &mut Tx<'_>) -> Result<Option<Invoice>> {
    let now = tx.now();
    let Some(mut invoice) = store::lock_due(tx.conn(), "task_due_at", now, 1)?.pop() else { return Ok(None) };
    invoice.task_due_at = Some(now.plus(LEASE));
    invoice.task_attempts = invoice.task_attempts.saturating_add(1);
    store::update(tx.conn(), &invoice)?;
    Ok(Some(invoice))
}

/// Notes what was done, and announces the invoice once everything is there that its mail carries.
pub fn settle(tx: &mut Tx<'_>, organization_id: OrganizationId, id: InvoiceId, done: Done) -> Result<()> {
    let mut invoice = store::find_for_update(tx.conn(), organization_id, id)?;
    if let Some(link) = done.link.filter(|_| invoice.payment_link_id.is_none()) {
        invoice.payment_link_id = Some(link.id);
        invoice.payment_url = Some(link.url);
        invoice.payment_link_open = true;
    }
    invoice.payment_link_open &= !done.link_closed;
    let announces = invoice.is_ready() && invoice.issued_at.is_none();
    if announces {
        invoice.issued_at = Some(tx.now());
    }
    let is_done = invoice.document_file_id.is_some() && !invoice.lacks_payment_link() && !invoice.has_stale_link();
    invoice.task_due_at = if is_done { None } else { Some(next_try(&invoice, done.error.is_some(), tx.now())) };
    invoice.task_attempts = if is_done { 0 } else { invoice.task_attempts };
    invoice.task_error = done.error.filter(|_| !is_done);
    store::update(tx.conn(), &invoice)?;
    if announces {
        events::emit(tx, &InvoiceEvent::new("invoice.issued", &invoice))?;
    }
    Ok(())
}

/// At once when nothing failed: it was voided or paid while its link was being made.
fn next_try(invoice: &Invoice, failed: bool, now: Timestamp) -> Timestamp {
    let doublings = u32::try_from(invoice.task_attempts.saturating_sub(1)).unwrap_or(0).min(10);
    let pause = if failed { (FIRST_PAUSE << doublings).min(LONGEST_PAUSE) } else { 0 };
    now.plus(TimeDelta::seconds(pause))
}

/// Announces invoices that are late, each once. How many were looked at.
pub fn remind(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    let due = store::lock_due(tx.conn(), "reminder_due_at", now, limit)?;
    let mut organizations: Vec<OrganizationId> = due.iter().map(|invoice| invoice.organization_id).collect();
    organizations.sort();
    organizations.dedup();
    let settings = organizations::queries::settings_of(tx.conn(), &organizations)?;
    let zone_of = |id: OrganizationId| settings.iter().find(|(known, _)| *known == id).and_then(|(_, found)| found.time_zone.parse().ok());
    let count = due.len();
    for mut invoice in due {
        let zone = zone_of(invoice.organization_id).unwrap_or(chrono_tz::UTC);
        let is_late = invoice.is_late(Day::of(now, zone));
        // The organization may have moved to another time zone since it was sent.
        invoice.reminder_due_at = reminder_at(&invoice, zone).filter(|at| !is_late && *at > now);
        store::update(tx.conn(), &invoice)?;
        if is_late {
            events::emit(tx, &InvoiceEvent::new("invoice.late", &invoice))?;
        }
    }
    Ok(count)
}

/// When somebody is reminded who has not paid: on the morning after the day on which it was due.
pub fn reminder_at(invoice: &Invoice, zone: Tz) -> Option<Timestamp> {
    let day = invoice.due_on.filter(|_| invoice.state == InvoiceState::Sent)?;
    Some(day.plus(1).at_hour(REMINDER_HOUR, zone))
}
