//! `/public/invoices`: the page behind the link in the payer's mail. Looking uses nothing up.

use actix_web::get;
use utoipa_actix_web::service_config::ServiceConfig;

use super::routes::document;
use super::views::PublicInvoiceView;
use super::{documents, queries};
use crate::http::{Answer, Link, Problems};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_public_invoice).service(get_public_invoice_pdf);
}

/// Look at an invoice
///
/// Changes nothing, however often it is opened. 410 once the invoice is void.
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "The invoice, as its payer sees it.", body = PublicInvoiceView), Problems),
    security()
)]
#[get("/{token}")]
async fn get_public_invoice(link: Link) -> Answer {
    let (now, token, base_url) = (link.now, link.token.clone(), link.app.messaging.base_url.clone());
    link.ok(&link.read(move |conn| queries::public(conn, &token, &base_url, now)).await?)
}

/// Download an invoice by its link
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "The document.", body = String, content_type = "application/pdf"), Problems),
    security()
)]
#[get("/{token}/pdf")]
async fn get_public_invoice_pdf(link: Link) -> Answer {
    let token = link.token.clone();
    let invoice = link.read(move |conn| queries::by_token(conn, &token)).await?;
    let bytes = documents::ensure(&link.app, &invoice).await?;
    link.answer(document(&invoice, bytes))
}
