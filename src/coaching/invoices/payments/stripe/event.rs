//! What Stripe tells, as far as it concerns invoices. Nothing here is believed before its signature was checked.

use serde_json::Value;

use crate::kernel::ids::{InvoiceId, OrganizationId};
use crate::kernel::{Code, Problem, Result};

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: String,
    /// Whose payment link it is about, as the link itself says.
    pub organization_id: Option<OrganizationId>,
    pub told: Told,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Somebody has paid.
    Paid(Money),
    /// So much of a charge went back so far.
    Refunded { intent: String, amount: i64 },
    /// Nothing that concerns an invoice.
    Else,
}

/// Money that came in by a payment link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    pub invoice_id: InvoiceId,
    /// The checkout session: one for each payment.
    pub reference: String,
    pub intent: Option<String>,
    /// As Stripe counts it.
    pub amount: i64,
    pub currency: String,
}

/// Longer texts are none of Stripe's ids.
const MAX_ID: usize = 255;

impl Notice {
    pub fn parse(body: &[u8]) -> Result<Self> {
        let event: Value = serde_json::from_slice(body).map_err(|error| Problem::new(Code::MalformedJson).caused_by(error))?;
        let object = &event["data"]["object"];
        let told = match event["type"].as_str() {
            Some("checkout.session.completed" | "checkout.session.async_payment_succeeded") => paid(object),
            Some("charge.refunded") => refunded(object),
            _ => None,
        };
        let id = id(&event["id"]);
        Ok(Self {
            organization_id: object["metadata"]["organization_id"].as_str().and_then(|id| id.parse().ok()),
            told: told.filter(|_| id.is_some()).unwrap_or(Told::Else),
            id: id.unwrap_or_default(),
        })
    }
}

fn id(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty() && text.len() <= MAX_ID && !text.contains('\0')).map(str::to_owned)
}

/// A session whose money is there; where it takes days, another event follows.
fn paid(session: &Value) -> Option<Told> {
    if session["payment_status"] != "paid" {
        return None;
    }
    Some(Told::Paid(Money {
        invoice_id: session["metadata"]["invoice_id"].as_str()?.parse().ok()?,
        reference: id(&session["id"])?,
        intent: id(&session["payment_intent"]),
        amount: session["amount_total"].as_i64()?,
        currency: session["currency"].as_str().filter(|code| code.len() == 3)?.to_ascii_uppercase(),
    }))
}

fn refunded(charge: &Value) -> Option<Told> {
    Some(Told::Refunded { intent: id(&charge["payment_intent"])?, amount: charge["amount_refunded"].as_i64()? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(event: &Value) -> Told {
        Notice::parse(event.to_string().as_bytes()).expect("JSON").told
    }

    #[test]
    fn only_money_that_is_there_counts() {
        let session = |status: &str| {
            json!({"id": "evt_1", "type": "checkout.session.completed", "data": {"object": {
                "id": "cs_1", "payment_status": status, "amount_total": 100, "currency": "eur", "payment_intent": null,
                "metadata": {"invoice_id": InvoiceId::example(), "organization_id": OrganizationId::example()}}}})
        };
        assert!(matches!(told(&session("paid")), Told::Paid(money) if money.amount == 100 && money.currency == "EUR"));
        assert_eq!(told(&session("unpaid")), Told::Else);
        assert_eq!(told(&json!({"id": "evt_1", "type": "customer.created", "data": {"object": {}}})), Told::Else);
    }

    #[test]
    fn what_is_not_as_expected_is_nothing() {
        for odd in [
            json!(1),
            json!([]),
            json!({}),
            json!({"type": "charge.refunded"}),
            json!({"id": 7, "type": "checkout.session.completed", "data": []}),
        ] {
            assert_eq!(told(&odd), Told::Else);
        }
        assert!(Notice::parse(b"{").is_err());
    }
}
