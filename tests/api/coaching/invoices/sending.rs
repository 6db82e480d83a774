//! The way of an invoice to who pays it.

use super::{Desk, token};
use crate::support::receivers::Reply;
use crate::support::{TestApp, json};

#[test]
fn c89_the_mail_carries_the_document_and_each_repetition_the_same_bytes() {
    let desk = Desk::new();
    let id = desk.sent(&json!({}));
    desk.act(&id, "resend", ());
    desk.app.work();
    let mails: Vec<_> = desk.mails().into_iter().filter(|mail| mail.subject.contains("INV-2026-0001")).collect();
    assert_eq!(mails.len(), 2);
    let documents: Vec<_> = mails.iter().map(|mail| mail.attachments.clone()).collect();
    assert_eq!(documents[0].len(), 1);
    assert_eq!((documents[0][0].filename.as_str(), documents[0][0].media_type.as_str()), ("INV-2026-0001.pdf", "application/pdf"));
    assert_eq!(documents[0], documents[1]);
    assert_eq!(documents[0][0].bytes, desk.pdf(&id));
    assert_ne!(mails[0].message_id, mails[1].message_id);
    assert_eq!(desk.events(&id), ["invoice.created", "invoice.sent", "invoice.issued", "invoice.resent"]);
}

#[test]
fn c89_the_document_stays_as_it_was_sent_whatever_changes_after() {
    let desk = Desk::new();
    desk.app.set(&json!({"invoices": {"name": "Northwind GmbH", "address": "Königstraße 12", "tax_id": "DE1"}}));
    let id = desk.sent(&json!({}));
    let before = desk.pdf(&id);
    desk.app.set(&json!({"invoices": {"name": "Southwind AG", "address": null}}));
    desk.admin.patch(&format!("/users/{}", desk.programme.coachee.id), json!({"name": "Emilia"})).expect(200);
    desk.act(&id, "resend", ());
    desk.app.work();
    assert_eq!(desk.pdf(&id), before);
    assert_eq!(desk.mails().pop().unwrap().attachments[0].bytes, before);
    assert_eq!(desk.show(&id)["payer"]["name"], "Emil");
}

#[test]
fn the_document_is_there_before_the_mail_is_and_nobody_has_to_wait_for_it() {
    let desk = Desk::new();
    let id = desk.draft(&json!({}));
    desk.act(&id, "send", ());
    // No worker has run: it is drawn for who asks, and it is the one that is mailed.
    desk.coach().post(&format!("/invoices/{id}/resend"), ()).problem(409, "delivery_in_progress");
    let first = desk.pdf(&id);
    desk.app.work();
    assert_eq!(desk.mails().pop().unwrap().attachments[0].bytes, first);
    let files = desk.admin.get("/events?limit=100&type=file.uploaded").expect(200);
    assert_eq!(files.data().len(), 1, "one document, not two");
}

#[test]
fn somebody_outside_gets_it_with_a_link_and_needs_no_account() {
    let desk = Desk::new();
    let id = desk.outside(&json!({}));
    desk.send(&id);
    let mails = desk.inbox.mails_to("accounts@partner.example");
    assert_eq!((mails.len(), mails[0].attachments.len()), (1, 1));
    let seen = desk.app.guest().get(&format!("/public/invoices/{}", token(&mails[0]))).expect(200);
    assert_eq!(seen["number"], "INV-2026-0001");
}

#[test]
fn a_frontend_has_pages_of_its_own_for_invoices() {
    let desk = Desk::new();
    desk.app.set(&json!({"frontend_url": "https://app.northwind.example/"}));
    desk.sent(&json!({}));
    assert!(desk.mails().pop().unwrap().text.contains("https://app.northwind.example/invoices/"));
}

#[test]
fn who_is_late_is_reminded_once_and_who_has_paid_is_not() {
    let desk = Desk::new();
    let (late, paid) = (desk.sent(&json!({"due_on": "2026-03-10"})), desk.sent(&json!({"due_on": "2026-03-10"})));
    desk.act(&paid, "mark-paid", json!({}));
    desk.app.advance("P9D");
    desk.app.work();
    assert!(desk.app.told("type=invoice_reminder").is_empty(), "it is not over yet");
    desk.app.advance("P1D");
    desk.app.work();
    desk.app.advance("P10D");
    desk.app.work();
    assert_eq!(desk.app.told("type=invoice_reminder"), ["invoice_reminder sent"]);
    let reminder = desk.mails().into_iter().find(|mail| mail.subject.starts_with("Reminder")).expect("a reminder");
    assert!(reminder.subject.contains("INV-2026-0001") && reminder.attachments.len() == 1);
    assert_eq!(desk.events(&late).last().map(String::as_str), Some("invoice.late"));
}

