//! Drafts: sums, faults, who pays.

use super::Desk;
use crate::support::{Programme, json};

#[test]
fn an_invoice_is_drafted_with_its_sums() {
    let desk = Desk::new();
    let lines = json!([
        {"description": "Session", "quantity": "2.5", "unit_price_minor": 18000, "tax_percent": "19"},
        {"description": "Workbook", "unit_price_minor": 333, "tax_percent": "7"},
        {"description": "Discount", "unit_price_minor": -5000, "tax_percent": "19"},
        {"description": "Travel", "quantity": "0.333", "unit_price_minor": 100}
    ]);
    let made = desk.coach().post("/invoices", desk.body(&json!({"lines": lines, "subject": "Spring"}))).expect(201);
    assert_eq!((made["state"].as_str(), made["number"].as_str(), made["late"].as_bool()), (Some("draft"), None, Some(false)));
    let nets: Vec<_> = made["lines"].as_array().unwrap().iter().map(|line| line["net_minor"].as_i64().unwrap()).collect();
    assert_eq!(nets, [45_000, 333, -5_000, 33]);
    assert_eq!(made["lines"][3]["quantity"], "0.333");
    assert_eq!(
        made["taxes"],
        json!([
            {"tax_percent": "0", "net_minor": 33, "tax_minor": 0},
            {"tax_percent": "7", "net_minor": 333, "tax_minor": 23},
            {"tax_percent": "19", "net_minor": 40_000, "tax_minor": 7_600}
        ])
    );
    assert_eq!([&made["net_minor"], &made["tax_minor"], &made["total_minor"]], [40_366, 7_623, 47_989]);
    assert_eq!(made["payer"], json!({"name": "Emil", "email": desk.programme.coachee.email, "address": null}));
    assert_eq!(made["allowed_actions"], json!(["update", "delete", "send"]));
    assert_eq!(made.header("location"), format!("/api/v1/invoices/{}", made.id()));
}

#[test]
fn a_currency_has_the_digits_that_iso_4217_gives_it() {
    let desk = Desk::new();
    desk.app.set(&json!({"invoices": {"currency": "JPY"}}));
    let price = json!([{"description": "One", "quantity": "1.5", "unit_price_minor": 1001, "tax_percent": "10"}]);
    let yen = desk.coach().post("/invoices", desk.body(&json!({"lines": price}))).expect(201);
    assert_eq!((yen["currency"].as_str(), yen["total_minor"].as_i64()), (Some("JPY"), Some(1652)));
    desk.draft(&json!({"currency": "KWD"}));
    for wrong in ["XXX", "EURO", "eur", "XAU"] {
        desk.coach().post("/invoices", desk.body(&json!({"currency": wrong}))).problem(422, "validation_failed");
    }
    desk.admin.patch("/organization", json!({"settings": {"invoices": {"currency": "ABC"}}})).problem(422, "validation_failed");
}

#[test]
fn every_fault_of_its_lines_is_told_at_once() {
    let desk = Desk::new();
    let lines = json!([
        {"description": "", "quantity": "1,5", "unit_price_minor": 1, "tax_percent": "19"},
        {"description": "Fine", "quantity": "1.2345", "unit_price_minor": 1.5},
        {"description": "More", "unit_price_minor": 2_000_000_000_000_i64, "discount": 1}
    ]);
    let refused = desk.coach().post("/invoices", desk.body(&json!({"lines": lines}))).problem(422, "validation_failed");
    let faults: Vec<_> = refused.faults().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(
        faults,
        [
            "/lines/0/description",
            "/lines/0/quantity",
            "/lines/1/quantity",
            "/lines/1/unit_price_minor",
            "/lines/2/discount",
            "/lines/2/unit_price_minor"
        ]
    );
    let lines = json!([
        {"description": "None", "quantity": "0.000", "unit_price_minor": 1},
        {"description": "Tax", "unit_price_minor": 1, "tax_percent": "100.01"},
        {"description": "Much", "quantity": "9999999.999", "unit_price_minor": 1_000_000_000_000_i64}
    ]);
    let refused = desk.coach().post("/invoices", desk.body(&json!({"lines": lines}))).problem(422, "validation_failed");
    assert_eq!(refused.faults().len(), 3, "{}", refused.text());
    let less = json!([{"description": "Gift", "unit_price_minor": -1}]);
    desk.coach().post("/invoices", desk.body(&json!({"lines": less}))).problem(422, "validation_failed");
}

