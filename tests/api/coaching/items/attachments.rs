//! What goes along in a session's mails.

use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::files::{PDF, png};
use crate::support::receivers::{Attachment, Inbox};
use crate::support::{Programme, TestApp, json};

fn of(attachments: &[Attachment]) -> Vec<(&str, &str, usize)> {
    let files = attachments.iter().filter(|file| file.media_type != "text/calendar");
    files.map(|file| (file.filename.as_str(), file.media_type.as_str(), file.bytes.len())).collect()
}

#[test]
fn c69_files_go_along_in_the_mails_of_a_session() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("First session");
    let (agenda, map) = (it.coach.uploaded("Tagesordnung März.pdf", PDF), it.coach.uploaded("map.png", &png(10, 10)));
    let path = format!("/items/{session}/attachments");
    let put = it.coach.put(&path, json!({"file_ids": [map, agenda]})).expect(200);
    assert_eq!(put.data().iter().map(|file| file["name"].as_str().unwrap()).collect::<Vec<_>>(), ["map.png", "Tagesordnung März.pdf"]);
    assert_eq!(it.coach.get(&path).expect(200).data()[1]["size"], PDF.len());
    let shown = it.on(&session, "notification/preview", json!({})).expect(200);
    let expected = json!([
        {"filename": "map.png", "media_type": "image/png", "size": png(10, 10).len()},
        {"filename": "Tagesordnung März.pdf", "media_type": "application/pdf", "size": PDF.len()},
    ]);
    assert_eq!(shown.data()[0]["attachments"], expected);
    it.schedule(&session, TOMORROW);
    app.work();
    it.on(&session, "schedule", json!({"scheduled_at": DAY_AFTER})).expect(200);
    app.work();
    let mails = inbox.mails_to(&it.coachee.email);
    assert_eq!(mails.len(), 2);
    for mail in &mails {
        assert_eq!(
            of(&mail.attachments),
            [("map.png", "image/png", png(10, 10).len()), ("Tagesordnung März.pdf", "application/pdf", PDF.len())]
        );
        assert_eq!(mail.attachments.iter().find(|file| file.media_type == "application/pdf").unwrap().bytes, PDF);
    }
    // Who attends reads them too; who does not, does not.
    it.coachee.get(&format!("/files/{agenda}")).expect(200);
    let seen = it.coachee.get(&path).expect(200);
    app.guest().follow(seen.data()[0]["url"].as_str().unwrap()).expect(200);
    app.coachee("Gus").get(&path).problem(404, "not_found");
    app.coachee("Gus").get(&format!("/files/{agenda}")).problem(404, "not_found");
    it.coach.delete(&format!("/files/{agenda}")).problem(409, "file_in_use");
    it.coach.put(&path, json!({"file_ids": []})).expect(200);
    it.coach.delete(&format!("/files/{agenda}")).expect(204);
}

#[test]
fn what_goes_along_is_limited_and_readable() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (session, task) = (it.session("Meet"), it.task("Write"));
    let put = |ids: &[&str]| it.coach.put(&format!("/items/{session}/attachments"), json!({"file_ids": ids}));
    let file = it.coach.uploaded("a.pdf", PDF);
    let fault = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(put(&[&file, &file]).problem(422, "validation_failed").faults(), fault("/file_ids", "not_unique"));
    assert_eq!(put(&[file.as_str(); 11]).problem(422, "validation_failed").faults(), fault("/file_ids", "too_many"));
    let foreign = app.other_org().admin().uploaded("b.pdf", PDF);
    assert_eq!(put(&[&file, &foreign]).problem(422, "validation_failed").faults(), fault("/file_ids/1", "invalid_choice"));
    let large = vec![b'a'; 6 << 20];
    let [one, two] = ["one.txt", "two.txt"].map(|name| it.coach.uploaded(name, &large));
    put(&[&one]).expect(200);
    assert_eq!(put(&[&one, &two]).problem(422, "validation_failed").faults(), fault("/file_ids", "too_large"));
    it.coach.put(&format!("/items/{task}/attachments"), json!({"file_ids": [file]})).problem(422, "kind_mismatch");
    it.coachee.put(&format!("/items/{session}/attachments"), json!({"file_ids": []})).problem(403, "forbidden");
    app.coach("Carl").put(&format!("/items/{session}/attachments"), json!({"file_ids": []})).problem(404, "not_found");
}

#[test]
fn a_copy_of_a_session_takes_the_same_files_along() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    let file = it.coach.uploaded("a.pdf", PDF);
    it.coach.put(&format!("/items/{session}/attachments"), json!({"file_ids": [file]})).expect(200);
    let copy = it.on(&session, "duplicate", ()).expect(201).id();
    let engagement = it.coach.post(&it.path("/duplicate"), json!({})).expect(201);
    let other = engagement["items"][0]["id"].as_str().unwrap().to_owned();
    for copy in [copy, other] {
        assert_eq!(it.coach.get(&format!("/items/{copy}/attachments")).expect(200).data()[0]["file_id"], file.as_str());
    }
}

#[test]
fn a_mail_whose_file_cannot_be_read_waits_and_goes_whole_later() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let session = it.session("Meet");
    let file = it.coach.uploaded("a.pdf", PDF);
    it.coach.put(&format!("/items/{session}/attachments"), json!({"file_ids": [file]})).expect(200);
    let folder = app.app.config.data_dir.join("files").join(app.org.to_string()).join(&file);
    let aside = folder.with_extension("aside");
    std::fs::rename(&folder, &aside).unwrap();
    it.schedule(&session, TOMORROW);
    app.work();
    assert!(inbox.mails_to(&it.coachee.email).is_empty());
    std::fs::rename(&aside, &folder).unwrap();
    app.advance("PT1H");
    app.work();
    assert_eq!(of(&inbox.mails_to(&it.coachee.email)[0].attachments), [("a.pdf", "application/pdf", PDF.len())]);
}
