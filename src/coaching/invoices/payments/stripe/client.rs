//! Stripe's API, as far as payment links need it. The invoice's id is the idempotency key: however often a link
//! is asked for, there is one.

use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::amounts;
use crate::coaching::invoices::model::Invoice;
use crate::messaging::channels::http::Outbound;

/// A payment link is described in about 3 KiB.
const ANSWER_LIMIT: usize = 64 * 1024;

/// Speaks to Stripe with an organization's key.
pub struct Client<'a> {
    pub outbound: &'a Outbound,
    pub base_url: &'a str,
    pub key: &'a str,
}

/// Where somebody pays.
#[derive(Debug, Clone)]
pub struct Link {
    pub id: String,
    pub url: String,
}

impl Client<'_> {
    /// Makes the link of an invoice. It takes one payment, of exactly what the invoice comes to.
    pub async fn create_link(&self, invoice: &Invoice) -> Result<Link, String> {
        let amount = amounts::charged(&invoice.currency, invoice.total_minor).ok_or("This amount cannot be paid by card.")?;
        let (invoice_id, organization_id) = (invoice.id.to_string(), invoice.organization_id.to_string());
        let name = format!("Invoice {}", invoice.number.as_deref().unwrap_or_default());
        let form = [
            ("line_items[0][price_data][currency]", invoice.currency.to_ascii_lowercase()),
            ("line_items[0][price_data][unit_amount]", amount.to_string()),
            ("line_items[0][price_data][product_data][name]", name),
            ("line_items[0][quantity]", "1".into()),
            ("restrictions[completed_sessions][limit]", "1".into()),
            ("metadata[invoice_id]", invoice_id.clone()),
            ("metadata[organization_id]", organization_id.clone()),
            ("payment_intent_data[metadata][invoice_id]", invoice_id.clone()),
            ("payment_intent_data[metadata][organization_id]", organization_id),
        ];
        let answer = self.post("/v1/payment_links", &format!("{invoice_id}-link"), &form).await?;
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let url = text("url").filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let link = text("id").zip(url).map(|(id, url)| Link { id, url });
        link.ok_or_else(|| "Stripe's answer has no payment link.".into())
    }

    /// Ends the link, so that nobody pays twice or for what is void.
    pub async fn close_link(&self, invoice: &Invoice) -> Result<(), String> {
        let Some(link) = &invoice.payment_link_id else { return Ok(()) };
        let path = format!("/v1/payment_links/{}", percent_encoding::utf8_percent_encode(link, percent_encoding::NON_ALPHANUMERIC));
        self.post(&path, &format!("{}-close", invoice.id), &[("active", "false".into())]).await.map(|_| ())
    }

    async fn post(&self, path: &str, idempotency_key: &str, form: &[(&str, String)]) -> Result<Value, String> {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let headers = vec![
            ("authorization".to_owned(), format!("Bearer {}", self.key)),
            ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
            ("idempotency-key".to_owned(), idempotency_key.to_owned()),
        ];
        let url = format!("{}{path}", self.base_url.trim_end_matches('/'));
        let attempt = self.outbound.ask(&url, headers, body.into_bytes(), ANSWER_LIMIT).await;
        if attempt.is_delivered() {
            return serde_json::from_str(&attempt.answer).map_err(|_| "Stripe's answer cannot be read.".to_owned());
        }
        let said = serde_json::from_str::<Value>(&attempt.answer).ok().and_then(|answer| answer["error"]["message"].as_str().map(cut));
        Err(format!("Stripe: {}", said.or(attempt.error).unwrap_or_else(|| "no answer".into())))
    }
}

fn cut(text: &str) -> String {
    text.chars().take(500).collect()
}
