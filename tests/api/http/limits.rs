//! Limits on what an attacker would try again and again.

use crate::support::{Answer, Client, TestApp, json};

fn log_in(guest: &Client, email: &str) -> Answer {
    guest.post("/auth/login", json!({"email": email, "password": "a guess"})).send()
}

#[test]
fn an_account_is_tried_so_often_and_no_more() {
    let app = TestApp::with(|config| config.login_attempts_per_minute = 3);
    let (coach, guest) = (app.coach("Cora"), app.guest());
    for _ in 0..3 {
        assert_eq!(log_in(&guest, &coach.email).status, 401);
    }
    let refused = log_in(&guest, &coach.email.to_uppercase());
    assert_eq!((refused.status, &refused["code"]), (429, &json!("rate_limited")));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(log_in(&guest, "other@people.example").status, 401);
    guest.post("/auth/password-reset", json!({"email": coach.email})).problem(429, "rate_limited");
}

#[test]
fn an_address_asks_public_routes_so_often_and_no_more() {
    let app = TestApp::with(|config| config.public_requests_per_minute = 4);
    let (coach, guest) = (app.coach("Cora"), app.guest());
    for _ in 0..2 {
        guest.get("/public/invitations/guess").send();
        log_in(&guest, &coach.email);
    }
    guest.get("/public/invitations/guess").problem(429, "rate_limited");
    guest.post("/auth/refresh", json!({"refresh_token": "guess"})).problem(429, "rate_limited");
    guest.post("/auth/password-reset/confirm", json!({"token": "guess", "password": "long enough to be one"})).problem(429, "rate_limited");
    coach.get("/me").expect(200);
    guest.get("//livez").expect(200);
}

#[test]
fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
    let strict = |trusted: &str| {
        let networks = trusted.split(' ').filter(|net| !net.is_empty()).map(|net| net.parse().unwrap()).collect();
        TestApp::with(|config| {
            config.public_requests_per_minute = 1;
            config.trusted_proxies = networks;
        })
    };
    let status =
        |app: &TestApp, forwarded: &str| app.guest().with_header("x-forwarded-for", forwarded).get("/public/invitations/x").send().status;

    let app = strict("");
    assert_ne!(status(&app, "203.0.113.1"), 429);
    assert_eq!(status(&app, "203.0.113.2"), 429, "nobody is trusted, so the header says nothing");

    let app = strict("127.0.0.0/8 10.0.0.0/8");
    assert_ne!(status(&app, "203.0.113.1"), 429);
    assert_ne!(status(&app, "203.0.113.2"), 429);
    assert_eq!(status(&app, "198.51.100.7, 203.0.113.1"), 429, "what the client wrote to the left does not count");
    assert_eq!(status(&app, "203.0.113.2, 10.1.2.3"), 429, "our own proxies are passed over");
    assert_eq!(status(&app, "203.0.113.9, rubbish, 203.0.113.1"), 429);
}
