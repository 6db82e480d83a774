//! People without an account who take part by a mission's link.

use super::{Running, count, done, points, review};
use crate::support::receivers::Inbox;
use crate::support::{Answer, Request, TestApp, Value, at_once, json};

pub const KIM: &str = "kim@fabrikam.example";

/// What a guest hands in.
pub fn of_guest(email: &str) -> Value {
    let mut body = done();
    body["email"] = json!(email);
    body["name"] = json!("Kim Ahn");
    body
}

/// A public mission, and the mailbox of those who take part.
pub struct Open<'a> {
    pub it: Running<'a>,
    pub link: String,
    inbox: &'a Inbox,
}

impl<'a> Open<'a> {
    pub fn start(app: &'a TestApp, inbox: &'a Inbox, change: Value) -> Self {
        let it = Running::public(app, change);
        Self { link: it.link(), it, inbox }
    }

    pub fn hand_in(&self, email: &str) -> Request {
        self.it.app.guest().post(&format!("{}/submissions", self.link), of_guest(email))
    }

    /// Hands in and gives the token of the link that is mailed.
    #[track_caller]
    pub fn token(&self, email: &str) -> String {
        assert_eq!(self.hand_in(email).expect(200).body, json!({"id": null, "state": "held"}));
        self.it.app.work();
        token_in(self.inbox, email)
    }

    pub fn confirm(&self, token: &str) -> Request {
        self.it.app.guest().post("/public/submissions/confirm", json!({"token": token}))
    }

    pub fn look(&self, token: &str) -> Request {
        self.it.app.guest().get(&format!("/public/submissions/confirm/{token}"))
    }

    /// Takes part from beginning to end; the id of the submission.
    #[track_caller]
    pub fn taken_part(&self, email: &str) -> String {
        let token = self.token(email);
        self.confirm(&token).expect(200);
        self.it.staff.ids("/submissions?limit=1")[0].clone()
    }
}

/// The token in the newest mail that asks somebody to confirm.
#[track_caller]
fn token_in(inbox: &Inbox, email: &str) -> String {
    let mails = inbox.mails_to(email);
    let link = |text: &str| text.split_once("/public/submissions/confirm/").map(|(_, after)| after.to_owned());
    let after = mails.iter().rev().find_map(|mail| link(&mail.text)).expect("a mail with a link");
    after.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a90_what_a_guest_hands_in_is_held_until_they_confirm_by_mail() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({"participation_limit": {"kind": "once"}}));
    let token = open.token(KIM);
    assert_eq!(inbox.subjects_to(KIM).len(), 1);
    // A mail scanner opens the link, and more than once.
    for _ in 0..3 {
        let page = open.look(&token).expect(200);
        assert_eq!(page.body, json!({"mission_title": "Try the beta", "confirm_by": "2026-03-08T09:00:00.000000Z"}));
        assert_eq!(page.header("cache-control"), "no-store");
        app.guest().get("/public/submissions/confirm").problem(405, "method_not_allowed");
    }
    assert!(open.it.staff.ids("/submissions").is_empty());
    assert_eq!(open.it.counted(), [0, 0, 0, 0]);

    assert_eq!(open.confirm(&token).expect(200).body, json!({"id": null, "state": "pending_review"}));
    assert_eq!(open.it.counted(), [1, 1, 0, 1]);
    let id = open.it.staff.ids("/submissions")[0].clone();
    let seen = open.it.staff.get(&format!("/submissions/{id}")).expect(200);
    let author = &seen["author"];
    assert_eq!((&author["user_id"], &author["name"], &author["email"]), (&json!(null), &json!("Kim Ahn"), &json!(KIM)));
    assert!(author["guest_id"].as_str().unwrap().starts_with("gst_"));
    open.confirm(&token).problem(410, "token_expired");
    open.look(&token).problem(410, "token_expired");
    review(&open.it.staff, &id, "approve").expect(200);
    assert_eq!(open.it.counted(), [1, 1, 1, 1]);
}

