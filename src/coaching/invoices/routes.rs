//! `/invoices` and `/me/invoices`.

use actix_web::http::header::{CONTENT_DISPOSITION, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::filter::{InvoiceFilter, MyInvoicesFilter};
use super::model::Invoice;
use super::requests::{CreateInvoice, MarkPaid, UpdateInvoice, VoidInvoice};
use super::views::{InvoiceList, InvoiceView};
use super::{commands, documents, lifecycle, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadInbox, ReadInvoices, WriteInvoices};
use crate::kernel::ids::InvoiceId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_invoices)
        .service(create_invoice)
        .service(get_invoice)
        .service(update_invoice)
        .service(delete_invoice)
        .service(send_invoice)
        .service(resend_invoice)
        .service(void_invoice)
        .service(mark_invoice_paid)
        .service(get_invoice_pdf);
}

pub fn of_me(cfg: &mut ServiceConfig) {
    cfg.service(list_my_invoices);
}

/// List invoices
///
/// Newest first. Admins see all, coaches their own, coachees those that were sent to them.
#[utoipa::path(
    tag = "invoices",
    params(InvoiceFilter),
    responses((status = 200, description = "A page of invoices.", body = InvoiceList), Problems),
    security(("session" = ["invoices:read"]), ("api_key" = ["invoices:read"]))
)]
#[get("")]
async fn list_invoices(read: Read<ReadInvoices>, filter: Params<InvoiceFilter>) -> Answer {
    let now = read.app.db.clock().now();
    read.page(move |conn, caller| queries::list(conn, caller, filter.0, now)).await
}

/// Draft an invoice
///
/// Amounts are whole minor units. A line comes to its quantity times its unit price, rounded to a minor unit,
/// halves away from zero; tax is computed once for each rate, on the sum of its lines, and rounded alike.
#[utoipa::path(
    tag = "invoices",
    request_body = CreateInvoice,
    responses((status = 201, description = "The draft.", body = InvoiceView), Problems),
    security(("session" = ["invoices:write"]), ("api_key" = ["invoices:write"]))
)]
#[post("")]
async fn create_invoice(command: Command<WriteInvoices, CreateInvoice>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Get an invoice
///
/// A draft is absent for whom it is billed to.
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    responses((status = 200, description = "The invoice.", body = InvoiceView), Problems),
    security(("session" = ["invoices:read"]), ("api_key" = ["invoices:read"]))
)]
#[get("/{id}")]
async fn get_invoice(read: Read<ReadInvoices>, id: Target<InvoiceId>) -> Answer {
    let now = read.app.db.clock().now();
    read.one(move |conn, caller| queries::get(conn, caller, id.0, now)).await
}

/// Change a draft
///
/// Once it is sent, nothing in it changes any more.
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    request_body = UpdateInvoice,
    responses((status = 200, description = "The draft as it is now.", body = InvoiceView), Problems),
    security(("session" = ["invoices:write"]), ("api_key" = ["invoices:write"]))
)]
#[patch("/{id}")]
async fn update_invoice(command: Command<WriteInvoices, UpdateInvoice>, id: Target<InvoiceId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a draft
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["invoices:write"]), ("api_key" = ["invoices:write"]))
)]
#[delete("/{id}")]
async fn delete_invoice(command: Command<WriteInvoices>, id: Target<InvoiceId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Send an invoice
///
/// Gives it the next number, without gaps, and freezes it. It is mailed with its document, and with a payment
/// link where `card_payment` asks for one, as soon as both are made. 409 `payment_provider_missing` where a card
/// is asked for and no provider is connected.
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    responses((status = 200, description = "The invoice, sent.", body = InvoiceView), Problems),
    security(("session" = ["invoices:write"]), ("api_key" = ["invoices:write"]))
)]
#[post("/{id}/send")]
async fn send_invoice(command: Command<WriteInvoices>, id: Target<InvoiceId>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, _| lifecycle::send(tx, caller, &app.messaging, id.0).map(Reply::ok)).await
}

/// Mail an invoice again
///
/// With the same document. 409 `delivery_in_progress` while the first mail waits for it.
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    responses((status = 200, description = "The invoice.", body = InvoiceView), Problems),
    security(("session" = ["invoices:write"]), ("api_key" = ["invoices:write"]))
)]
#[post("/{id}/resend")]
async fn resend_invoice(command: Command<WriteInvoices>, id: Target<InvoiceId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::resend(tx, caller, id.0).map(Reply::ok)).await
}

/// Void an invoice
///
/// It counts no more, its number stays taken, and its links end. Whom it was mailed to hears of it.
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    request_body = VoidInvoice,
    responses((status = 200, description = "The invoice, void.", body = InvoiceView), Problems),
    security(("session" = ["invoices:write"]), ("api_key" = ["invoices:write"]))
)]
#[post("/{id}/void")]
async fn void_invoice(command: Command<WriteInvoices, VoidInvoice>, id: Target<InvoiceId>) -> Answer {
    command.run(move |tx, caller, change| lifecycle::void(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Mark an invoice as paid
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    request_body = MarkPaid,
    responses((status = 200, description = "The invoice, paid.", body = InvoiceView), Problems),
    security(("session" = ["invoices:write"]), ("api_key" = ["invoices:write"]))
)]
#[post("/{id}/mark-paid")]
async fn mark_invoice_paid(command: Command<WriteInvoices, MarkPaid>, id: Target<InvoiceId>) -> Answer {
    command.run(move |tx, caller, change| lifecycle::mark_paid(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Download an invoice
///
/// The document, the same bytes each time. 409 `not_sent` for a draft.
#[utoipa::path(
    tag = "invoices",
    params(("id" = InvoiceId, Path, description = "The invoice's id.")),
    responses((status = 200, description = "The document.", body = String, content_type = "application/pdf"), Problems),
    security(("session" = ["invoices:read"]), ("api_key" = ["invoices:read"]))
)]
#[get("/{id}/pdf")]
async fn get_invoice_pdf(read: Read<ReadInvoices>, id: Target<InvoiceId>) -> Answer {
    let invoice = read.plan(move |conn, caller| queries::with_document(conn, caller, id.0)).await?;
    let bytes = documents::ensure(&read.app, &invoice).await?;
    Ok(document(&invoice, bytes))
}

pub(super) fn document(invoice: &Invoice, bytes: Vec<u8>) -> HttpResponse {
    let parameters = vec![DispositionParam::Filename(invoice.file_name())];
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((CONTENT_DISPOSITION, ContentDisposition { disposition: DispositionType::Attachment, parameters }))
        .insert_header(("x-content-type-options", "nosniff"))
        .body(bytes)
}

/// List one's own invoices
///
/// Those that were sent to the caller, newest first.
#[utoipa::path(
    tag = "me",
    params(MyInvoicesFilter),
    responses((status = 200, description = "A page of invoices.", body = InvoiceList), Problems),
    security(("session" = ["inbox:read"]))
)]
#[get("/invoices")]
async fn list_my_invoices(read: Read<ReadInbox>, filter: Params<MyInvoicesFilter>) -> Answer {
    let now = read.app.db.clock().now();
    read.page(move |conn, caller| queries::own(conn, caller, filter.0, now)).await
}
