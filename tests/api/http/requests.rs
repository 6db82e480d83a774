//! Requests that cannot be read get a clear problem.

use reqwest::Method;

use crate::support::{TestApp, json, without_request_id};

#[test]
fn an_unknown_route_is_a_problem_too() {
    let app = TestApp::start();
    for path in ["/nothing", "//nothing", "/users/", "//api/v1", "//api/v2/users", "/users/x/y/z", "//%2e%2e/etc"] {
        let answer = app.admin().get(path).problem(404, "not_found");
        assert_eq!(answer["type"], "/problems/not-found");
        assert_eq!(answer["instance"], format!("urn:request:{}", answer.str("request_id")));
    }
}

#[test]
fn a_method_that_is_not_answered_is_told_which_are() {
    let app = TestApp::start();
    let admin = app.admin();
    for (method, path, allowed) in [
        (Method::DELETE, "/users".to_owned(), "GET, POST"),
        (Method::PUT, format!("/users/{}", admin.id), "GET, PATCH, DELETE"),
        (Method::GET, "/auth/login".to_owned(), "POST"),
        (Method::POST, "//livez".to_owned(), "GET"),
    ] {
        let answer = admin.request(method, &path, ()).problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
}

#[test]
fn broken_json_is_told_where_it_breaks() {
    let app = TestApp::start();
    let admin = app.admin();
    for (body, place) in
        [("{\"name\":", "line 1"), ("{\n\"name\" \"x\"}", "line 2"), ("nope", "line 1"), ("{} {}", "line 1"), ("\u{0}", "line 1")]
    {
        let answer = admin.post("/users", body).problem(400, "malformed_json");
        assert!(answer.str("detail").contains(place), "{body}: {}", answer.text());
    }
    let invalid_utf8 = vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}'];
    admin.post("/users", invalid_utf8).problem(400, "malformed_json");
}

#[test]
fn json_of_another_shape_is_refused() {
    let app = TestApp::start();
    let admin = app.admin();
    for body in ["[]", "\"text\"", "12", "null", "true"] {
        let answer = admin.post("/users", body).problem(422, "validation_failed");
        assert_eq!(answer.faults(), [(String::new(), "type".to_owned())], "{body}");
    }
}

#[test]
fn json_that_is_nested_too_deep_is_refused() {
    let app = TestApp::start();
    let deep = "[".repeat(100_000);
    app.admin().post("/users", deep.as_str()).problem(400, "malformed_json");
}

#[test]
fn another_content_type_is_refused() {
    let app = TestApp::start();
    let admin = app.admin();
    for kind in ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        admin.post("/users", json!({})).header("content-type", kind).problem(415, "unsupported_media_type");
    }
    admin.patch("/me", json!({"name": "Ada"})).header("content-type", "application/merge-patch+json").expect(200);
    admin.patch("/me", json!({"name": "Ada"})).header("content-type", "application/json; charset=utf-8").expect(200);
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let app = TestApp::with(|config| config.body_limit_bytes = 1000);
    let admin = app.admin();
    let body = |length: usize| json!({"name": "x".repeat(length)});
    admin.patch("/me", body(2000)).problem(413, "payload_too_large");
    admin.patch("/me", body(900)).problem(422, "validation_failed");
}

#[test]
fn a_request_that_takes_no_body_refuses_one() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}/deactivate", coach.id);
    admin.post(&path, json!({"reason": "holiday"})).problem(422, "validation_failed");
    admin.post(&path, json!({})).expect(200);
}

#[test]
fn what_was_sent_is_never_repeated_in_a_problem() {
    let app = TestApp::start();
    let admin = app.admin();
    let secret = "hunter2-hunter2";
    let answers = [
        admin.post("/users", json!({"email": secret, "name": 1, "roles": [secret], "time_zone": secret})).problem(422, "validation_failed"),
        admin.get(&format!("/users?sort={secret}")).problem(400, "invalid_parameter"),
        admin.get(&format!("/users?cursor={secret}")).problem(400, "invalid_cursor"),
        admin.get("/me").header("x-api-key", secret).problem(401, "invalid_token"),
        admin.post("/users", format!("{{\"{secret}").as_str()).problem(400, "malformed_json"),
    ];
    for answer in answers {
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
}

#[test]
fn an_id_that_is_none_is_answered_like_one_that_nothing_has() {
    let app = TestApp::start();
    let admin = app.admin();
    let unknown = admin.get("/users/user_01kfq8v6n2e9t8w4x3y5z7a1bc").problem(404, "not_found");
    let stranger = app.other_org().admin().id.clone();
    for id in [
        "x",
        "user_",
        "org_01kfq8v6n2e9t8w4x3y5z7a1bc",
        "%00",
        "1%20OR%201=1",
        "user_00000000000000000000000000",
        &"9".repeat(3000),
        &stranger,
    ] {
        let answer = admin.get(&format!("/users/{id}")).problem(404, "not_found");
        assert_eq!(without_request_id(&answer), without_request_id(&unknown), "{id}");
    }
}

#[test]
fn u_0000_is_refused_wherever_a_text_is_taken() {
    let app = TestApp::start();
    let admin = app.admin();
    let refused =
        admin.post("/program-templates", "{\"title\": \"a\\u0000b\", \"description\": \"c\\u0000\"}").problem(422, "validation_failed");
    let at = |pointer: &str| (pointer.to_owned(), "control_character".to_owned());
    assert_eq!(refused.faults(), [at("/description"), at("/title")]);
    app.guest().post("/auth/login", "{\"email\": \"a\\u0000@people.example\", \"password\": \"x\"}").expect(422);
    for path in ["/engagements?q=%00", "/notifications?type=%00", "/users?q=a%00b"] {
        admin.get(path).problem(400, "invalid_parameter");
    }
    app.guest().get("/public/forms/%00").problem(404, "not_found");
    app.guest().get("/public/invitations/a%00b").problem(404, "not_found");
}
