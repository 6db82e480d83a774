//! People without an account who answer through a mailed link.

use super::{published_assessment, published_form, questions};
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, Value, json};

const ERIK: &str = "erik@partner.example";

/// A form that somebody outside was sent, and the path of their link.
struct Asked {
    app: TestApp,
    it: Programme,
    inbox: Inbox,
    item: String,
    link: String,
}

impl Asked {
    fn new(kind: &str) -> Self {
        let inbox = Inbox::start();
        let app = TestApp::with_inbox(&inbox);
        let it = Programme::active(&app);
        let form = if kind == "form" { published_form(&it.coach) } else { published_assessment(&it.coach) };
        let item = it.item(json!({"kind": kind, "title": "Please answer", kind: {"form_id": form, "instructions": "Take your time."}}));
        app.admin().post(&format!("/items/{item}/recipients"), json!({"email": ERIK, "name": "Erik Eng"})).expect(201);
        it.send(&item);
        app.work();
        let link = link_in(&inbox);
        Self { app, it, inbox, item, link }
    }

    fn see(&self) -> crate::support::Request {
        self.app.guest().get(&self.link)
    }
    fn submit(&self, answers: Value) -> crate::support::Request {
        self.app.guest().post(&format!("{}/submit", self.link), json!({"answers": answers}))
    }
}

/// The path of the link in the newest mail to Erik.
fn link_in(inbox: &Inbox) -> String {
    let mails = inbox.mails_to(ERIK);
    let text = &mails.last().expect("a mail").text;
    let start = text.find("/api/v1/public/forms/").unwrap_or_else(|| panic!("a link in {text}"));
    text[start + "/api/v1".len()..].split_whitespace().next().unwrap().to_owned()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn c77_a_link_opens_that_form_and_nothing_else() {
    let asked = Asked::new("assessment");
    let page = asked.see().expect(200);
    assert_eq!(keys(&page.body), ["answers", "description", "expires_at", "instructions", "questions", "sections", "title"]);
    let question = [
        "consent",
        "date",
        "file",
        "help",
        "id",
        "kind",
        "label",
        "long_text",
        "matrix",
        "multi_choice",
        "nps",
        "number",
        "ranking",
        "rating",
        "required",
        "scale",
        "score",
        "section_id",
        "short_text",
        "show_if",
        "single_choice",
    ];
    assert_eq!(keys(&page["questions"][0]), question);
    assert_eq!(keys(&page["sections"][0]), ["description", "id", "title"]);
    assert_eq!(
        (&page["questions"][0]["score"], &page["questions"][2]["single_choice"]["choices"][1]["points"]),
        (&json!(null), &json!(null))
    );
    assert_eq!((&page["title"], &page["instructions"]), (&json!("Where do you stand?"), &json!("Take your time.")));
    assert_eq!(page.header("cache-control"), "no-store");
    let coach = asked.app.admin().get(&format!("/users/{}", asked.it.coach.id)).expect(200).str("name");
    for secret in
        [&asked.it.id, &asked.item, &asked.it.coach.id, &asked.it.coachee.id, &coach, "Leading a first team", "Emil", "Northwind", ERIK]
    {
        assert!(!page.text().contains(secret), "{secret}");
    }
    let done = asked.submit(json!({"rested": 5, "tired": 5})).expect(200);
    assert_eq!(keys(&done.body), ["submitted_at"]);
    // The token is no way in anywhere else.
    let token = asked.link.rsplit('/').next().unwrap();
    asked.app.guest().with_token(token).get("/me").problem(401, "invalid_token");
    asked.app.guest().get(&format!("/public/invitations/{token}")).problem(404, "not_found");
}

#[test]
fn c77_looking_uses_nothing_up_and_answers_are_saved_on_the_way() {
    let asked = Asked::new("form");
    let first = asked.see().expect(200);
    for _ in 0..5 {
        assert_eq!(asked.see().expect(200).body, first.body);
    }
    assert_eq!(asked.it.coach.get(&format!("/form-responses?item_id={}", asked.item)).expect(200).data()[0]["started_at"], json!(null));
    let saved = asked.app.guest().put(&asked.link, json!({"answers": {"hope": "R"}})).expect(200);
    assert_eq!(saved["answers"], json!({"hope": "R"}));
    assert_eq!(asked.see().expect(200)["answers"], json!({"hope": "R"}));
    let refused = asked.app.guest().put(&asked.link, json!({"answers": {"hope": 1}})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/answers/hope".to_owned(), "type".to_owned())]);
    assert_eq!(asked.app.guest().post(&format!("{}/submit", asked.link), ()).problem(422, "validation_failed").faults()[0].1, "too_short");
    asked.submit(json!({"hope": "Rest"})).expect(200);
    let seen = asked.it.coach.get(&format!("/form-responses?item_id={}&state=submitted", asked.item)).expect(200);
    assert_eq!(seen.data()[0]["respondent"], json!({"user_id": null, "name": "Erik Eng", "email": ERIK}));
}

#[test]
fn c77_after_it_was_handed_in_the_link_is_over() {
    let asked = Asked::new("form");
    asked.submit(json!({"hope": "Rest"})).expect(200);
    asked.see().problem(410, "token_expired");
    asked.submit(json!({"hope": "Rest"})).problem(410, "token_expired");
    asked.app.guest().put(&asked.link, json!({"answers": {}})).problem(410, "token_expired");
    // The coachee was asked as well, so that the item waits.
    assert_eq!(asked.it.seen(&asked.item)["status"], "scheduled");
    let mine = super::response(&asked.it.coachee, &asked.item);
    asked.it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"hope": "Rest"}})).expect(200);
    assert_eq!(asked.it.seen(&asked.item)["status"], "completed");
}

