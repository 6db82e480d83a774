//! What Stripe tells: who may tell it, and that it counts once.

use super::{Desk, SECRET, signature};
use crate::support::{at_once, json};

/// An invoice that waits for a card.
fn waiting() -> (Desk, String) {
    let desk = Desk::new();
    desk.connect();
    let id = desk.sent(&json!({"card_payment": true}));
    (desk, id)
}

#[test]
fn told_ten_times_in_any_order_and_marked_by_hand_at_once_it_is_paid_once() {
    let (desk, id) = waiting();
    let coach = desk.coach();
    let answers = at_once(20, |index| {
        if index % 5 == 4 {
            return coach.post(&format!("/invoices/{id}/mark-paid"), json!({})).send().status;
        }
        // The same event again, and other events about the same session.
        let event = format!("evt_{}", index % 3);
        let mut told = desk.paid(&event, "cs_1", &id, 64_260);
        if index % 3 == 1 {
            told["type"] = json!("checkout.session.async_payment_succeeded");
        }
        desk.tell(&told).status
    });
    assert!(answers.iter().all(|status| matches!(status, 200 | 409)), "{answers:?}");
    desk.app.work();
    let shown = desk.show(&id);
    assert_eq!(shown["state"], "paid");
    let payments = shown["payments"].as_array().unwrap();
    assert_eq!(payments.iter().filter(|payment| payment["state"] == "applied").count(), 1, "{}", shown.text());
    assert_eq!(payments.iter().filter(|payment| payment["reference"] == "cs_1").count(), 1, "{}", shown.text());
    assert_eq!(desk.events(&id).iter().filter(|event| *event == "invoice.paid").count(), 1);
    assert_eq!(desk.app.told("type=invoice_receipt").len(), 1);
}

#[test]
fn a_session_pays_its_invoice_once_its_money_is_there() {
    let (desk, id) = waiting();
    let mut unpaid = desk.paid("evt_1", "cs_1", &id, 64_260);
    unpaid["data"]["object"]["payment_status"] = json!("unpaid");
    assert_eq!(desk.tell(&unpaid).status, 200);
    assert_eq!(desk.show(&id)["state"], "sent");
    let mut later = desk.paid("evt_2", "cs_1", &id, 64_260);
    later["type"] = json!("checkout.session.async_payment_succeeded");
    assert_eq!(desk.tell(&later).status, 200);
    let shown = desk.show(&id);
    assert_eq!((shown["state"].as_str(), shown["paid_method"].as_str()), (Some("paid"), Some("card")));
    assert_eq!(shown["paid_reference"], "cs_1");
}

#[test]
fn only_who_knows_the_signing_secret_is_believed() {
    let (desk, id) = waiting();
    let event = desk.paid("evt_1", "cs_1", &id, 64_260);
    let (body, now) = (event.to_string(), desk.app.now().seconds());
    let good = signature(SECRET, now, &body);
    let wrong = [
        String::new(),
        signature("whsec_another", now, &body),
        signature(SECRET, now - 301, &body),
        signature(SECRET, now + 301, &body),
        good.replace("v1=", "v0="),
        good.replace(&format!("t={now}"), &format!("t={}", now + 1)),
    ];
    for header in &wrong {
        desk.post(&event, header).problem(400, "invalid_signature");
    }
    let other = desk.paid("evt_1", "cs_1", &id, 1);
    desk.post(&other, &good).problem(400, "invalid_signature");
    // An organization without a provider, or that there is not, looks the same.
    let mut foreign = event.clone();
    foreign["data"]["object"]["metadata"]["organization_id"] = json!(desk.app.other_org().id.to_string());
    desk.tell(&foreign);
    desk.post(&foreign, &signature(SECRET, now, &foreign.to_string())).problem(400, "invalid_signature");
    assert_eq!(desk.show(&id)["state"], "sent");
    // Several signatures, as while a secret is rolled.
    let several = good.replace(",v1=", &format!(",v1={},v1=", "0".repeat(64)));
    desk.post(&event, &several).expect(200);
    assert_eq!(desk.show(&id)["state"], "paid");
}

