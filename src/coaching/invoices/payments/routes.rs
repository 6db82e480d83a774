//! `/public/payments`: where the provider tells of payments.

use actix_web::post;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::stripe::event::{Notice, Told};
use super::stripe::signature;
use crate::coaching::invoices::providers;
use crate::db::Intent;
use crate::http::{Answer, Problems, Public, RawBody};
use crate::kernel::{Code, Problem};

pub fn public(cfg: &mut ServiceConfig) {
    cfg.service(report_stripe_event);
}

/// That an event was received.
#[derive(Debug, Serialize, ToSchema)]
pub struct StripeReceipt {
    pub received: bool,
}

/// Receive an event from Stripe
///
/// The organization is the one that a payment link of ours carries in its metadata, and the event counts only
/// if its `Stripe-Signature` was made with that organization's signing secret. Events of other types, and those
/// that are not about an invoice of ours, are answered with 200 and change nothing.
#[utoipa::path(
    tag = "public",
    request_body(content = HashMap<String, Value>, description = "What Stripe posts.", content_type = "application/json"),
    responses((status = 200, description = "Received.", body = StripeReceipt), Problems),
    security()
)]
#[post("/stripe/webhook")]
async fn report_stripe_event(public: Public, body: RawBody) -> Answer {
    public.ensure_within_limits()?;
    let app = &public.app;
    let notice = Notice::parse(&body.0)?;
    let Some(organization_id) = notice.organization_id.filter(|_| notice.told != Told::Else) else {
        return public.ok(&StripeReceipt { received: true });
    };
    let refused = || Problem::new(Code::InvalidSignature);
    let provider = app.db.read(move |conn| providers::store::find_opt(conn, organization_id)).await?.ok_or_else(refused)?;
    let header = public.request.headers().get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let secret = provider.webhook_secret(&app.messaging.vault)?;
    if !signature::is_good(&secret, header, &body.0, app.db.clock().now()) {
        return Err(refused());
    }
    app.db.write(Intent::system(), move |tx| commands::take_in(tx, organization_id, &notice)).await?;
    public.ok(&StripeReceipt { received: true })
}
