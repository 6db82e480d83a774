//! Files that are taken.

use crate::support::files::{PDF, Part, form, png};
use crate::support::{TestApp, json};

#[test]
fn an_uploaded_file_is_described_by_what_it_is() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let file = coach.upload("Plan für März.pdf", PDF).expect(201);
    assert_eq!(file.header("location"), format!("/api/v1/files/{}", file.id()));
    assert_eq!(file["name"], "Plan für März.pdf");
    assert_eq!((&file["media_type"], &file["size"]), (&json!("application/pdf"), &json!(PDF.len())));
    assert_eq!((&file["width"], &file["height"]), (&json!(null), &json!(null)));
    assert_eq!(file["uploaded_by"], coach.id.as_str());
    let read = coach.get(&format!("/files/{}", file.id())).expect(200);
    assert_eq!((read["sha256"].clone(), read["name"].clone()), (file["sha256"].clone(), file["name"].clone()));
    let picture = coach.upload("logo.png", &png(640, 480)).expect(201);
    assert_eq!((&picture["width"], &picture["height"]), (&json!(640), &json!(480)));
}

#[test]
fn bytes_come_back_as_they_were_sent_whatever_their_number() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    // Around the size of the parts in which they are stored.
    for size in [1, 255 << 10, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, (1 << 20) + 17] {
        let bytes: Vec<u8> = (0..size).map(|index: usize| b'a' + (index % 23) as u8).collect();
        let file = coach.upload("a.txt", &bytes).expect(201);
        let content = app.guest().follow(&file.str("url")).expect(200);
        assert!(content.bytes == bytes, "{size} bytes");
        assert_eq!(content.header("content-length"), size.to_string());
    }
}

#[test]
fn many_kinds_of_files_are_taken() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    for (name, bytes, media_type) in [
        ("a.pdf", PDF, "application/pdf"),
        ("a.csv", b"name,role\r\nAna,coachee\r\n", "text/csv"),
        ("a.txt", "Grüße".as_bytes(), "text/plain"),
        ("latin.csv", b"name;ort\r\nJ\xf6rg;K\xf6ln\r\n", "text/csv"),
        ("a.md", b"# Plan\n", "text/plain"),
        ("a.zip", b"PK\x03\x04\x14\0\0\0\0\0", "application/zip"),
        ("a.mp3", b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt ", "audio/x-wav"),
        ("a.gif", b"GIF89a\x0a\0\x0a\0\x80\0\0", "image/gif"),
        ("a.rtf", b"{\\rtf1\\ansi Hello}", "application/rtf"),
    ] as [(&str, &[u8], &str); 10]
    {
        let file = coach.upload(name, bytes).expect(201);
        assert_eq!((file.str("name").as_str(), file.str("media_type").as_str()), (name, media_type));
    }
}

#[test]
fn a_form_has_one_part_which_is_the_file() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let faults = |parts: &[Part<'_>]| coach.form("/files", form(parts)).problem(422, "validation_failed").faults();
    let fault = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    assert_eq!(faults(&[]), [fault("/file", "required")]);
    assert_eq!(faults(&[Part("other", None, b"x")]), [fault("/file", "required"), fault("/other", "unknown_field")]);
    assert_eq!(faults(&[Part("file", Some("a.txt"), b"a"), Part("file", Some("b.txt"), b"b")]), [fault("/file", "too_many")]);
    assert_eq!(faults(&[Part("file", Some("a.txt"), b"a"), Part("note", None, b"b")]), [fault("/note", "unknown_field")]);
    let nameless = coach.form("/files", form(&[Part("file", None, b"a")])).expect(201);
    assert_eq!(nameless["name"], "file.txt");
    assert_eq!(app.loose_files(), 0, "nothing of what was refused is left");
}

#[test]
fn what_is_no_form_or_breaks_off_is_refused() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    coach.post("/files", json!({"file": "abc"})).problem(415, "unsupported_media_type");
    coach.post("/files", ()).problem(415, "unsupported_media_type");
    let raw = |kind: &str, body: &str| coach.post("/files", body).header("content-type", kind);
    raw("multipart/form-data", "anything").problem(400, "malformed_multipart");
    raw("multipart/form-data; boundary=x", "no boundary in it").problem(400, "malformed_multipart");
    let whole = form(&[Part("file", Some("a.txt"), &[b'a'; 1000])]);
    for end in [10, 80, 200, whole.len() - 60, whole.len() - 5] {
        let answer = coach.form("/files", whole[..end].to_vec()).send();
        assert_eq!((answer.status, answer["code"].as_str()), (400, Some("malformed_multipart")), "cut at {end} of {}", whole.len());
    }
    assert_eq!((app.loose_files(), app.kept_files()), (0, 0));
}

#[test]
fn a_file_over_the_limit_is_refused_while_it_arrives() {
    let app = TestApp::with(|config| config.max_upload_bytes = 10_000);
    let coach = app.coach("Cora");
    coach.upload("a.txt", &[b'a'; 10_000]).expect(201);
    coach.upload("a.txt", &[b'a'; 10_001]).problem(413, "payload_too_large");
    // Its length says so before anything is read.
    coach.upload("a.txt", &vec![b'a'; 100_000]).problem(413, "payload_too_large");
    // What comes beside the file counts as well.
    let beside = form(&[Part("file", Some("a.txt"), b"a"), Part("note", None, &vec![b'b'; 27_000])]);
    coach.form("/files", beside).problem(413, "payload_too_large");
    assert_eq!((app.loose_files(), app.kept_files()), (0, 1));
}

#[test]
fn an_organization_keeps_only_so_much() {
    let app = TestApp::with(|config| config.organization_storage_bytes = Some(250));
    let (coach, stranger) = (app.coach("Cora"), app.other_org().coach("Carl"));
    let first = coach.uploaded("a.txt", &[b'a'; 100]);
    coach.uploaded("b.txt", &[b'b'; 150]);
    coach.upload("c.txt", b"c").problem(409, "storage_quota_exceeded");
    stranger.upload("c.txt", &[b'c'; 250]).expect(201);
    coach.delete(&format!("/files/{first}")).expect(204);
    coach.upload("c.txt", &[b'c'; 100]).expect(201);
    assert_eq!(app.kept_files(), 3, "the bytes that were refused are gone, and so are those of the deleted file later");
}

#[test]
fn a_repeated_upload_is_one_file_and_a_dry_run_none() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let upload = |bytes: &[u8]| coach.upload("a.txt", bytes).key("once");
    let first = upload(b"abc").expect(201);
    let again = upload(b"abc").expect(201);
    assert_eq!((again.id(), again.header("idempotent-replayed")), (first.id(), "true"));
    upload(b"abd").problem(422, "idempotency_key_reused");
    let tried = coach.form("/files?dry_run=true", form(&[Part("file", Some("b.txt"), b"b")])).expect(200);
    assert_eq!(tried["effects"][0]["type"], "file.uploaded");
    coach.get(&format!("/files/{}", tried.id())).problem(404, "not_found");
    assert_eq!((app.loose_files(), app.kept_files()), (0, 1));
}