#[test]
fn what_is_none_of_our_business_is_received_and_changes_nothing() {
    let (desk, id) = waiting();
    let guest = desk.app.guest();
    for event in [json!({"id": "evt_1", "type": "customer.created", "data": {"object": {"id": "cus_1"}}}), json!({}), json!([1])] {
        assert_eq!(guest.post(super::WEBHOOK, event).expect(200)["received"], true);
    }
    let mut unknown = desk.paid("evt_2", "cs_2", "invc_01kfq8v6n2e9t8w4x3y5z7a1bc", 64_260);
    assert_eq!(desk.tell(&unknown).status, 200);
    unknown["data"]["object"]["metadata"] = json!({});
    assert_eq!(desk.tell(&unknown).status, 200);
    guest.post(super::WEBHOOK, "{").problem(400, "malformed_json");
    guest.post(super::WEBHOOK, "a=b").header("content-type", "application/x-www-form-urlencoded").problem(415, "unsupported_media_type");
    assert_eq!((desk.show(&id)["state"].as_str(), desk.show(&id)["payments"].as_array().map(Vec::len)), (Some("sent"), Some(0)));
}

#[test]
fn money_that_nobody_waited_for_is_kept_and_admins_hear_of_it() {
    let (desk, id) = waiting();
    desk.tell(&desk.paid("evt_1", "cs_1", &id, 64_259));
    let mut dollars = desk.paid("evt_2", "cs_2", &id, 64_260);
    dollars["data"]["object"]["currency"] = json!("usd");
    desk.tell(&dollars);
    assert_eq!(desk.show(&id)["state"], "sent");
    desk.tell(&desk.paid("evt_3", "cs_3", &id, 64_260));
    desk.tell(&desk.paid("evt_4", "cs_4", &id, 64_260));
    let void = desk.sent(&json!({"card_payment": true}));
    desk.act(&void, "void", json!({}));
    assert_eq!(desk.tell(&desk.paid("evt_5", "cs_5", &void, 64_260)).status, 200);
    let reasons = |id: &str| -> Vec<_> {
        let shown = desk.show(id);
        shown["payments"].as_array().unwrap().iter().map(|payment| payment["reason"].as_str().unwrap_or("paid").to_owned()).collect()
    };
    assert_eq!(reasons(&id), ["amount_mismatch", "currency_mismatch", "paid", "already_paid"]);
    assert_eq!(reasons(&void), ["invoice_void"]);
    assert_eq!(desk.show(&void)["state"], "void");
    let shown = desk.programme.coachee.get(&format!("/invoices/{id}")).expect(200);
    assert_eq!(shown["payments"].as_array().unwrap().len(), 1, "what was not expected is not the payer's to sort out");
    desk.app.work();
    assert_eq!(desk.inbox.subjects(&desk.admin).iter().filter(|subject| subject.starts_with("Unexpected payment")).count(), 4);
}

#[test]
fn what_went_back_is_noted_and_the_largest_sum_counts() {
    let (desk, id) = waiting();
    desk.tell(&desk.paid("evt_1", "cs_1", &id, 64_260));
    let refund = |event: &str, amount: i64| {
        json!({"id": event, "type": "charge.refunded", "data": {"object": {"id": "ch_1", "payment_intent": "pi_cs_1", "amount_refunded": amount,
            "metadata": {"organization_id": desk.app.org.to_string(), "invoice_id": id}}}})
    };
    for (event, amount) in [("evt_3", 64_260), ("evt_2", 10_000), ("evt_3", 64_260)] {
        assert_eq!(desk.tell(&refund(event, amount)).status, 200);
    }
    let shown = desk.show(&id);
    assert_eq!((shown["state"].as_str(), shown["payments"][0]["refunded_minor"].as_i64()), (Some("paid"), Some(64_260)));
    assert_eq!(desk.events(&id).iter().filter(|event| *event == "invoice.payment_refunded").count(), 1);
}
