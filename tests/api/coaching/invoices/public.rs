//! The link in the payer's mail opens one invoice.

use super::{Desk, keys};
use crate::support::{json, without_request_id};

#[test]
fn a_link_opens_its_invoice_and_tells_nothing_else() {
    let desk = Desk::new();
    desk.sent(&json!({"subject": "Spring", "note": "Thank you."}));
    let (guest, token) = (desk.app.guest(), desk.token());
    let seen = guest.get(&format!("/public/invoices/{token}")).expect(200);
    assert_eq!(
        keys(&seen.body),
        [
            "currency",
            "due_on",
            "issued_on",
            "late",
            "lines",
            "net_minor",
            "note",
            "number",
            "paid_at",
            "payer_name",
            "payment_url",
            "pdf_url",
            "sender_name",
            "state",
            "subject",
            "tax_minor",
            "taxes",
            "total_minor"
        ]
    );
    assert_eq!(keys(&seen["lines"][0]), ["description", "net_minor", "quantity", "tax_percent", "unit_price_minor"]);
    assert_eq!(keys(&seen["taxes"][0]), ["net_minor", "tax_minor", "tax_percent"]);
    assert_eq!((seen["sender_name"].as_str(), seen["total_minor"].as_i64()), (Some("Northwind Coaching"), Some(64_260)));
    assert_eq!((seen["issued_on"].as_str(), seen["due_on"].as_str()), (Some("2026-03-01"), Some("2026-03-15")));
    assert_eq!(seen.header("cache-control"), "no-store");
    let document = guest.get(&format!("/public/invoices/{token}/pdf")).expect(200);
    assert_eq!((document.header("content-type"), document.header("cache-control")), ("application/pdf", "no-store"));
    assert_eq!(document.header("content-disposition"), "attachment; filename=\"INV-2026-0001.pdf\"");
}

#[test]
fn looking_uses_nothing_up_and_changes_nothing() {
    let desk = Desk::new();
    let id = desk.sent(&json!({}));
    let (guest, token) = (desk.app.guest(), desk.token());
    let before = (desk.show(&id).text(), desk.events(&id));
    let pages: Vec<_> = (0..5).map(|_| guest.get(&format!("/public/invoices/{token}")).expect(200).text()).collect();
    for _ in 0..2 {
        guest.get(&format!("/public/invoices/{token}/pdf")).expect(200);
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    assert_eq!((desk.show(&id).text(), desk.events(&id)), before);
}

#[test]
fn a_token_that_opens_nothing_does_not_tell_what_there_is() {
    let desk = Desk::new();
    let (sent, draft) = (desk.sent(&json!({})), desk.draft(&json!({})));
    let guest = desk.app.guest();
    let ask = |token: &str| without_request_id(&guest.get(&format!("/public/invoices/{token}")).problem(404, "not_found"));
    let unknown = ask("unknown");
    let changed = desk.token().chars().rev().collect::<String>();
    for token in [sent.as_str(), draft.as_str(), "INV-2026-0001", &changed] {
        assert_eq!(ask(token), unknown, "{token}");
    }
}

#[test]
fn each_invoice_has_a_link_of_its_own_and_each_mail_about_it_the_same() {
    let desk = Desk::new();
    let first = desk.sent(&json!({}));
    let token = desk.token();
    desk.act(&first, "resend", ());
    desk.app.work();
    assert_eq!(desk.token(), token);
    desk.sent(&json!({}));
    assert_ne!(desk.token(), token);
    assert_eq!(token.len(), 43);
}
