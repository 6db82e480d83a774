//! Reading invoices, and who may.

use super::filter::{InvoiceFilter, MyInvoicesFilter};
use super::model::Invoice;
use super::state::InvoiceState;
use super::views::{InvoiceSummaryView, InvoiceView, PublicInvoiceView};
use super::{payments, store};
use crate::coaching::visibility::Visibility;
use crate::db::Conn;
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, InvoiceId, OrganizationId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::secrets::token_hash;
use crate::kernel::{Code, Day, Problem, Result, Timestamp};

/// The day that it is where the organization is.
pub(super) fn today(conn: &mut Conn, organization_id: OrganizationId, now: Timestamp) -> Result<Day> {
    let settings = organizations::queries::settings(conn, organization_id)?;
    Ok(Day::of(now, settings.time_zone.parse().unwrap_or(chrono_tz::UTC)))
}

pub fn list(conn: &mut Conn, caller: &Caller, filter: InvoiceFilter, now: Timestamp) -> Result<Page<InvoiceSummaryView>> {
    page(conn, caller, Visibility::of(caller)?, filter, now)
}

/// What the caller has to pay, or has paid.
pub fn own(conn: &mut Conn, caller: &Caller, filter: MyInvoicesFilter, now: Timestamp) -> Result<Page<InvoiceSummaryView>> {
    let id = caller.user_id().ok_or_else(Problem::not_found)?;
    page(conn, caller, Visibility::Coachee(id), filter.into(), now)
}

fn page(
    conn: &mut Conn,
    caller: &Caller,
    visibility: Visibility,
    mut filter: InvoiceFilter,
    now: Timestamp,
) -> Result<Page<InvoiceSummaryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("invoices", visibility, &filter))?;
    let today = today(conn, caller.organization_id, now)?;
    let rows = store::list(conn, caller.organization_id, visibility, &filter, today, request.after()?, request.fetch())?;
    let page = request.page(rows, |invoice| (invoice.created_at, invoice.id));
    Ok(page.map(|invoice| InvoiceSummaryView::new(invoice, caller, today)))
}

/// The invoice, if the caller can read it; otherwise it is absent.
pub fn find_visible(conn: &mut Conn, caller: &Caller, id: InvoiceId) -> Result<Invoice> {
    let invoice = store::find(conn, caller.organization_id, id)?;
    invoice.ensure_visible(caller)?;
    Ok(invoice)
}

pub fn get(conn: &mut Conn, caller: &Caller, id: InvoiceId, now: Timestamp) -> Result<InvoiceView> {
    let invoice = find_visible(conn, caller, id)?;
    view(conn, caller, invoice, now)
}

/// Payments that were not expected are the business of who runs the invoice.
pub(super) fn view(conn: &mut Conn, caller: &Caller, invoice: Invoice, now: Timestamp) -> Result<InvoiceView> {
    let today = today(conn, invoice.organization_id, now)?;
    let payments = if invoice.state.is_draft() { Vec::new() } else { payments::store::of_invoice(conn, &invoice)? };
    let runs = invoice.is_run_by(caller);
    let shown = payments.into_iter().filter(|payment| runs || payment.is_applied()).map(Into::into).collect();
    InvoiceView::new(invoice, shown, caller, today)
}

/// Those of these documents that the caller sees an invoice of.
pub fn visible_documents(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    let invoices = store::with_documents(conn, caller.organization_id, ids)?;
    Ok(invoices.iter().filter(|invoice| invoice.ensure_visible(caller).is_ok()).filter_map(|invoice| invoice.document_file_id).collect())
}

/// The invoice that a document can be had of.
pub fn with_document(conn: &mut Conn, caller: &Caller, id: InvoiceId) -> Result<Invoice> {
    let invoice = find_visible(conn, caller, id)?;
    if invoice.state.is_draft() { Err(Problem::new(Code::NotSent)) } else { Ok(invoice) }
}

/// What a link opens. One of an invoice that is void opens nothing any more.
pub fn by_token(conn: &mut Conn, token: &str) -> Result<Invoice> {
    let invoice = store::find_by_token(conn, &token_hash(token))?;
    if invoice.state == InvoiceState::Void { Err(Problem::new(Code::TokenExpired)) } else { Ok(invoice) }
}

/// The page behind a link. Looking changes nothing.
pub fn public(conn: &mut Conn, token: &str, base_url: &str, now: Timestamp) -> Result<PublicInvoiceView> {
    let invoice = by_token(conn, token)?;
    let today = today(conn, invoice.organization_id, now)?;
    let missing = || Problem::internal("an invoice that was sent lacks what sending gives it");
    let totals = invoice.totals()?;
    Ok(PublicInvoiceView {
        late: invoice.is_late(today),
        sender_name: invoice.sender.ok_or_else(missing)?.0.name,
        number: invoice.number.ok_or_else(missing)?,
        state: invoice.state,
        payer_name: invoice.payer_name,
        subject: invoice.subject,
        note: invoice.note,
        currency: invoice.currency,
        lines: invoice.lines.0,
        net_minor: totals.net_minor,
        taxes: totals.taxes,
        tax_minor: totals.tax_minor,
        total_minor: totals.total_minor,
        issued_on: invoice.issued_on.ok_or_else(missing)?,
        due_on: invoice.due_on.ok_or_else(missing)?,
        paid_at: invoice.paid_at,
        payment_url: invoice.payment_url.filter(|_| invoice.state == InvoiceState::Sent),
        pdf_url: format!("{base_url}/api/v1/public/invoices/{token}/pdf"),
    })
}
