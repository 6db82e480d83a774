//! A process that ends between any two steps of an invoice's way: one number, one document, one payment link,
//! one mail.

use std::collections::HashSet;
use std::thread;

use diesel::prelude::*;
use rapport::db::schema::{events, invoices};
use rapport::db::{Db, Intent};
use rapport::kernel::Clock;

use super::ADMIN;
use crate::support::process::Home;
use crate::support::receivers::{Inbox, Receiver, Reply};
use crate::support::{json, wait};

const LINKS: &str = "/v1/payment_links";
const STEPS: [&str; 4] = ["invoice.claimed", "invoice.drawn", "invoice.stored", "invoice.done"];

#[test]
fn a_crash_at_any_step_leaves_one_number_one_document_and_one_mail() {
    thread::scope(|scope| {
        for step in STEPS {
            scope.spawn(move || crash_at(step));
        }
    });
}

fn crash_at(step: &str) {
    let (inbox, stripe) = (Inbox::start(), Receiver::start());
    stripe.answer(LINKS, Reply::json(200, json!({"id": "plink_1", "url": "https://buy.stripe.com/test_1"})));
    let home = Home::new()
        .with("RAPPORT_MAIL_URL", &inbox.url())
        .with("RAPPORT_PRIVATE_TARGETS", "127.0.0.0/8")
        .with("RAPPORT_STRIPE_URL", &stripe.url(""));
    home.create_admin(ADMIN);
    let home = home.with("FAILPOINTS", &format!("{step}=return"));
    let doomed = home.serve();
    let admin = doomed.log_in(ADMIN);
    admin.put("/payment-providers/stripe", json!({"secret_key": "sk_test_1", "webhook_secret": "whsec_test"})).expect(200);
    let lines = json!([{"description": "One", "unit_price_minor": 100}]);
    let payer = json!({"name": "Partner Ltd", "email": "accounts@partner.example"});
    let id = admin.post("/invoices", json!({"payer": payer, "lines": lines, "card_payment": true})).expect(201).id();
    // The answer may be lost with the process, but not the change: the step comes after its commit.
    let _ = admin.post(&format!("/invoices/{id}/send"), ()).try_send();
    assert_eq!(doomed.ended(), None, "it ended by a signal at {step}");

    let home = home.without("FAILPOINTS");
    end_leases(&home);
    let server = home.serve();
    let mails = inbox.wait_for(1);
    let admin = server.log_in(ADMIN);
    let shown = admin.get(&format!("/invoices/{id}")).expect(200);
    let year = &shown.str("issued_on")[..4];
    assert_eq!(shown.str("number"), format!("INV-{year}-0001"), "{step}");
    assert_eq!(mails[0].attachments[0].bytes, admin.get(&format!("/invoices/{id}/pdf")).expect(200).bytes, "{step}");
    assert!(mails[0].text.contains("https://buy.stripe.com/test_1"), "{step}");
    let keys: HashSet<String> = stripe.requests(LINKS).iter().map(|request| request.header("idempotency-key").to_owned()).collect();
    assert_eq!(keys.len(), 1, "{step}: whoever asks twice asks for the same link");
    let happened = ["invoice.sent", "file.uploaded", "invoice.issued"].map(|kind| count(&home, kind));
    assert_eq!((happened, inbox.mails().len()), ([1, 1, 1], 1), "{step}");
}

/// How often something happened. Asked of the table itself: on PostgreSQL the log stops before transactions
/// that are open in any database of the server, which other tests have.
fn count(home: &Home, kind: &'static str) -> i64 {
    let db = Db::open(home.engine(), Clock::System, 1).unwrap();
    wait(db.read(move |conn| Ok(events::table.filter(events::event_type.eq(kind)).count().get_result(conn)?))).unwrap()
}

/// As if the time had passed after which another worker takes up what a dead one held.
fn end_leases(home: &Home) {
    let db = Db::open(home.engine(), Clock::System, 1).unwrap();
    wait(db.write(Intent::system(), |tx| {
        let past = tx.now().plus(chrono::TimeDelta::seconds(-1));
        let held = invoices::table.filter(invoices::task_due_at.is_not_null());
        diesel::update(held).set(invoices::task_due_at.eq(past)).execute(tx.conn())?;
        Ok(())
    }))
    .unwrap();
}
