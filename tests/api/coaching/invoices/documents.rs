//! The document, read back by another program.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Desk;
use crate::support::files::png;
use crate::support::{json, pdf};

#[test]
fn c90_the_document_is_downloaded_by_who_sent_it_and_by_who_pays() {
    let desk = Desk::new();
    let id = desk.sent(&json!({}));
    let answer = desk.coach().get(&format!("/invoices/{id}/pdf")).expect(200);
    assert_eq!((answer.header("content-type"), answer.header("x-content-type-options")), ("application/pdf", "nosniff"));
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"INV-2026-0001.pdf\"");
    assert!(answer.bytes.starts_with(b"%PDF-"));
    assert_eq!(desk.programme.coachee.get(&format!("/invoices/{id}/pdf")).expect(200).bytes, answer.bytes);
    assert_eq!(desk.admin.get(&format!("/invoices/{id}/pdf")).expect(200).bytes, answer.bytes);
}

#[test]
fn the_document_says_what_the_invoice_says() {
    let desk = Desk::new();
    desk.app.set(&json!({"invoices": {
        "name": "Jörg Müßig Coaching GmbH", "address": "Königstraße 12\n10115 Berlin", "tax_id": "DE123456789",
        "payment_details": "IBAN DE02 1203 0000 0000 2020 51", "footer": "Amtsgericht Charlottenburg"
    }}));
    let mut lines: Vec<_> = (1..=60)
        .map(|number| json!({"description": format!("Übungsgespräch {number}"), "quantity": "1.5", "unit_price_minor": 12_345, "tax_percent": "19"}))
        .collect();
    lines.push(json!({"description": "Łódź, Ελλάδα, Україна, 漢字", "unit_price_minor": -100, "tax_percent": "7"}));
    let id = desk.sent(&json!({"lines": lines, "subject": "Führung für Größere", "payer_address": "Straße 5\nZürich"}));
    let shown = desk.show(&id);
    let Some(read) = pdf::read(&desk.pdf(&id)) else { return };
    assert_eq!(read.pages.len(), 3, "{}", read.text());
    for (index, page) in read.pages.iter().enumerate() {
        assert!(page.contains(&format!("Page {} of 3", index + 1)), "{page}");
        assert!(page.contains("INV-2026-0001") && page.contains("Amtsgericht Charlottenburg"), "{page}");
    }
    // The head of the table stands on each page that the table reaches.
    let heads = read.pages.iter().filter(|page| page.contains("Unit price")).count();
    assert_eq!(heads, 3);
    let text = read.text();
    for number in 1..=60 {
        assert!(text.contains(&format!("Übungsgespräch {number}")), "line {number}");
    }
    for words in ["Jörg Müßig Coaching GmbH", "Königstraße 12", "DE123456789", "IBAN DE02 1203 0000 0000 2020 51", "Emil", "Zürich"] {
        assert!(text.contains(words), "{words}");
    }
    for words in ["Führung für Größere", "Łódź, Ελλάδα, Україна", "15 March 2026", "185.18", "-1.00"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // 60 × 185.18 and the discount; 19 % and 7 % of what is theirs.
    assert_eq!([&shown["net_minor"], &shown["tax_minor"], &shown["total_minor"]], [1_110_980, 211_098, 1_322_078]);
    for amount in ["11,109.80", "2,111.05", "-0.07", "EUR 13,220.78"] {
        assert!(text.contains(amount), "{amount}: {text}");
    }
    assert_eq!((read.info("Title"), read.info("Author")), ("Invoice INV-2026-0001", "Jörg Müßig Coaching GmbH"));
    assert_eq!(read.info("CreationDate"), "Sun Mar  1 00:00:00 2026 UTC");
}

#[test]
fn a_document_in_yen_has_no_digits_after_the_point() {
    let desk = Desk::new();
    let lines = json!([{"description": "One", "unit_price_minor": 1_234_567, "tax_percent": "10"}]);
    let id = desk.sent(&json!({"currency": "JPY", "lines": lines}));
    let Some(read) = pdf::read(&desk.pdf(&id)) else { return };
    assert!(read.text().contains("JPY 1,358,024"), "{}", read.text());
}

/// One red pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[test]
fn the_organizations_logo_stands_at_the_head_and_a_broken_one_does_not_keep_it_from_going() {
    let desk = Desk::new();
    let sent = || desk.pdf(&desk.sent(&json!({})));
    let logo = |bytes: &[u8]| desk.app.set(&json!({"logo_file_id": desk.admin.uploaded("logo.png", bytes)}));
    let plain = sent();
    logo(&STANDARD.decode(PIXEL).unwrap());
    let with_logo = sent();
    // The head of a picture and nothing after it.
    logo(&png(200, 50));
    let broken = sent();
    assert_eq!(desk.mails().iter().filter(|mail| mail.attachments.len() == 1).count(), 3);
    let Some(read) = pdf::read(&with_logo) else { return };
    assert!(read.pictures >= 1 && read.text().contains("Northwind Coaching"));
    for without in [plain, broken] {
        let read = pdf::read(&without).unwrap();
        assert!(read.pictures == 0 && read.text().contains("Northwind Coaching"), "{}", read.text());
    }
    let vast = json!({"settings": {"logo_file_id": desk.admin.uploaded("vast.png", &png(2001, 2000))}});
    desk.admin.patch("/organization", vast).problem(422, "validation_failed");
}
