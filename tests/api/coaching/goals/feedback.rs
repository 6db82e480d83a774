//! Asking for feedback on goals, and giving it.

use crate::support::receivers::Inbox;
use crate::support::{Answer, Programme, Request, TestApp, Value, at_once, json, racing};

const ERIK: &str = "erik@partner.example";

/// Somebody was asked about a goal.
struct Asked {
    app: TestApp,
    it: Programme,
    inbox: Inbox,
    goal: String,
    request: String,
    link: String,
}

impl Asked {
    fn new() -> Self {
        Self::with(json!({"email": ERIK, "name": "Erik Eng", "message": "You sit in the same meetings."}))
    }

    fn with(body: Value) -> Self {
        let inbox = Inbox::start();
        let app = TestApp::with_inbox(&inbox);
        let it = Programme::active(&app);
        let goal = it.goal("Speak up");
        let made = it.coach.post(&format!("{goal}/feedback-requests"), body).expect(201);
        app.work();
        let link = link_in(&inbox, ERIK);
        Self { request: format!("/feedback-requests/{}", made.id()), app, it, inbox, goal, link }
    }

    fn see(&self) -> Request {
        self.app.guest().get(&self.link)
    }
    fn submit(&self, body: Value) -> Request {
        self.app.guest().post(&format!("{}/submit", self.link), body)
    }
    fn shown(&self) -> Answer {
        self.it.coach.get(&format!("{}/feedback-requests", self.goal)).expect(200)
    }
}

/// The path of the link in the newest mail to this address.
pub(super) fn link_in(inbox: &Inbox, address: &str) -> String {
    let mails = inbox.mails_to(address);
    let text = &mails.last().expect("a mail").text;
    let start = text.find("/api/v1/public/feedback/").unwrap_or_else(|| panic!("a link in {text}"));
    text[start + "/api/v1".len()..].split_whitespace().next().unwrap().to_owned()
}

#[test]
fn c86_anybody_with_a_mail_address_is_asked() {
    let asked = Asked::new();
    let mail = &asked.inbox.mails_to(ERIK)[0];
    assert_eq!(mail.subject, "Your feedback is asked for");
    for part in
        ["Hello Erik Eng,", "Speak up", "Be heard in the weekly meeting.", "You sit in the same meetings.", "Tuesday, 31 March 2026, 11:00"]
    {
        assert!(mail.text.contains(part), "{part}: {}", mail.text);
    }
    for secret in ["Emil", "Cora", "Leading a first team", &asked.it.id] {
        assert!(!mail.text.contains(secret), "{secret}: {}", mail.text);
    }
    let shown = asked.shown();
    let one = &shown.data()[0];
    assert_eq!((&one["email"], &one["name"], &one["state"]), (&json!(ERIK), &json!("Erik Eng"), &json!("open")));
    assert_eq!((&one["allowed_actions"], &one["requested_by"]), (&json!(["remind", "revoke"]), &json!(asked.it.coach.id)));
    // A user's address is as good as any, and needs no name.
    let advocate = asked.app.advocate("Ava");
    asked.it.coach.post(&format!("{}/feedback-requests", asked.goal), json!({"email": advocate.email})).expect(201);
    asked.app.work();
    assert!(asked.inbox.mails_to(&advocate.email)[0].text.contains("/public/feedback/"));
    assert!(asked.app.notifications("type=feedback_request&channel=in_app").is_empty());
}

#[test]
fn c86_the_same_person_is_asked_again_only_when_they_can_no_longer_answer() {
    let asked = Asked::with(json!({"email": ERIK, "expires_at": "2026-03-01T10:00:00Z"}));
    let again = || asked.it.coach.post(&format!("{}/feedback-requests", asked.goal), json!({"email": "ERIK@partner.example"}));
    again().problem(409, "already_asked");
    asked.app.advance("PT1H");
    assert_eq!(asked.shown().data()[0]["state"], "expired");
    again().expect(201);
    asked.app.work();
    assert_ne!(link_in(&asked.inbox, ERIK), asked.link);
    assert_eq!(asked.shown().data().len(), 2);
    for body in [
        json!({}),
        json!({"email": "no address"}),
        json!({"email": ERIK, "expires_at": "2026-03-01T09:59:59Z"}),
        json!({"email": ERIK, "expires_at": "2027-04-01T09:00:00Z"}),
    ] {
        asked.it.coach.post(&format!("{}/feedback-requests", asked.goal), body).problem(422, "validation_failed");
    }
}