#[test]
fn it_is_billed_to_a_coachee_of_the_engagement_or_to_somebody_outside() {
    let desk = Desk::new();
    let coach = desk.coach();
    let payer = json!({"name": "Partner Ltd", "email": "accounts@partner.example"});
    let fault = |body: serde_json::Value| coach.post("/invoices", body).problem(422, "validation_failed").faults();
    assert_eq!(fault(json!({})), [("/billed_to_id".into(), "required".into())]);
    assert_eq!(fault(desk.body(&json!({"payer": payer}))), [("/payer".into(), "kind_mismatch".into())]);
    assert_eq!(fault(json!({"billed_to_id": desk.programme.coachee.id})), [("/engagement_id".into(), "required".into())]);
    assert_eq!(fault(json!({"payer": {"name": "P", "email": "nobody"}})), [("/payer/email".into(), "format".into())]);
    let made = coach.post("/invoices", json!({"payer": payer, "payer_address": "Lindenweg 3\nLeipzig"})).expect(201);
    assert_eq!(made["payer"], json!({"name": "Partner Ltd", "email": "accounts@partner.example", "address": "Lindenweg 3\nLeipzig"}));
    assert!(made["billed_to_id"].is_null() && made["engagement_id"].is_null());
    // Somebody who takes no part, and an engagement of another coach.
    let stranger = desk.app.coachee("Nele");
    coach.post("/invoices", desk.body(&json!({"billed_to_id": stranger.id}))).problem(404, "not_found");
    let other = Programme::shared(&desk.app);
    let body = json!({"engagement_id": other.id, "billed_to_id": other.coachee.id});
    coach.post("/invoices", body.clone()).problem(404, "not_found");
    // An admin's is the coach's as well.
    let made = desk.admin.post("/invoices", body).expect(201);
    assert_eq!(made["coach_id"], other.coach.id.as_str());
    other.coach.get(&format!("/invoices/{}", made.id())).expect(200);
}

#[test]
fn a_draft_is_changed_and_deleted_and_nothing_else_is() {
    let desk = Desk::new();
    let id = desk.draft(&json!({}));
    let path = format!("/invoices/{id}");
    let coach = desk.coach();
    let changed = coach.patch(&path, json!({"subject": "Autumn", "lines": [{"description": "One", "unit_price_minor": 100}]})).expect(200);
    assert_eq!((changed["total_minor"].as_i64(), changed["version"].as_i64()), (Some(100), Some(2)));
    assert_eq!(coach.patch(&path, json!({"subject": "Autumn"})).expect(200)["version"], 2);
    assert!(coach.patch(&path, json!({"subject": null})).expect(200)["subject"].is_null());
    let outside = coach.patch(&path, json!({"payer": {"name": "P", "email": "p@partner.example"}})).expect(200);
    assert!(outside["billed_to_id"].is_null());
    coach.patch(&path, json!({"billed_to_id": desk.programme.coachee.id})).expect(200);
    coach.patch(&path, json!({"note": "Thank you."})).if_match(1).problem(412, "version_mismatch");
    desk.send(&id);
    let frozen = coach.patch(&path, json!({"note": "Thank you."})).problem(409, "invalid_transition");
    assert_eq!(frozen["allowed_actions"], json!(["resend", "mark_paid", "void"]));
    coach.delete(&path).problem(409, "invalid_transition");
    let other = desk.draft(&json!({}));
    coach.delete(&format!("/invoices/{other}")).expect(204);
    coach.get(&format!("/invoices/{other}")).problem(404, "not_found");
    assert_eq!(desk.events(&other), ["invoice.created", "invoice.deleted"]);
}

#[test]
fn an_empty_invoice_is_not_sent() {
    let desk = Desk::new();
    let id = desk.draft(&json!({"lines": []}));
    let refused = desk.coach().post(&format!("/invoices/{id}/send"), ()).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/lines".to_owned(), "required".to_owned())]);
    desk.coach().get(&format!("/invoices/{id}/pdf")).problem(409, "not_sent");
}
