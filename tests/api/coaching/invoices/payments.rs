//! Paid by hand, and whether a card can be used.

use super::{Desk, LINKS};
use crate::support::{at_once, json};

#[test]
fn c91_an_invoice_is_marked_as_paid_with_when_and_how() {
    let desk = Desk::new();
    let id = desk.sent(&json!({}));
    let path = format!("/invoices/{id}/mark-paid");
    let refused = desk.coach().post(&path, json!({"paid_at": "2026-03-01T09:00:01Z"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/paid_at".to_owned(), "out_of_range".to_owned())]);
    let body = json!({"paid_at": "2026-02-28T10:00:00Z", "method": "cash", "reference": "Receipt 7"});
    let paid = desk.coach().post(&path, body).expect(200);
    assert_eq!((paid["state"].as_str(), paid["paid_method"].as_str()), (Some("paid"), Some("cash")));
    assert_eq!((paid["paid_at"].as_str(), paid["paid_reference"].as_str()), (Some("2026-02-28T10:00:00.000000Z"), Some("Receipt 7")));
    assert_eq!(paid["payments"][0]["amount_minor"], 64_260);
    desk.coach().post(&path, json!({})).problem(409, "invalid_transition");
    desk.app.work();
    assert_eq!(desk.app.told("type=invoice_receipt"), ["invoice_receipt sent"]);
    assert_eq!(desk.app.told("type=invoice_paid"), ["invoice_paid sent"]);
    let page = desk.app.guest().get(&format!("/public/invoices/{}", desk.token())).expect(200);
    assert_eq!(page["state"], "paid");
}

#[test]
fn c91_marked_by_many_at_once_it_is_paid_once() {
    let desk = Desk::new();
    let id = desk.sent(&json!({}));
    let coach = desk.coach();
    let answers = at_once(10, |_| coach.post(&format!("/invoices/{id}/mark-paid"), json!({})).send().status);
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert_eq!(desk.show(&id)["payments"].as_array().unwrap().len(), 1);
}

#[test]
fn c92_with_a_card_asked_for_the_mail_has_a_payment_link_and_else_none() {
    let desk = Desk::new();
    desk.connect();
    desk.sent(&json!({}));
    let plain = desk.mails().pop().unwrap();
    assert!(!plain.text.contains("buy.stripe.com") && desk.stripe.count(LINKS) == 0);
    let id = desk.sent(&json!({"card_payment": true}));
    let mail = desk.mails().pop().unwrap();
    assert!(mail.text.contains("Pay by card: https://buy.stripe.com/test_1"), "{}", mail.text);
    assert_eq!(desk.show(&id)["payment_url"], "https://buy.stripe.com/test_1");
    let asked = desk.stripe.requests(LINKS).pop().unwrap();
    assert_eq!(
        (asked.header("authorization"), asked.header("idempotency-key")),
        ("Bearer sk_test_0123456789", format!("{id}-link").as_str())
    );
    let form: std::collections::HashMap<_, _> = url::form_urlencoded::parse(&asked.body).into_owned().collect();
    let of = |key: &str| form.get(key).map(String::as_str);
    assert_eq!(of("line_items[0][price_data][unit_amount]"), Some("64260"));
    assert_eq!(of("line_items[0][price_data][currency]"), Some("eur"));
    assert_eq!(of("line_items[0][price_data][product_data][name]"), Some("Invoice INV-2026-0002"));
    assert_eq!(of("metadata[invoice_id]"), Some(id.as_str()));
    assert_eq!(of("restrictions[completed_sessions][limit]"), Some("1"));
    let page = desk.app.guest().get(&format!("/public/invoices/{}", desk.token())).expect(200);
    assert_eq!(page["payment_url"], "https://buy.stripe.com/test_1");
}

#[test]
fn c93_a_card_cannot_be_asked_for_while_no_provider_is_connected() {
    let desk = Desk::new();
    let id = desk.draft(&json!({"card_payment": true}));
    let path = format!("/invoices/{id}/send");
    desk.coach().post(&path, ()).problem(409, "payment_provider_missing");
    assert_eq!(desk.show(&id)["state"], "draft");
    desk.connect();
    desk.coach().post(&format!("{path}?dry_run=true"), ()).expect(200);
    desk.admin.delete("/payment-providers/stripe").expect(204);
    desk.coach().post(&path, ()).problem(409, "payment_provider_missing");
}

#[test]
fn an_amount_that_a_card_cannot_pay_exactly_is_told_before_it_is_sent() {
    let desk = Desk::new();
    desk.connect();
    let lines = json!([{"description": "One", "unit_price_minor": 1234}]);
    let id = desk.draft(&json!({"card_payment": true, "currency": "KWD", "lines": lines}));
    let refused = desk.coach().post(&format!("/invoices/{id}/send"), ()).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/card_payment".to_owned(), "out_of_range".to_owned())]);
}

#[test]
fn the_link_is_closed_once_it_is_paid_otherwise_or_void() {
    let desk = Desk::new();
    desk.connect();
    for (verb, count) in [("mark-paid", 1), ("void", 2)] {
        let id = desk.sent(&json!({"card_payment": true}));
        desk.act(&id, verb, json!({}));
        desk.app.work();
        let closed = desk.stripe.requests("/v1/payment_links/plink%5F1");
        assert_eq!(closed.len(), count, "{verb}: {:?}", desk.stripe.all().iter().map(|request| request.path.clone()).collect::<Vec<_>>());
        assert_eq!(closed[count - 1].text(), "active=false");
        assert!(desk.show(&id)["payment_url"].is_null());
    }
}

#[test]
fn a_providers_secrets_are_never_shown_and_only_admins_connect_one() {
    let desk = Desk::new();
    desk.admin.get("/payment-providers/stripe").problem(404, "not_found");
    desk.connect();
    let shown = desk.admin.get("/payment-providers/stripe").expect(200);
    assert_eq!(super::keys(&shown.body), ["created_at", "kind", "updated_at", "version", "webhook_url"]);
    assert_eq!(shown["webhook_url"], "https://rapport.example/api/v1/public/payments/stripe/webhook");
    desk.connect();
    assert_eq!(desk.admin.get("/payment-providers/stripe").expect(200)["version"], 2);
    desk.coach().get("/payment-providers/stripe").problem(403, "forbidden");
    let all = desk.admin.get("/events?limit=100").expect(200).text();
    assert!(!all.contains("sk_test_0123456789") && !all.contains("whsec_test"));
}