#[test]
fn nobody_is_asked_from_a_draft_or_about_what_was_given_up() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let goal = it.goal("Speak up");
    let ask = || it.coach.post(&format!("{goal}/feedback-requests"), json!({"email": ERIK}));
    ask().problem(409, "engagement_not_active");
    it.act("activate");
    it.coach.post(&format!("{goal}/drop"), ()).expect(200);
    assert_eq!(ask().problem(409, "invalid_transition")["allowed_actions"], json!(["reopen"]));
    it.coachee.post(&format!("{goal}/feedback-requests"), json!({"email": ERIK})).problem(403, "forbidden");
}

#[test]
fn c87_the_link_takes_a_rating_and_feedback() {
    let asked = Asked::new();
    for body in [json!({}), json!({"rating": 0}), json!({"rating": 6}), json!({"rating": 3.5}), json!({"rating": 3, "name": "Erik"})] {
        asked.submit(body).problem(422, "validation_failed");
    }
    let thanks = asked.submit(json!({"rating": 4, "feedback": " More than last month. "})).expect(204);
    assert!(thanks.bytes.is_empty());
    let feedback = asked.it.coach.get(&asked.goal).expect(200)["feedback"].clone();
    assert_eq!((&feedback["requested"], &feedback["answered"]), (&json!(1), &json!(1)));
    asked.app.work();
    assert_eq!(asked.inbox.subjects(&asked.it.coach), ["Feedback on Speak up"]);
    assert!(asked.inbox.subjects(&asked.it.coachee).is_empty());
}

#[test]
fn c88_the_link_shows_the_goals_name_and_description_and_nothing_else() {
    let asked = Asked::new();
    let page = asked.see().expect(200);
    assert_eq!(page.body, json!({"name": "Speak up", "description": "Be heard in the weekly meeting."}));
    let keys: Vec<_> = page.body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["name", "description"]);
    assert_eq!(page.header("cache-control"), "no-store");
    // A mail scanner's look uses nothing up.
    for _ in 0..5 {
        assert_eq!(asked.see().expect(200).body, page.body);
    }
    assert_eq!(asked.shown().data()[0]["state"], "open");
    asked.submit(json!({"rating": 5})).expect(204);
    let token = asked.link.rsplit('/').next().unwrap();
    asked.app.guest().with_token(token).get(&asked.goal).problem(401, "invalid_token");
    asked.app.guest().get(&format!("/public/forms/{token}")).problem(404, "not_found");
}

#[test]
fn c88_who_answers_twice_is_told_so() {
    let asked = Asked::new();
    asked.submit(json!({"rating": 5})).expect(204);
    asked.submit(json!({"rating": 1})).problem(409, "already_submitted");
    asked.see().problem(410, "token_expired");
    assert_eq!(asked.it.coach.get(&asked.goal).expect(200)["feedback"]["answered"], 1);
}

#[test]
fn c88_an_expired_or_revoked_link_is_over() {
    let asked = Asked::with(json!({"email": ERIK, "expires_at": "2026-03-01T10:00:00Z"}));
    asked.app.advance("PT1H");
    asked.see().problem(410, "token_expired");
    asked.submit(json!({"rating": 5})).problem(410, "token_expired");
    asked.it.coach.post(&format!("{}/remind", asked.request), ()).problem(409, "invalid_transition");

    let asked = Asked::new();
    let revoked = asked.it.coach.post(&format!("{}/revoke", asked.request), ()).expect(200);
    assert_eq!((&revoked["state"], &revoked["allowed_actions"]), (&json!("revoked"), &json!([])));
    asked.see().problem(410, "token_expired");
    asked.submit(json!({"rating": 5})).problem(410, "token_expired");
    let again = asked.it.coach.post(&format!("{}/revoke", asked.request), ()).problem(409, "invalid_transition");
    assert_eq!(again["allowed_actions"], json!([]));
    assert_eq!(asked.it.coach.get(&asked.goal).expect(200)["feedback"]["requested"], 0);
}

