//! Access tokens that somebody tampered with.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

use crate::support::{Answer, Person, TestApp, Value, json, signing_key};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// What a good token says.
fn claims(person: &Person) -> Value {
    part(&person.access_token, 1)
}

fn kid(person: &Person) -> String {
    part(&person.access_token, 0)["kid"].as_str().unwrap().to_owned()
}

/// A token signed with the server's own key.
fn signed(kid: &str, claims: &Value) -> String {
    let header = Header { kid: Some(kid.into()), ..Header::new(Algorithm::EdDSA) };
    encode(&header, claims, &EncodingKey::from_ed_pem(signing_key().as_bytes()).unwrap()).unwrap()
}

fn refused(app: &TestApp, token: &str) -> Answer {
    app.guest().with_token(token).get("/me").problem(401, "invalid_token")
}

#[test]
fn a_token_signed_by_the_server_is_accepted() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    app.guest().with_token(&signed(&kid(&coach), &claims(&coach))).get("/me").expect(200);
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    for algorithm in ["none", "None", "NONE"] {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "typ": "JWT", "kid": kid(&coach)}).to_string());
        let body = URL_SAFE_NO_PAD.encode(claims(&coach).to_string());
        refused(&app, &format!("{header}.{body}."));
        refused(&app, &format!("{header}.{body}.{}", coach.access_token.split('.').nth(2).unwrap()));
    }
}

#[test]
fn a_token_signed_with_the_public_key_as_a_shared_secret_is_refused() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let key = app.guest().get("//.well-known/jwks.json").expect(200);
    let x = key["keys"][0]["x"].as_str().unwrap();
    let header = Header { kid: Some(kid(&coach)), ..Header::new(Algorithm::HS256) };
    for secret in [x.as_bytes().to_vec(), URL_SAFE_NO_PAD.decode(x).unwrap()] {
        refused(&app, &encode(&header, &claims(&coach), &EncodingKey::from_secret(&secret)).unwrap());
    }
}

#[test]
fn a_token_that_lacks_any_claim_is_refused() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let whole = claims(&coach);
    assert_eq!(whole.as_object().unwrap().len(), 9);
    for name in whole.as_object().unwrap().keys() {
        let mut claims = whole.clone();
        claims.as_object_mut().unwrap().remove(name);
        refused(&app, &signed(&kid(&coach), &claims));
        claims[name] = json!("wrong");
        if name != "jti" {
            refused(&app, &signed(&kid(&coach), &claims));
        }
    }
}

#[test]
fn a_token_for_another_organization_or_login_is_refused() {
    let app = TestApp::start();
    let (coach, other) = (app.coach("Cora"), app.other_org().coach("Otto"));
    for name in ["org", "sid", "sub"] {
        let mut claims = claims(&coach);
        claims[name] = self::claims(&other)[name].clone();
        refused(&app, &signed(&kid(&coach), &claims));
    }
}

#[test]
fn a_token_from_the_future_or_the_past_is_refused() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let now = app.now().seconds();
    for (name, value, accepted) in
        [("nbf", now + 5, true), ("nbf", now + 6, false), ("exp", now - 4, true), ("exp", now - 5, false), ("exp", 0, false)]
    {
        let mut claims = claims(&coach);
        claims[name] = json!(value);
        let answer = app.guest().with_token(&signed(&kid(&coach), &claims)).get("/me").send();
        assert_eq!(answer.status, if accepted { 200 } else { 401 }, "{name} {value}");
    }
}

#[test]
fn a_token_of_an_unknown_key_is_refused() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    refused(&app, &signed("another", &claims(&coach)));
    let header = Header::new(Algorithm::EdDSA);
    refused(&app, &encode(&header, &claims(&coach), &EncodingKey::from_ed_pem(signing_key().as_bytes()).unwrap()).unwrap());
}

#[test]
fn a_changed_token_is_refused() {
    let app = TestApp::start();
    let (coach, admin) = (app.coach("Cora"), app.admin());
    let (mine, theirs): (Vec<_>, Vec<_>) = (coach.access_token.split('.').collect(), admin.access_token.split('.').collect());
    refused(&app, &format!("{}.{}.{}", mine[0], theirs[1], mine[2]));
}

#[test]
fn a_refresh_token_is_no_access_token() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    refused(&app, &coach.refresh_token);
    app.guest().post("/auth/refresh", json!({"refresh_token": coach.access_token})).problem(422, "validation_failed");
}

#[test]
fn what_is_no_bearer_token_is_refused() {
    let app = TestApp::start();
    for value in ["Bearer", "Bearer ", "Basic YTpi", "a.b.c", "Bearer a.b", "Bearer ..", "Bearer \u{e4}"] {
        let answer = app.guest().with_header("authorization", value).get("/me").expect(401);
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{value}");
    }
    app.guest().get("/me").problem(401, "unauthenticated");
}
