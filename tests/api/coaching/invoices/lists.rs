//! Who sees which invoices.

use super::Desk;
use crate::support::json;

#[test]
fn coaches_see_their_own_admins_all_and_coachees_what_was_sent_to_them() {
    let desk = Desk::new();
    let (sent, draft) = (desk.sent(&json!({})), desk.draft(&json!({})));
    let (coachee, stranger, other) = (&desk.programme.coachee, desk.app.coachee("Nele"), desk.app.coach("Carl"));
    assert_eq!(desk.coach().ids("/invoices"), [draft.clone(), sent.clone()]);
    assert_eq!(desk.admin.ids("/invoices"), [draft.clone(), sent.clone()]);
    assert_eq!(coachee.ids("/invoices"), [sent.as_str()]);
    assert_eq!(coachee.ids("/me/invoices"), [sent.as_str()]);
    for somebody in [&stranger, &other] {
        assert!(somebody.ids("/invoices").is_empty() && somebody.ids("/me/invoices").is_empty());
        for id in [&sent, &draft] {
            somebody.get(&format!("/invoices/{id}")).problem(404, "not_found");
            somebody.get(&format!("/invoices/{id}/pdf")).problem(404, "not_found");
        }
    }
    // What is billed to somebody is not theirs to change.
    let seen = coachee.get(&format!("/invoices/{sent}")).expect(200);
    assert_eq!(seen["allowed_actions"], json!([]));
    coachee.get(&format!("/invoices/{draft}")).problem(404, "not_found");
    coachee.get(&format!("/invoices/{draft}/pdf")).problem(404, "not_found");
    coachee.post(&format!("/invoices/{sent}/void"), json!({})).problem(403, "forbidden");
    other.post(&format!("/invoices/{sent}/void"), json!({})).problem(404, "not_found");
    desk.app.advocate("Avi").get("/invoices").problem(403, "forbidden");
}

#[test]
fn invoices_are_found_by_state_payer_engagement_number_and_days() {
    let desk = Desk::new();
    let (draft, sent, paid) = (desk.draft(&json!({})), desk.sent(&json!({"due_on": "2026-03-02"})), desk.sent(&json!({})));
    let outside = desk.outside(&json!({}));
    desk.act(&paid, "mark-paid", json!({}));
    let find = |query: &str| desk.coach().ids(&format!("/invoices?sort=created_at&{query}"));
    assert_eq!(find("state=draft"), [draft.clone(), outside.clone()]);
    assert_eq!(find("state=sent,paid"), [sent.clone(), paid.clone()]);
    assert!(find("state=late").is_empty());
    assert_eq!(find(&format!("billed_to_id={}", desk.programme.coachee.id)), [draft.clone(), sent.clone(), paid.clone()]);
    assert_eq!(find(&format!("engagement_id={}&state=paid", desk.programme.id)), [paid.as_str()]);
    assert_eq!(find("number=INV-2026-0002"), [paid.as_str()]);
    assert_eq!(find("issued_on_gte=2026-03-01&due_on_lte=2026-03-10"), [sent.as_str()]);
    desk.app.advance("P3D");
    assert_eq!(find("state=late"), [sent.as_str()]);
    assert_eq!(find("state=late,draft"), [draft.clone(), sent.clone(), outside.clone()]);
    assert_eq!(desk.programme.coachee.ids("/me/invoices?state=late"), [sent.as_str()]);
    desk.coach().get("/invoices?state=lost").problem(400, "invalid_parameter");
    desk.coach().get("/invoices?due_on_gte=soon").problem(400, "invalid_parameter");
    // Page by page, and only with the same filters.
    let first = desk.coach().get("/invoices?limit=3").expect(200);
    assert_eq!(first.ids(), [outside, paid, sent]);
    let cursor = first.str("next_cursor");
    assert_eq!(desk.coach().ids(&format!("/invoices?limit=3&cursor={cursor}")), [draft]);
    desk.coach().get(&format!("/invoices?limit=3&state=sent&cursor={cursor}")).problem(400, "invalid_cursor");
}

#[test]
fn late_is_told_from_the_day_where_the_organization_is() {
    let desk = Desk::new();
    // Nine in the morning in UTC on 1 March.
    desk.app.set(&json!({"time_zone": "America/Los_Angeles"}));
    let id = desk.sent(&json!({"due_on": "2026-03-01"}));
    desk.app.advance("PT22H");
    assert_eq!(desk.show(&id)["late"], false, "it is still 1 March in California");
    desk.app.advance("PT2H");
    assert_eq!((desk.show(&id)["late"].as_bool(), desk.show(&id)["state"].as_str()), (Some(true), Some("sent")));
    desk.act(&id, "mark-paid", json!({}));
    assert_eq!(desk.show(&id)["late"], false);
}
