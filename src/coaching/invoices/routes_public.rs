//! `/public/invoices`: the page behind the link in the payer's mail. Looking uses nothing up.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpResponse, get, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::routes::document;
use super::views::PublicInvoiceView;
use super::{documents, queries};
use crate::http::{Answer, Problems, Public};

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
async fn get_public_invoice(public: Public, token: web::Path<String>) -> Answer {
    public.ensure_within_limits()?;
    let (now, base_url) = (public.app.db.clock().now(), public.app.messaging.base_url.clone());
    let view = public.app.db.read(move |conn| queries::public(conn, &token, &base_url, now)).await?;
    public.ok(&view).map(unkept)
}

/// Download an invoice by its link
#[utoipa::path(
    tag = "public",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "The document.", body = String, content_type = "application/pdf"), Problems),
    security()
)]
#[get("/{token}/pdf")]
async fn get_public_invoice_pdf(public: Public, token: web::Path<String>) -> Answer {
    public.ensure_within_limits()?;
    let invoice = public.app.db.read(move |conn| queries::by_token(conn, &token)).await?;
    let bytes = documents::ensure(&public.app, &invoice).await?;
    Ok(unkept(document(&invoice, bytes)))
}

/// Nobody on the way keeps what a link opens.
fn unkept(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
