//! Documents of every shape are made; that they say the right things is read by another program, in `tests/`.

use super::*;
use crate::coaching::invoices::decimals::{Percent, Quantity};
use crate::coaching::invoices::lines::total;

fn line(description: &str, quantity: i64, price: i64, tax: i64) -> Line {
    let net_minor = quantity * price / 1000;
    Line {
        description: description.to_owned(),
        quantity: Quantity::from_steps(quantity),
        unit_price_minor: price,
        tax_percent: Percent::from_steps(tax),
        net_minor,
    }
}

fn made(lines: &[Line], name: &str) -> Vec<u8> {
    let totals = total(lines).expect("fits");
    let on = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
    render(&Sheet {
        id: "invc_1".into(),
        sender: Sender {
            name: "Northwind Coaching GmbH",
            address: "Königstraße 12\n10115 Berlin\nGermany",
            tax_id: "DE123456789",
            payment_details: "IBAN DE02 1203 0000 0000 2020 51\nBIC BYLADEM1001",
            footer: "Managing director: Jörg Müßig · Registered in Berlin, HRB 12345",
        },
        logo: None,
        number: "INV-2026-0042",
        issued_on: on,
        due_on: on + chrono::Days::new(14),
        payer_name: name,
        payer_address: "Łódzka 7\n00-001 Warszawa\nΕλλάδα, Україна",
        payer_email: "ana@people.example",
        subject: "Coaching in spring",
        note: "Thank you for your trust.",
        currency: "EUR",
        lines,
        totals: &totals,
    })
    .expect("a document")
}

#[test]
fn the_same_sheet_makes_the_same_bytes() {
    let lines = [line("Coaching session, 60 minutes", 3000, 18_000, 1900)];
    let first = made(&lines, "Ana Álvarez");
    assert!(first.starts_with(b"%PDF-1.") && first == made(&lines, "Ana Álvarez"));
    assert_ne!(first, made(&lines, "Ben Brandt"));
}

#[test]
fn only_the_glyphs_that_are_used_are_embedded() {
    assert!(made(&[line("A", 1000, 1, 0)], "B").len() < 60_000);
}

#[test]
fn no_text_breaks_it() {
    let odd = [
        "",
        " ",
        "\n\n\n",
        "漢字 😀 \u{0} \u{202e}abc\u{200d} e\u{301}",
        "Wörter",
        &"x".repeat(1000),
        &"a\n".repeat(500),
        "\u{10ffff}\u{fffe}",
    ];
    for text in odd {
        made(&[line(text, 1000, 1, 0)], text);
    }
}
