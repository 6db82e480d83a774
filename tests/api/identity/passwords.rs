//! New passwords.

use crate::support::{PASSWORD, TestApp, json, without_request_id};

const NEW: &str = "another long password";

#[test]
fn a_reset_sets_the_password_and_ends_every_login() {
    let app = TestApp::start();
    let (admin, coach, guest) = (app.admin(), app.coach("Cora"), app.guest());
    let reset = admin.post(&format!("/users/{}/password-reset", coach.id), ()).expect(201);
    let body = json!({"token": reset.str("token"), "password": NEW});
    guest.post("/auth/password-reset/confirm", body.clone()).expect(204);
    coach.get("/me").problem(401, "invalid_token");
    guest.post("/auth/login", json!({"email": coach.email, "password": PASSWORD})).problem(401, "invalid_credentials");
    guest.post("/auth/login", json!({"email": coach.email, "password": NEW})).expect(200);
    guest.post("/auth/password-reset/confirm", body).problem(410, "token_expired");
}

#[test]
fn a_reset_works_for_an_hour_and_the_latest_one_only() {
    let app = TestApp::start();
    let (admin, coach, guest) = (app.admin(), app.coach("Cora"), app.guest());
    let issue = || admin.post(&format!("/users/{}/password-reset", coach.id), ()).expect(201).str("token");
    let (first, second) = (issue(), issue());
    guest.post("/auth/password-reset/confirm", json!({"token": first, "password": NEW})).problem(410, "token_expired");
    app.advance("PT1H");
    guest.post("/auth/password-reset/confirm", json!({"token": second, "password": NEW})).problem(410, "token_expired");
}

#[test]
fn asking_for_a_reset_does_not_tell_who_has_an_account() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let known = app.guest().post("/auth/password-reset", json!({"email": coach.email})).expect(202);
    let unknown = app.guest().post("/auth/password-reset", json!({"email": "nobody@people.example"})).expect(202);
    assert_eq!(known.bytes, unknown.bytes);
}

#[test]
fn an_unknown_reset_token_is_answered_like_a_used_one() {
    let app = TestApp::start();
    let (admin, coach, guest) = (app.admin(), app.coach("Cora"), app.guest());
    let token = admin.post(&format!("/users/{}/password-reset", coach.id), ()).expect(201).str("token");
    let confirm = |token: &str| guest.post("/auth/password-reset/confirm", json!({"token": token, "password": NEW})).send();
    assert_eq!(confirm(&token).status, 204);
    assert_eq!(without_request_id(&confirm(&token)), without_request_id(&confirm("guessed")));
}

#[test]
fn who_is_not_active_has_no_password_to_reset() {
    let app = TestApp::start();
    let admin = app.admin();
    let user = admin.post("/users", json!({"email": "r@people.example", "name": "Rea", "roles": ["coachee"]})).expect(201);
    admin.post(&format!("/users/{}/password-reset", user.id()), ()).problem(409, "invalid_transition");
}