#[test]
fn what_is_void_counts_no_more_and_who_got_it_hears_of_that() {
    let desk = Desk::new();
    let id = desk.sent(&json!({}));
    let token = desk.token();
    let void = desk.act(&id, "void", json!({"reason": "Sent to the wrong person."}));
    assert_eq!((void["state"].as_str(), void["number"].as_str()), (Some("void"), Some("INV-2026-0001")));
    assert_eq!(void["allowed_actions"], json!([]));
    desk.app.work();
    assert!(desk.mails().pop().unwrap().subject.starts_with("Void: invoice INV-2026-0001"));
    desk.app.guest().get(&format!("/public/invoices/{token}")).problem(410, "token_expired");
    desk.app.guest().get(&format!("/public/invoices/{token}/pdf")).problem(410, "token_expired");
    desk.coach().post(&format!("/invoices/{id}/mark-paid"), json!({})).problem(409, "invalid_transition");
    // Whose mail had not gone yet hears nothing at all.
    let quiet = desk.draft(&json!({}));
    desk.act(&quiet, "send", ());
    desk.act(&quiet, "void", json!({}));
    desk.app.work();
    assert!(!desk.mails().iter().any(|mail| mail.subject.contains("INV-2026-0002")));
    assert!(!desk.pdf(&quiet).is_empty(), "the document is made all the same, for the books");
}

#[test]
fn a_coachee_who_was_never_invited_gets_it_where_the_organization_wants_that() {
    let desk = Desk::new();
    let (record, email) = desk.app.record("Rita");
    desk.app.home().admin().post("/coach-assignments", json!({"coach_id": desk.coach().id, "coachee_id": record})).expect(201);
    let made = desk.coach().post("/engagements", json!({"title": "Quiet", "coachee_ids": [record]})).expect(201);
    let to_record = json!({"engagement_id": made.id(), "billed_to_id": record});
    desk.sent(&to_record);
    assert!(desk.inbox.mails_to(&email).is_empty());
    assert_eq!(desk.app.told("type=invoice_sent"), ["invoice_sent suppressed recipient_not_active"]);
    desk.app.set(&json!({"inactive_coachee_delivery": "intentional"}));
    desk.sent(&to_record);
    assert_eq!(desk.inbox.mails_to(&email).len(), 1);
}

#[test]
fn a_mail_server_that_is_down_gets_the_same_document_later() {
    let desk = Desk::new();
    desk.inbox.fail_next(1, 451);
    let id = desk.sent(&json!({}));
    assert!(!desk.mails().iter().any(|mail| mail.subject.contains("INV-")));
    desk.app.advance("PT1H");
    desk.app.work();
    assert_eq!(desk.mails().pop().unwrap().attachments[0].bytes, desk.pdf(&id));
}

#[test]
fn stripe_that_is_down_is_asked_again_and_the_mail_waits_for_the_link() {
    let desk = Desk::new();
    desk.connect();
    let down = Reply::json(500, json!({"error": {"message": "Try again later."}}));
    let link = Reply::json(200, json!({"id": "plink_1", "url": "https://buy.stripe.com/test_1"}));
    desk.stripe.answer(super::LINKS, Reply::Sequence(vec![down.clone(), down, link]));
    let id = desk.sent(&json!({"card_payment": true}));
    assert_eq!(desk.show(&id)["delivery_error"], "Stripe: Try again later.");
    assert!(desk.programme.coachee.get(&format!("/invoices/{id}")).expect(200)["delivery_error"].is_null());
    assert!(!desk.mails().iter().any(|mail| mail.subject.contains("INV-")));
    for _ in 0..2 {
        desk.app.advance("PT1M");
        desk.app.work();
    }
    let shown = desk.show(&id);
    assert!(shown["delivery_error"].is_null() && shown["payment_url"] == "https://buy.stripe.com/test_1", "{}", shown.text());
    assert!(desk.mails().pop().unwrap().text.contains("https://buy.stripe.com/test_1"));
    let keys: Vec<_> = desk.stripe.requests(super::LINKS).iter().map(|request| request.header("idempotency-key").to_owned()).collect();
    assert_eq!(keys, vec![format!("{id}-link"); 3]);
}

#[test]
fn an_invoice_without_a_worker_is_not_lost() {
    let app = TestApp::start();
    let payer = json!({"name": "Partner Ltd", "email": "accounts@partner.example"});
    let lines = json!([{"description": "One", "unit_price_minor": 1}]);
    let admin = app.admin();
    let id = admin.post("/invoices", json!({"payer": payer, "lines": lines})).expect(201).id();
    admin.post(&format!("/invoices/{id}/send"), ()).expect(200);
    app.advance("P20D");
    app.work();
    assert_eq!(admin.get("/events?limit=100&type=invoice.issued").expect(200).data().len(), 1);
}
