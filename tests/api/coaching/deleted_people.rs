//! What is left of somebody who was deleted where they were known by their address alone.

use super::forms::published_form;
use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

const ERIK: &str = "Erik@Partner.example";

/// The path of the newest link of this kind that Erik was mailed.
fn link(inbox: &Inbox, kind: &str) -> String {
    let start = format!("/api/v1/public/{kind}/");
    let mails = inbox.mails_to(ERIK);
    let text = mails.iter().rev().find_map(|mail| Some(&mail.text[mail.text.find(&start)?..])).unwrap_or_else(|| panic!("no {kind}"));
    text["/api/v1".len()..].split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_deleted_person_leaves_no_name_or_address_where_they_were_written_to_as_somebody_outside() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let (it, admin) = (Programme::active(&app), app.admin());
    let form = it.ask("form", &published_form(&it.coach));
    let (session, goal) = (it.session("First session"), it.goal("Speak up"));
    for item in [&form, &session] {
        admin.post(&format!("/items/{item}/recipients"), json!({"email": ERIK, "name": "Erik Eng"})).expect(201);
    }
    it.schedule(&session, TOMORROW);
    it.coach.post(&format!("{goal}/feedback-requests"), json!({"email": ERIK, "name": "Erik Eng"})).expect(201);
    app.work();
    let links = [link(&inbox, "forms"), link(&inbox, "feedback")];
    let user = json!({"email": ERIK.to_lowercase(), "name": "Erik Eng", "roles": ["coachee"]});
    let user = admin.post("/users", user).expect(201).id();
    let pages = [
        format!("/items/{form}/recipients"),
        format!("/items/{session}/recipients"),
        format!("/form-responses?item_id={form}"),
        format!("{goal}/feedback-requests"),
        "/notifications?limit=100".to_owned(),
    ];
    for page in &pages {
        assert!(admin.get(page).expect(200).text().contains(ERIK), "{page}");
    }

    admin.delete(&format!("/users/{user}")).expect(204);

    for page in &pages {
        let shown = admin.get(page).expect(200).text().to_lowercase();
        assert!(!shown.contains("erik") && !shown.contains("partner.example"), "{page}: {shown}");
    }
    for link in links {
        app.guest().get(&link).problem(410, "token_expired");
    }
    // Nothing is sent to them any more, nor to the place that they left.
    let heard = inbox.mails_to(ERIK).len();
    it.schedule(&session, DAY_AFTER);
    app.work();
    app.advance("P2D");
    app.work();
    assert_eq!(inbox.mails_to(ERIK).len(), heard);
    assert!(inbox.mails_to(&format!("{user}@deleted.invalid")).is_empty());
    let told = app.notifications("type=session_rescheduled&channel=email");
    assert!(told.iter().any(|row| row["recipient_id"].is_null() && row["reason"] == "recipient_deactivated"), "{told:?}");
}
