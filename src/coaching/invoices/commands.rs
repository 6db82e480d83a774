//! Drafting invoices.

use super::events::InvoiceEvent;
use super::lines::{self, NewInvoiceLine};
use super::model::Invoice;
use super::requests::{CreateInvoice, NewPayer, UpdateInvoice};
use super::state::{Action, InvoiceState};
use super::views::InvoiceView;
use super::{queries, store};
use crate::coaching::engagements;
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::identity::{organizations, users};
use crate::kernel::ids::{EngagementId, InvoiceId, UserId};
use crate::kernel::patch::apply;
use crate::kernel::{FieldError, Problem, Result, money};
use crate::messaging::events;

/// Who is to pay, before it is known who that is.
struct Billing {
    engagement_id: Option<EngagementId>,
    billed_to_id: Option<UserId>,
    payer: Option<NewPayer>,
}

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateInvoice) -> Result<InvoiceView> {
    let currency = match new.currency {
        Some(currency) => currency,
        None => organizations::queries::settings(tx.conn(), caller.organization_id)?.invoices.currency,
    };
    let mut invoice = blank(tx, caller, currency);
    set_currency(&mut invoice, None)?;
    let billing = Billing { engagement_id: new.engagement_id, billed_to_id: new.billed_to_id, payer: new.payer };
    bill(tx, caller, &mut invoice, billing)?;
    invoice.payer_address = new.payer_address;
    invoice.subject = new.subject;
    invoice.note = new.note;
    invoice.due_on = new.due_on;
    invoice.card_payment = new.card_payment.unwrap_or(false);
    invoice.set_lines(lines::priced(new.lines.unwrap_or_default())?);
    store::insert(tx.conn(), &invoice)?;
    announce(tx, caller, "invoice.created", invoice)
}

