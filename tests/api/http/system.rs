//! Health, the contract and its page, problems, browsers of other origins.

use reqwest::Method;

use crate::support::{TestApp, json};

#[test]
fn the_process_and_the_database_are_well() {
    let app = TestApp::start();
    assert_eq!(app.guest().get("//livez").expect(200).body, json!({"status": "ok"}));
    assert_eq!(app.guest().get("//readyz").expect(200).body, json!({"status": "ok"}));
    assert!(app.guest().get("//metrics").expect(200).header("content-type").starts_with("text/plain"));
}

#[test]
fn the_contract_is_served_with_a_page_that_shows_it() {
    let app = TestApp::start();
    let document = app.guest().get("//openapi.json").expect(200);
    assert_eq!(document["openapi"], "3.1.0");
    let page = app.guest().get("//docs/").expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(app.guest().get("//docs/swagger-ui-bundle.js").expect(200).bytes.len() > 100_000);
    assert_eq!(app.guest().get("//docs").expect(307).header("location"), "/docs/");
}

#[test]
fn the_catalogue_lists_every_problem_once() {
    let app = TestApp::start();
    let catalogue = app.guest().get("/problems").expect(200);
    let mut codes: Vec<_> = catalogue.data().iter().map(|kind| kind["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"validation_failed") && codes.contains(&"not_found"));
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn every_answer_has_an_id_and_is_not_sniffed() {
    let app = TestApp::start();
    for path in ["//livez", "/me", "/nothing", "//docs/"] {
        let answer = app.guest().get(path).send();
        assert!(answer.header("x-request-id").starts_with("req_"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    assert_eq!(app.guest().get("/me").expect(401).header("cache-control"), "no-store");
}

#[test]
fn browsers_may_call_from_configured_origins_only() {
    let app = TestApp::with(|config| config.cors_origins = vec!["https://app.example".into()]);
    let preflight = |origin: &str| {
        let request = app.guest().request(Method::OPTIONS, "/users", ()).header("origin", origin);
        request.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization, if-match").send()
    };
    let allowed = preflight("https://app.example");
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (200, "https://app.example"));
    assert!(allowed.header("access-control-allow-methods").contains("PATCH"));
    assert_eq!(preflight("https://evil.example").header("access-control-allow-origin"), "");

    let coach = app.coach("Cora").with_header("origin", "https://app.example");
    let me = coach.get("/users").expect(200);
    assert_eq!(me.header("access-control-allow-origin"), "https://app.example");
    assert_eq!(coach.get("/nothing").expect(404).header("access-control-allow-origin"), "https://app.example");
    let organization = coach.get("/organization").expect(200);
    let known = coach.get("/organization").header("if-none-match", organization.header("etag")).expect(304);
    assert_eq!(known.header("access-control-allow-origin"), "https://app.example");
}

#[test]
fn no_origin_may_call_when_none_is_configured() {
    let app = TestApp::start();
    let answer = app.guest().with_header("origin", "https://app.example").get("//livez").send();
    assert_eq!(answer.header("access-control-allow-origin"), "");
}
