//! Numbers: one after the other, without gaps or twins.

use super::Desk;
use crate::support::{at_once, json};

fn numbers(desk: &Desk) -> Vec<String> {
    let all = desk.admin.get("/invoices?limit=100&state=sent,paid,void").expect(200);
    let mut numbers: Vec<String> = all.data().iter().map(|invoice| invoice["number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    numbers
}

#[test]
fn fifty_that_are_sent_at_once_have_no_gap_and_no_twin() {
    let desk = Desk::new();
    let ids: Vec<String> = (0..50).map(|_| desk.draft(&json!({}))).collect();
    let coach = desk.coach();
    let answers = at_once(50, |index| coach.post(&format!("/invoices/{}/send", ids[index]), ()).send().status);
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    let expected: Vec<String> = (1..=50).map(|number| format!("INV-2026-{number:04}")).collect();
    assert_eq!(numbers(&desk), expected);
}

#[test]
fn one_that_is_sent_by_many_at_once_is_sent_once() {
    let desk = Desk::new();
    let id = desk.draft(&json!({}));
    let coach = desk.coach();
    let mut answers = at_once(10, |_| coach.post(&format!("/invoices/{id}/send"), ()).send().status);
    answers.sort_unstable();
    assert_eq!(answers, [200, 409, 409, 409, 409, 409, 409, 409, 409, 409]);
    desk.app.work();
    assert_eq!((numbers(&desk), desk.mails().len()), (vec!["INV-2026-0001".to_owned()], 2), "the invoice, and the engagement before it");
}

#[test]
fn what_is_not_sent_takes_no_number() {
    let desk = Desk::new();
    let coach = desk.coach();
    let id = desk.draft(&json!({}));
    let tried = coach.post(&format!("/invoices/{id}/send?dry_run=true"), ()).expect(200);
    assert_eq!(tried["number"], "INV-2026-0001");
    let told: Vec<_> = tried["effects"].as_array().unwrap().iter().filter(|effect| effect["kind"] == "notification").collect();
    assert!(told.iter().any(|effect| effect["type"] == "invoice_sent" && effect["data"]["channel"] == "email"), "{}", tried.text());
    coach.post(&format!("/invoices/{}/send", desk.draft(&json!({"card_payment": true}))), ()).problem(409, "payment_provider_missing");
    coach.post(&format!("/invoices/{}/send", desk.draft(&json!({"lines": []}))), ()).problem(422, "validation_failed");
    assert!(desk.show(&id)["number"].is_null());
    assert_eq!(desk.send(&id)["number"], "INV-2026-0001");
    // What is void keeps its number.
    desk.act(&id, "void", json!({}));
    assert_eq!(desk.send(&desk.draft(&json!({})))["number"], "INV-2026-0002");
}

#[test]
fn numbers_are_written_as_the_organization_wants_and_begin_anew_each_year() {
    let desk = Desk::new();
    // Nobody stays logged in so long; a machine's key does.
    let machine = desk.app.api_key(&["invoices:write", "organization:write"]);
    let send = || {
        let id = machine.post("/invoices", desk.body(&json!({}))).expect(201).id();
        machine.post(&format!("/invoices/{id}/send"), ()).expect(200).str("number")
    };
    let set = |format: &str| machine.patch("/organization", json!({"settings": {"invoices": {"number_format": format}}}));
    assert_eq!(send(), "INV-2026-0001");
    desk.app.advance("P306D");
    // In Berlin it is a new year an hour before it is one in UTC.
    assert_eq!(desk.app.now().to_string(), "2027-01-01T09:00:00.000000Z");
    assert_eq!(send(), "INV-2027-0001");
    set("R {number}").expect(200);
    assert_eq!([send(), send()], ["R 0001", "R 0002"]);
    set("INV-{year}-{number}").expect(200);
    assert_eq!(send(), "INV-2027-0002");
    for wrong in ["INVOICES", "{year}{number}", "{number}{number}", "INV1{number}", "{month}-{number}"] {
        let refused = set(wrong).problem(422, "validation_failed");
        assert_eq!(refused.faults()[0].0, "/settings/invoices/number_format", "{wrong}");
    }
}

#[test]
fn each_organization_counts_for_itself() {
    let desk = Desk::new();
    desk.sent(&json!({}));
    let other = desk.app.other_org();
    let admin = other.admin();
    let payer = json!({"name": "Partner Ltd", "email": "accounts@partner.example"});
    let made = admin.post("/invoices", json!({"payer": payer, "lines": [{"description": "One", "unit_price_minor": 1}]})).expect(201);
    assert_eq!(admin.post(&format!("/invoices/{}/send", made.id()), ()).expect(200)["number"], "INV-2026-0001");
}
