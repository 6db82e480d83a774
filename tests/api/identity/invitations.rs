//! Inviting people and accepting.

use crate::support::{Answer, Person, TestApp, Value, json};

const ACCEPT: &str = r#"{"password": "a password of mine"}"#;

/// A record, and the invitation they got.
fn invited(admin: &Person) -> (String, Answer) {
    let user = admin.post("/users", json!({"email": "ina@people.example", "name": "Ina", "roles": ["coachee"]})).expect(201);
    assert_eq!(user["state"], "record");
    let invitation = admin.post(&format!("/users/{}/invitation", user.id()), ()).expect(201);
    (user.id(), invitation)
}

fn page(invitation: &Answer) -> String {
    format!("/public/invitations/{}", invitation.str("token"))
}

fn accept() -> Value {
    serde_json::from_str(ACCEPT).unwrap()
}

#[test]
fn c48_inviting_is_an_act_of_its_own() {
    let app = TestApp::start();
    let admin = app.admin();
    let (user, _) = invited(&admin);
    assert_eq!(admin.get(&format!("/users/{user}")).expect(200)["state"], "invited");
}

#[test]
fn c49_accepting_sets_the_password_and_activates_the_account() {
    let app = TestApp::start();
    let admin = app.admin();
    let (user, invitation) = invited(&admin);
    assert!(invitation.str("url").ends_with(&page(&invitation)));
    app.guest().post("/auth/login", json!({"email": "ina@people.example", "password": "a password of mine"})).expect(401);
    let accepted = app.guest().post(&format!("{}/accept", page(&invitation)), accept()).expect(200);
    assert_eq!((accepted.id(), &accepted["state"]), (user, &json!("active")));
    app.guest().post("/auth/login", json!({"email": "ina@people.example", "password": "a password of mine"})).expect(200);
}

#[test]
fn c50_looking_at_an_invitation_does_not_use_it_up() {
    let app = TestApp::start();
    let (_, invitation) = invited(&app.admin());
    for _ in 0..3 {
        let seen = app.guest().get(&page(&invitation)).expect(200);
        assert_eq!((&seen["organization_name"], &seen["name"]), (&json!("Northwind Coaching"), &json!("Ina")));
    }
    app.guest().post(&format!("{}/accept", page(&invitation)), accept()).expect(200);
}

#[test]
fn c50_an_invitation_is_accepted_once() {
    let app = TestApp::start();
    let (_, invitation) = invited(&app.admin());
    app.guest().post(&format!("{}/accept", page(&invitation)), accept()).expect(200);
    app.guest().post(&format!("{}/accept", page(&invitation)), accept()).problem(410, "token_expired");
    app.guest().get(&page(&invitation)).problem(410, "token_expired");
}

#[test]
fn c50_an_invitation_expires() {
    let app = TestApp::start();
    let (_, invitation) = invited(&app.admin());
    app.advance("P14D");
    app.guest().get(&page(&invitation)).problem(410, "token_expired");
    app.guest().post(&format!("{}/accept", page(&invitation)), accept()).problem(410, "token_expired");
}

#[test]
fn a_revoked_invitation_is_gone_and_the_person_a_record_again() {
    let app = TestApp::start();
    let admin = app.admin();
    let (user, invitation) = invited(&admin);
    let person = admin.post(&format!("/users/{user}/invitation/revoke"), ()).expect(200);
    assert_eq!(person["state"], "record");
    app.guest().post(&format!("{}/accept", page(&invitation)), accept()).problem(410, "token_expired");
    let again = admin.post(&format!("/users/{user}/invitation/revoke"), ()).problem(409, "invalid_transition");
    assert_eq!(again["allowed_actions"], json!(["invite", "deactivate"]));
}

#[test]
fn a_second_invitation_ends_the_first() {
    let app = TestApp::start();
    let admin = app.admin();
    let (user, first) = invited(&admin);
    let second = admin.post(&format!("/users/{user}/invitation"), ()).expect(201);
    app.guest().get(&page(&first)).problem(410, "token_expired");
    app.guest().get(&page(&second)).expect(200);
}

#[test]
fn a_guessed_invitation_is_answered_like_a_used_one() {
    let app = TestApp::start();
    let answer = app.guest().get("/public/invitations/guessed").send();
    assert!(matches!(answer.status, 404 | 410), "{}", answer.text());
}

#[test]
fn who_is_active_cannot_be_invited() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    admin.post(&format!("/users/{}/invitation", coach.id), ()).problem(409, "invalid_transition");
}

#[test]
fn a_short_password_is_not_accepted_and_uses_nothing_up() {
    let app = TestApp::start();
    let (_, invitation) = invited(&app.admin());
    let refused =
        app.guest().post(&format!("{}/accept", page(&invitation)), json!({"password": "short"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/password".into(), "too_short".into())]);
    app.guest().post(&format!("{}/accept", page(&invitation)), accept()).expect(200);
}
