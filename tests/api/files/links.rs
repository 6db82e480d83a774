//! Links to bytes, and who gets one.

use crate::support::files::PDF;
use crate::support::{TestApp, without_request_id};

#[test]
fn a_link_needs_no_credentials_and_ends_soon() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let file = coach.upload("a.pdf", PDF).expect(201);
    let (url, guest) = (file.str("url"), app.guest());
    assert_eq!(file["url_expires_at"], "2026-03-01T09:10:00.000000Z");
    app.advance("PT9M59S");
    assert_eq!(guest.follow(&url).expect(200).bytes, PDF);
    app.advance("PT1S");
    guest.follow(&url).problem(410, "token_expired");
    let fresh = coach.get(&format!("/files/{}", file.id())).expect(200);
    guest.follow(&fresh.str("url")).expect(200);
}

#[test]
fn a_link_that_we_did_not_make_opens_nothing() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let (file, other) = (coach.upload("a.pdf", PDF).expect(201), coach.upload("b.pdf", PDF).expect(201));
    let (url, guest) = (file.str("url"), app.guest());
    let (_, expires) = url.split_once("expires=").unwrap();
    let (expires, signature) = expires.split_once("&signature=").unwrap();
    let path = |id: &str, expires: &str, signature: &str| format!("/files/{id}/content?expires={expires}&signature={signature}");
    let later = (expires.parse::<i64>().unwrap() + 3600).to_string();
    let mut changed = signature.to_owned();
    changed.replace_range(10..11, if signature.as_bytes()[10] == b'A' { "B" } else { "A" });
    for path in [
        path(&file.id(), &later, signature),
        path(&other.id(), expires, signature),
        path(&file.id(), expires, &changed),
        path(&file.id(), expires, &signature[..42]),
        path(&file.id(), expires, ""),
        path("file_01kfq8v6n2e9t8w4x3y5z7a1bc", expires, signature),
        path("nonsense", expires, signature),
        path(&file.id(), "-1", signature),
    ] {
        guest.get(&path).problem(404, "not_found");
    }
    guest.get(&format!("/files/{}/content", file.id())).problem(400, "invalid_parameter");
    guest.get(&path(&file.id(), "soon", signature)).problem(400, "invalid_parameter");
    // A token of ours is no signature.
    coach.get(&path(&file.id(), &later, &coach.access_token)).problem(404, "not_found");
}

#[test]
fn guessing_at_links_is_limited_and_following_them_is_not() {
    let app = TestApp::with(|config| config.public_requests_per_minute = 3);
    let file = app.coach("Cora").upload("a.pdf", PDF).expect(201);
    let forged = file.str("url").replace("signature=", "signature=x");
    for _ in 0..3 {
        app.guest().follow(&forged).problem(404, "not_found");
    }
    app.guest().follow(&forged).problem(429, "rate_limited");
    for _ in 0..10 {
        app.guest().follow(&file.str("url")).expect(200);
    }
}

#[test]
fn a_file_is_its_uploaders_and_the_admins() {
    let app = TestApp::start();
    let (coach, admin) = (app.coach("Cora"), app.admin());
    let file = coach.uploaded("a.pdf", PDF);
    let path = format!("/files/{file}");
    admin.get(&path).expect(200);
    app.api_key(&["files:read"]).get(&path).expect(200);
    let unknown = coach.get("/files/file_01kfq8v6n2e9t8w4x3y5z7a1bc").problem(404, "not_found");
    let strangers = [app.coach("Carl"), app.coachee("Emil"), app.advocate("Avi"), app.other_org().admin()];
    for stranger in strangers {
        for answer in [stranger.get(&path).send(), stranger.delete(&path).send()] {
            assert_eq!((answer.status, without_request_id(&answer)), (404, without_request_id(&unknown)));
        }
    }
    // What a machine uploads is its own, and the admins'.
    let machine = app.api_key(&["files:write", "files:read"]);
    let made = machine.uploaded("b.pdf", PDF);
    machine.get(&format!("/files/{made}")).expect(200);
    admin.get(&format!("/files/{made}")).expect(200);
    coach.get(&format!("/files/{made}")).problem(404, "not_found");
}

#[test]
fn a_download_is_not_to_be_kept_or_told_about() {
    let app = TestApp::start();
    let file = app.coach("Cora").upload("a.pdf", PDF).expect(201);
    let content = app.guest().follow(&file.str("url")).expect(200);
    assert_eq!(content.header("content-type"), "application/pdf");
    assert_eq!(content.header("cache-control"), "private, no-store");
    assert_eq!(content.header("referrer-policy"), "no-referrer");
    assert_eq!(content.header("content-disposition"), "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
}