#[test]
fn a90_a_guest_is_counted_by_the_address_that_they_confirmed() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({"participation_limit": {"kind": "once"}, "total_cap": 2}));
    let (first, second) = (open.token(KIM), open.token("KIM@Fabrikam.example"));
    open.confirm(&first).expect(200);
    open.confirm(&second).problem(409, "participation_limit_reached");
    // It is not lost: once there is a place it can still be confirmed.
    let id = open.it.staff.ids("/submissions")[0].clone();
    review(&open.it.staff, &id, "reject").expect(200);
    open.confirm(&second).expect(200);
    open.taken_part("lee@fabrikam.example");
    let late = open.token("max@fabrikam.example");
    open.confirm(&late).problem(409, "participation_limit_reached");
    assert_eq!(open.it.counted(), [3, 3, 0, 2]);
}

#[test]
fn a_stranger_does_not_have_us_mail_their_words_to_anybody() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let mut body = of_guest(KIM);
    body["name"] = json!("You have won: https://evil.example/");
    app.guest().post(&format!("{}/submissions", open.link), body).expect(200);
    app.work();
    let mail = &inbox.mails_to(KIM)[0];
    assert!(!mail.text.contains("evil") && !mail.html.contains("evil") && mail.text.contains(&format!("Hello {KIM}")));
}

#[test]
fn what_waits_too_long_is_forgotten() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let token = open.token(KIM);
    app.advance("P6DT23H59M59S");
    open.look(&token).expect(200);
    app.advance("PT1S");
    open.look(&token).problem(410, "token_expired");
    open.confirm(&token).problem(410, "token_expired");
    app.work();
    open.look(&token).problem(404, "not_found");
    assert_eq!(open.it.counted(), [0, 0, 0, 0]);
}

#[test]
fn a_link_that_is_confirmed_twenty_times_at_once_takes_part_once() {
    let inbox = Inbox::start();
    let app = TestApp::with(|config| {
        config.mail_url = Some(inbox.url().into());
        config.private_targets = vec!["127.0.0.0/8".parse().unwrap()];
        (config.http_threads, config.database_pool_size) = (2, 16);
    });
    let open = Open::start(&app, &inbox, json!({"participation_limit": {"kind": "once"}}));
    let (first, second) = (open.token(KIM), open.token(KIM));
    let answers = at_once(20, |number| open.confirm(if number % 2 == 0 { &first } else { &second }).send());
    assert_eq!(count(&answers, 200), 1);
    let refused = |answer: &&Answer| {
        (answer.status, super::code(answer)) == (410, "token_expired") || super::code(answer) == "participation_limit_reached"
    };
    assert_eq!(answers.iter().filter(refused).count(), 19, "{:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
    assert_eq!(open.it.counted(), [1, 1, 0, 1]);
}

#[test]
fn faults_are_told_at_once_and_nothing_is_mailed_for_them() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let path = format!("{}/submissions", open.link);
    for (body, fault) in [
        (done(), ("/email", "required")),
        (json!({"email": "nobody", "custom_task": {"confirmed": true}}), ("/email", "format")),
        (json!({"email": KIM}), ("/custom_task/confirmed", "consent_required")),
        (json!({"email": KIM, "custom_task": {"confirmed": true}, "draft": true}), ("/draft", "unknown_field")),
    ] {
        let refused = app.guest().post(&path, body).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [(fault.0.to_owned(), fault.1.to_owned())]);
    }
    app.work();
    assert!(inbox.mails_to(KIM).is_empty());
}

#[test]
fn a36_a_guest_at_a_mission_for_advocates_logs_in_first_and_learns_nothing() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let refused = app.guest().post(&format!("{}/submissions", it.link()), of_guest(KIM)).problem(401, "login_required");
    assert!(!refused.text().contains("beta") && !refused.text().contains(&it.id));
}