fn blank(tx: &Tx<'_>, caller: &Caller, currency: String) -> Invoice {
    Invoice {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        engagement_id: None,
        coach_id: caller.user_id().filter(|_| caller.is_coach()),
        billed_to_id: None,
        payer_name: String::new(),
        payer_email: String::new(),
        payer_address: None,
        state: InvoiceState::Draft,
        number: None,
        currency,
        subject: None,
        note: None,
        lines: Json(Vec::new()),
        net_minor: 0,
        tax_minor: 0,
        total_minor: 0,
        issued_on: None,
        due_on: None,
        card_payment: false,
        sender: None,
        token_hash: None,
        document_file_id: None,
        payment_link_id: None,
        payment_url: None,
        payment_link_open: false,
        task_due_at: None,
        task_attempts: 0,
        task_error: None,
        reminder_due_at: None,
        sent_at: None,
        issued_at: None,
        paid_at: None,
        paid_method: None,
        paid_reference: None,
        voided_at: None,
        void_reason: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: InvoiceId, change: UpdateInvoice) -> Result<InvoiceView> {
    let mut invoice = open(tx, caller, id)?;
    invoice.state = invoice.state.after(Action::Update)?;
    let before = invoice.clone();
    let names_payer = change.billed_to_id.is_some() || change.payer.is_some();
    if names_payer || change.engagement_id.is_some() {
        let billing = Billing {
            engagement_id: change.engagement_id.unwrap_or(invoice.engagement_id),
            billed_to_id: if names_payer { change.billed_to_id } else { invoice.billed_to_id },
            payer: if names_payer { change.payer } else { present_payer(&invoice) },
        };
        bill(tx, caller, &mut invoice, billing)?;
    }
    apply(&mut invoice.payer_address, change.payer_address);
    apply(&mut invoice.subject, change.subject);
    apply(&mut invoice.note, change.note);
    apply(&mut invoice.due_on, change.due_on);
    apply(&mut invoice.card_payment, change.card_payment);
    set_currency(&mut invoice, change.currency)?;
    set_lines(&mut invoice, change.lines)?;
    if invoice == before {
        return view(tx, caller, invoice);
    }
    save(tx, &mut invoice)?;
    announce(tx, caller, "invoice.updated", invoice)
}

fn set_lines(invoice: &mut Invoice, lines: Option<Vec<NewInvoiceLine>>) -> Result<()> {
    if let Some(new) = lines {
        invoice.set_lines(lines::priced(new)?);
    }
    Ok(())
}

/// A currency that there is.
fn set_currency(invoice: &mut Invoice, currency: Option<String>) -> Result<()> {
    apply(&mut invoice.currency, currency);
    match money::exponent(&invoice.currency) {
        Some(_) => Ok(()),
        None => Err(Problem::invalid(vec![FieldError::at("/currency", "invalid_choice", "is no ISO 4217 currency")])),
    }
}

/// Somebody outside who is billed now.
fn present_payer(invoice: &Invoice) -> Option<NewPayer> {
    let outside = invoice.billed_to_id.is_none() && !invoice.payer_email.is_empty();
    outside.then(|| NewPayer { name: invoice.payer_name.clone(), email: invoice.payer_email.clone() })
}

/// Finds out who pays: a coachee of an engagement that the caller runs, or somebody outside.
fn bill(tx: &mut Tx<'_>, caller: &Caller, invoice: &mut Invoice, billing: Billing) -> Result<()> {
    let fault = |pointer: &str, code: &str, detail: &str| Err(Problem::invalid(vec![FieldError::at(pointer, code, detail)]));
    if let Some(id) = billing.engagement_id {
        let engagement = engagements::store::find(tx.conn(), caller.organization_id, id)?;
        if !engagements::queries::manages(caller, &engagement) {
            return Err(Problem::not_found());
        }
        // What an admin makes is the coach's as well.
        invoice.coach_id = engagement.coach_id;
    }
    match (billing.billed_to_id, billing.payer, billing.engagement_id) {
        (Some(_), Some(_), _) => return fault("/payer", "kind_mismatch", "is for somebody outside, where no coachee pays"),
        (None, None, _) => return fault("/billed_to_id", "required", "is required, or a payer outside"),
        (Some(_), None, None) => return fault("/engagement_id", "required", "is required where a coachee pays"),
        (Some(user_id), None, Some(engagement_id)) => {
            if !engagements::store::is_participant(tx.conn(), engagement_id, user_id)? {
                return Err(Problem::not_found());
            }
            invoice.billed_to_id = Some(user_id);
            refresh_payer(tx, invoice)?;
        }
        (None, Some(payer), _) => {
            invoice.billed_to_id = None;
            invoice.payer_name = payer.name;
            invoice.payer_email = payer.email;
        }
    }
    invoice.engagement_id = billing.engagement_id;
    Ok(())
}

/// Name and address of the coachee who pays, as they are now.
pub(super) fn refresh_payer(tx: &mut Tx<'_>, invoice: &mut Invoice) -> Result<()> {
    if let Some(id) = invoice.billed_to_id {
        let user = users::store::find(tx.conn(), invoice.organization_id, id)?;
        invoice.payer_name = user.name;
        invoice.payer_email = user.email;
    }
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: InvoiceId) -> Result<()> {
    let invoice = open(tx, caller, id)?;
    invoice.state.after(Action::Delete)?;
    store::delete(tx.conn(), invoice.organization_id, invoice.id)?;
    events::emit(tx, &InvoiceEvent::new("invoice.deleted", &invoice))
}

/// The invoice, held until the transaction ends, for who runs it. Who pays it sees it and changes nothing.
pub(super) fn open(tx: &mut Tx<'_>, caller: &Caller, id: InvoiceId) -> Result<Invoice> {
    let invoice = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    if !invoice.is_run_by(caller) {
        return Err(Problem::not_found());
    }
    tx.ensure_fresh(invoice.version)?;
    Ok(invoice)
}

pub(super) fn save(tx: &mut Tx<'_>, invoice: &mut Invoice) -> Result<()> {
    invoice.version += 1;
    invoice.updated_at = tx.now();
    store::update(tx.conn(), invoice)
}

/// Tells what happened and shows how it is now.
pub(super) fn announce(tx: &mut Tx<'_>, caller: &Caller, event: &'static str, invoice: Invoice) -> Result<InvoiceView> {
    events::emit(tx, &InvoiceEvent::new(event, &invoice))?;
    view(tx, caller, invoice)
}

pub(super) fn view(tx: &mut Tx<'_>, caller: &Caller, invoice: Invoice) -> Result<InvoiceView> {
    let now = tx.now();
    queries::view(tx.conn(), caller, invoice, now)
}
