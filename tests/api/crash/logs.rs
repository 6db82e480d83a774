//! No secret is ever logged.

use super::ADMIN;
use crate::support::process::Home;
use crate::support::{PASSWORD, json, signing_key};

#[test]
fn passwords_tokens_and_keys_are_not_in_the_log() {
    let home = Home::new().with("RAPPORT_LOG_LEVEL", "debug");
    home.create_admin(ADMIN);
    let server = home.serve();
    let guest = server.guest();
    let tokens = guest.post("/auth/login", json!({"email": ADMIN, "password": PASSWORD})).expect(200);
    let admin = guest.with_token(&tokens.str("access_token"));
    guest.post("/auth/login", json!({"email": ADMIN, "password": "a wrong password"})).expect(401);
    guest.post("/auth/login", "{\"password\": \"a torn password").expect(400);
    guest.post("/auth/login", json!({"email": ADMIN, "password": PASSWORD, "secret": "an unknown field"})).expect(422);
    let refreshed = guest.post("/auth/refresh", json!({"refresh_token": tokens.str("refresh_token")})).expect(200);
    let key = admin.post("/api-keys", json!({"name": "A machine", "scopes": ["users:read"]})).expect(201).str("key");
    guest.with_key(&key).get("/users").expect(200);
    guest.with_key("rk_a-made-up-key").get("/users").expect(401);
    guest.with_token("a-made-up-token").get("/users").expect(401);
    let user = admin.post("/users", json!({"email": "ina@northwind.example", "name": "Ina", "roles": ["coachee"]})).expect(201).id();
    let invitation = admin.post(&format!("/users/{user}/invitation"), ()).expect(201).str("token");
    let path = format!("/public/invitations/{invitation}");
    guest.get(&path).expect(200);
    guest.post(&format!("{path}/accept"), json!({"password": "the password of Ina"})).expect(200);
    guest.post(&format!("{path}/accept"), json!({"password": "the password of Ina"})).expect(410);
    guest.get(&format!("/me?access_token={key}")).send();
    server.terminate();
    assert_eq!(server.ended(), Some(0));

    let log = home.log();
    assert!(log.contains("listening"), "the log is empty");
    let hidden = [
        PASSWORD,
        "a wrong password",
        "a torn password",
        "an unknown field",
        "the password of Ina",
        &tokens.str("access_token"),
        &tokens.str("refresh_token"),
        &refreshed.str("access_token"),
        &refreshed.str("refresh_token"),
        &key,
        "rk_a-made-up-key",
        "a-made-up-token",
        &invitation,
        signing_key().lines().nth(1).unwrap(),
    ]
    .map(str::to_owned);
    for secret in hidden {
        let line = log.lines().find(|line| line.contains(&secret));
        assert!(line.is_none(), "{secret} is in the log: {}", line.unwrap_or_default());
    }
}