#[test]
fn a_mission_that_is_closed_to_guests_meanwhile_is_not_joined_by_an_older_link() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let token = open.token(KIM);
    open.it.now("pause");
    open.hand_in(KIM).problem(409, "mission_paused");
    open.confirm(&token).problem(409, "mission_paused");
    open.it.now("resume");
    open.it.change(json!({"audience": {"kind": "registered"}}));
    open.confirm(&token).problem(401, "login_required");
    open.it.change(json!({"audience": {"kind": "anyone"}}));
    open.it.now("close");
    open.confirm(&token).problem(410, "mission_closed");
    assert_eq!(open.it.counted(), [0, 0, 0, 0]);
}

#[test]
fn a_made_up_link_opens_nothing() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let token = open.token(KIM);
    let id = token.split('.').next().unwrap();
    let proof = token.rsplit('.').next().unwrap();
    let another = format!("sub_01kfq8v6n2e9t8w4x3y5z7a1bc.{proof}");
    for made_up in [id, &another, &token[..token.len() - 1], "a-token"] {
        open.look(made_up).problem(404, "not_found");
        open.confirm(made_up).problem(404, "not_found");
    }
    app.guest().post("/public/missions/a-token/submissions", of_guest(KIM)).problem(404, "not_found");
    app.guest().get(&format!("/public/forms/{token}")).problem(404, "not_found");
    open.confirm(&token).expect(200);
}

#[test]
fn a_strangers_mailbox_is_not_filled() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    for _ in 0..3 {
        open.hand_in(KIM).expect(200);
    }
    let refused = open.hand_in("kim@FABRIKAM.example").problem(429, "rate_limited");
    assert!(!refused.header("retry-after").is_empty());
    open.hand_in("lee@fabrikam.example").expect(200);
    app.work();
    assert_eq!(inbox.mails_to(KIM).len(), 3);
}

#[test]
fn guests_are_limited_by_where_they_come_from_and_by_whom_they_name() {
    let app = TestApp::with(|config| config.login_attempts_per_minute = 2);
    let path = format!("{}/submissions", Running::public(&app, json!({})).link());
    for _ in 0..2 {
        app.guest().post(&path, of_guest(KIM)).expect(200);
    }
    app.guest().post(&path, of_guest(KIM)).problem(429, "rate_limited");
    app.guest().post(&path, of_guest("lee@fabrikam.example")).expect(200);

    let app = TestApp::with(|config| config.public_requests_per_minute = 3);
    let path = format!("{}/submissions", Running::public(&app, json!({})).link());
    let codes: Vec<u16> = (0..5).map(|number| app.guest().post(&path, of_guest(&format!("a{number}@b.example"))).send().status).collect();
    assert_eq!(codes, [200, 200, 200, 429, 429]);
    app.guest().post("/public/submissions/confirm", json!({"token": "a"})).problem(429, "rate_limited");
    app.guest().get("/public/submissions/confirm/a").problem(429, "rate_limited");
}

#[test]
fn a_guest_holds_no_points_and_gets_a_reward_at_approval() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let staff = super::manager(&app.home());
    let reward = staff.post("/rewards", json!({"name": "A cup", "kind": "swag", "stock": 5})).expect(201).id();
    let pays = Open::start(&app, &inbox, json!({"recognition": points(50)}));
    let id = pays.taken_part(KIM);
    assert_eq!(review(&pays.it.staff, &id, "approve").expect(200)["state"], "approved");
    let gives = Open::start(&app, &inbox, json!({"auto_approve": true, "recognition": {"kind": "reward", "reward_id": reward}}));
    let token = gives.token(KIM);
    assert_eq!(gives.confirm(&token).expect(200)["state"], "approved");
    let granted = staff.get("/reward-grants").expect(200);
    assert_eq!(granted.data().len(), 1);
    assert!(granted.text().contains(KIM));
}