#[test]
fn c20_c77_an_answer_from_outside_completes_the_item_by_its_rule() {
    let asked = Asked::new("form");
    asked.it.coach.patch(&format!("/items/{}", asked.item), json!({"completion_rule": "any"})).expect(200);
    asked.submit(json!({"hope": "Rest"})).expect(200);
    let seen = asked.it.seen(&asked.item);
    assert_eq!((&seen["status"], &seen["completed_by"]), (&json!("completed"), &json!(null)));
    asked.app.work();
    let told = asked.inbox.subjects(&asked.it.coach);
    assert_eq!(told, ["Erik Eng completed Please answer"]);
}

#[test]
fn c30_the_link_of_a_deleted_item_is_over_and_what_was_answered_stays() {
    let asked = Asked::new("form");
    let mine = super::response(&asked.it.coachee, &asked.item);
    asked.it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"hope": "Rest"}})).expect(200);
    asked.it.coach.delete(&format!("/items/{}", asked.item)).expect(204);
    asked.see().problem(410, "token_expired");
    asked.submit(json!({"hope": "Rest"})).problem(410, "token_expired");
    assert_eq!(asked.it.coach.get(&mine).expect(200)["answers"], json!({"hope": "Rest"}));
}

#[test]
fn c77_a_link_expires_and_works_again_when_it_is_sent_again() {
    let asked = Asked::new("form");
    assert_eq!(asked.see().expect(200)["expires_at"], "2026-03-31T09:00:00.000000Z");
    asked.app.set(&json!({"form_link_lifetime": "P1D"}));
    asked.it.on(&asked.item, "resend", ()).expect(200);
    assert_eq!(asked.see().expect(200)["expires_at"], "2026-03-02T09:00:00.000000Z");
    asked.app.advance("P1D");
    asked.see().problem(410, "token_expired");
    asked.submit(json!({"hope": "Rest"})).problem(410, "token_expired");
    asked.it.on(&asked.item, "resend", ()).expect(200);
    asked.app.work();
    assert_eq!((asked.inbox.mails_to(ERIK).len(), link_in(&asked.inbox)), (3, asked.link.clone()));
    assert_eq!(asked.see().expect(200)["expires_at"], "2026-03-03T09:00:00.000000Z");
}

#[test]
fn c77_whoever_is_taken_off_has_no_link_any_more() {
    let asked = Asked::new("form");
    let path = format!("/items/{}/recipients", asked.item);
    let people = asked.it.coach.get(&path).expect(200);
    let erik = people.data().iter().find(|one| one["user_id"].is_null()).unwrap()["id"].as_str().unwrap();
    asked.it.coach.delete(&format!("{path}/{erik}")).expect(204);
    asked.see().problem(404, "not_found");
    asked.it.complete(&asked.item);
    assert!(asked.it.coach.ids(&format!("/form-responses?item_id={}", asked.item)).len() == 1);
}

#[test]
fn c77_a_made_up_link_opens_nothing() {
    let asked = Asked::new("form");
    let mine = super::response(&asked.it.coachee, &asked.item);
    let id = mine.rsplit('/').next().unwrap();
    let proof = asked.link.rsplit('.').next().unwrap();
    let shorter = &asked.link[..asked.link.len() - 1];
    for path in
        [format!("/public/forms/{id}.{proof}"), format!("/public/forms/{id}"), "/public/forms/a-token".to_owned(), shorter.to_owned()]
    {
        asked.app.guest().get(&path).problem(404, "not_found");
        asked.app.guest().put(&path, json!({"answers": {}})).problem(404, "not_found");
        asked.app.guest().post(&format!("{path}/submit"), ()).problem(404, "not_found");
    }
}

#[test]
fn c75_anybody_of_the_organization_answers_logged_in() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let advocate = app.advocate("Ava");
    let form = super::published(&it.coach, json!({"kind": "form", "title": "F", "questions": questions()}));
    let item = it.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": form}}));
    it.also_for(&item, &advocate.id);
    it.send(&item);
    app.work();
    let mails = inbox.mails_to(&advocate.email);
    assert!(mails.len() == 1 && !mails[0].text.contains("/public/forms/"), "who can log in has no link that anybody could use");
    advocate.post(&format!("{}/submit", super::response(&advocate, &item)), json!({"answers": {"hope": "Rest"}})).expect(200);
}
