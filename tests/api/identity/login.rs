//! Logging in, staying logged in, logging out.

use rapport::identity::permissions::Role;

use crate::support::{Answer, Client, PASSWORD, TestApp, json, without_request_id};

fn log_in(guest: &Client, email: &str, password: &str) -> Answer {
    guest.post("/auth/login", json!({"email": email, "password": password})).send()
}

#[test]
fn email_and_password_get_a_pair_of_tokens() {
    let app = TestApp::with(|config| config.access_token_minutes = 15);
    let coach = app.coach("Cora");
    let tokens = log_in(&app.guest(), &coach.email.to_uppercase(), PASSWORD);
    assert_eq!((tokens.status, &tokens["token_type"], &tokens["expires_in"]), (200, &json!("Bearer"), &json!(900)));
    let me = app.guest().with_token(&tokens.str("access_token")).get("/me").expect(200);
    assert_eq!((&me["kind"], &me["roles"], &me["user"]["id"]), (&json!("user"), &json!(["coach"]), &json!(coach.id)));
}

#[test]
fn a_wrong_password_and_an_unknown_email_are_answered_alike() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let wrong = log_in(&app.guest(), &coach.email, "not the password");
    let unknown = log_in(&app.guest(), "nobody@people.example", PASSWORD);
    assert_eq!((wrong.status, &wrong["code"]), (401, &json!("invalid_credentials")));
    assert_eq!(without_request_id(&wrong), without_request_id(&unknown));
}

#[test]
fn who_is_known_to_two_organizations_with_one_password_says_which() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let other = app.other_org();
    let twin = other.coach("Cora");
    other.admin().patch(&format!("/users/{}", twin.id), json!({"email": coach.email})).expect(200);
    let body = json!({"email": coach.email, "password": PASSWORD});
    let asked = app.guest().post("/auth/login", body.clone()).problem(409, "organization_required");
    assert_eq!(asked["organization_ids"].as_array().unwrap().len(), 2);
    let mut body = body;
    body["organization_id"] = json!(other.id.to_string());
    assert_eq!(app.guest().post("/auth/login", body).expect(200)["user_id"], twin.id);
}

#[test]
fn a_refresh_token_works_once() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let next = app.guest().post("/auth/refresh", json!({"refresh_token": coach.refresh_token})).expect(200);
    assert_ne!(next.str("refresh_token"), coach.refresh_token);
    app.guest().with_token(&next.str("access_token")).get("/me").expect(200);
}

#[test]
fn a_refresh_token_that_comes_twice_ends_the_login() {
    let app = TestApp::start();
    let (coach, guest) = (app.coach("Cora"), app.guest());
    let next = guest.post("/auth/refresh", json!({"refresh_token": coach.refresh_token})).expect(200);
    guest.post("/auth/refresh", json!({"refresh_token": coach.refresh_token})).problem(401, "invalid_refresh_token");
    guest.post("/auth/refresh", json!({"refresh_token": next.str("refresh_token")})).problem(401, "invalid_refresh_token");
    guest.with_token(&next.str("access_token")).get("/me").problem(401, "invalid_token");
}

#[test]
fn a_login_that_is_not_used_ends_after_thirty_days() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    app.advance("P29D");
    let next = app.guest().post("/auth/refresh", json!({"refresh_token": coach.refresh_token})).expect(200);
    app.advance("P30D");
    app.guest().post("/auth/refresh", json!({"refresh_token": next.str("refresh_token")})).problem(401, "invalid_refresh_token");
}

#[test]
fn logging_out_counts_at_once() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    coach.get("/me").expect(200);
    coach.post("/auth/logout", ()).expect(204);
    coach.get("/me").problem(401, "invalid_token");
    app.guest().post("/auth/refresh", json!({"refresh_token": coach.refresh_token})).problem(401, "invalid_refresh_token");
}

#[test]
fn deactivation_counts_at_once() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    admin.post(&format!("/users/{}/deactivate", coach.id), ()).expect(200);
    coach.get("/me").problem(401, "invalid_token");
    assert_eq!(log_in(&app.guest(), &coach.email, PASSWORD).status, 401);
    admin.post(&format!("/users/{}/reactivate", coach.id), ()).expect(200);
    coach.get("/me").problem(401, "invalid_token");
    assert_eq!(log_in(&app.guest(), &coach.email, PASSWORD).status, 200);
}

#[test]
fn a_change_of_roles_counts_at_once() {
    let app = TestApp::start();
    let (admin, person) = (app.admin(), app.home().person("Mona", &[Role::Admin]));
    person.post("/users", json!({"email": "a@people.example", "name": "A", "roles": ["coachee"]})).expect(201);
    admin.patch(&format!("/users/{}", person.id), json!({"roles": ["manager"]})).expect(200);
    person.post("/users", json!({"email": "b@people.example", "name": "B", "roles": ["coachee"]})).problem(403, "forbidden");
}

#[test]
fn an_access_token_lasts_fifteen_minutes() {
    let app = TestApp::with(|config| config.access_token_minutes = 15);
    let coach = app.coach("Cora");
    app.advance("PT15M4S");
    coach.get("/me").expect(200);
    app.advance("PT1S");
    coach.get("/me").problem(401, "invalid_token");
}