#[test]
fn c88_the_link_of_a_goal_that_is_gone_is_over() {
    for verb in ["delete", "drop", "cancel"] {
        let asked = Asked::new();
        match verb {
            "delete" => asked.it.coach.delete(&asked.goal).expect(204),
            "drop" => asked.it.coach.post(&format!("{}/drop", asked.goal), ()).expect(200),
            _ => asked.it.coach.post(&asked.it.path("/cancel"), json!({"reason": "Moved."})).expect(200),
        };
        asked.see().problem(410, "token_expired");
        asked.submit(json!({"rating": 5})).problem(410, "token_expired");
    }
    let asked = Asked::new();
    for path in ["/public/feedback/a-token".to_owned(), asked.link[..asked.link.len() - 1].to_owned()] {
        asked.app.guest().get(&path).problem(404, "not_found");
        asked.app.guest().post(&format!("{path}/submit"), json!({"rating": 5})).problem(404, "not_found");
    }
}

#[test]
fn whoever_has_not_answered_is_reminded_by_hand_and_shortly_before_it_is_too_late() {
    let asked = Asked::with(json!({"email": ERIK, "expires_at": "2026-03-07T09:00:00Z"}));
    let reminded = asked.it.coach.post(&format!("{}/remind", asked.request), ()).expect(200);
    assert_eq!(reminded["reminded_at"], "2026-03-01T09:00:00.000000Z");
    asked.app.work();
    let subjects = asked.inbox.subjects_to(ERIK);
    assert_eq!(subjects, ["Your feedback is asked for", "A reminder: your feedback is asked for"]);
    assert_eq!(link_in(&asked.inbox, ERIK), asked.link);
    // Who was reminded by hand is left alone; the others are, three days before.
    let other = json!({"email": "nora@partner.example", "expires_at": "2026-03-07T09:00:00Z"});
    asked.it.coach.post(&format!("{}/feedback-requests", asked.goal), other).expect(201);
    let short = json!({"email": "sven@partner.example", "expires_at": "2026-03-06T09:00:00Z"});
    asked.it.coach.post(&format!("{}/feedback-requests", asked.goal), short).expect(201);
    asked.app.work();
    asked.app.advance("P3D");
    asked.app.work();
    assert_eq!(asked.inbox.subjects_to("nora@partner.example").len(), 2);
    assert_eq!((asked.inbox.subjects_to(ERIK).len(), asked.inbox.subjects_to("sven@partner.example").len()), (2, 1));
    asked.app.advance("P3D");
    assert_eq!(asked.app.run_workers_until_idle(), 0);
}

#[test]
fn who_has_answered_is_not_reminded() {
    let asked = Asked::with(json!({"email": ERIK, "expires_at": "2026-03-10T09:00:00Z"}));
    asked.submit(json!({"rating": 5})).expect(204);
    asked.it.coach.post(&format!("{}/remind", asked.request), ()).problem(409, "invalid_transition");
    asked.app.advance("P8D");
    asked.app.work();
    assert_eq!(asked.inbox.subjects_to(ERIK).len(), 1);
}

#[test]
fn feedback_that_is_given_twenty_times_at_once_is_given_once() {
    let app = racing();
    let it = Programme::active(&app);
    let goal = it.goal("Speak up");
    let made = it.coach.post(&format!("{goal}/feedback-requests"), json!({"email": ERIK})).expect(201).id();
    let token = rapport::coaching::goals::feedback::token_of(&app.app.messaging, made.parse().unwrap()).unwrap();
    let statuses = at_once(20, |_| app.guest().post(&format!("/public/feedback/{token}/submit"), json!({"rating": 2})).send().status);
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 19);
    app.set(&json!({"feedback_min_raters": 1}));
    let feedback = it.coach.get(&goal).expect(200)["feedback"].clone();
    assert_eq!((&feedback["answered"], &feedback["average"]), (&json!(1), &json!(2.0)));
}
