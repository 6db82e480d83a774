//! Items of kind `file` and `task`: whom they go to, and what these do with them.

use crate::support::files::PDF;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json, without_request_id};

/// An uploaded workbook as an item.
fn workbook(it: &Programme) -> (String, String) {
    let file = it.coach.uploaded("workbook.pdf", PDF);
    let item = it.item(json!({"kind": "file", "title": "Workbook", "file": {"file_id": file}}));
    (file, item)
}

#[test]
fn an_item_is_about_an_uploaded_file_or_one_that_is_kept_elsewhere() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (file, item) = workbook(&it);
    let seen = it.seen(&item);
    assert_eq!((&seen["file"]["name"], &seen["file"]["file_id"]), (&json!("workbook.pdf"), &json!(file)));
    assert_eq!(app.guest().follow(seen["file"]["url"].as_str().unwrap()).expect(200).bytes, PDF);
    let refused = |details| it.add(json!({"kind": "file", "title": "Read", "file": details})).problem(422, "validation_failed").faults();
    let fault = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    assert_eq!(refused(json!({"name": "a.pdf"})), [fault("/file/url", "required")]);
    assert_eq!(refused(json!({})), [fault("/file/name", "required"), fault("/file/url", "required")]);
    assert_eq!(refused(json!({"url": "https://files.example/a"})), [fault("/file/name", "required")]);
    assert_eq!(refused(json!({"name": "a", "url": "https://files.example/a", "file_id": file})), [fault("/file/file_id", "one_of")]);
    for unreadable in [
        "file_01kfq8v6n2e9t8w4x3y5z7a1bc".to_owned(),
        app.coach("Carl").uploaded("b.pdf", PDF),
        app.other_org().admin().uploaded("c.pdf", PDF),
    ] {
        assert_eq!(refused(json!({"file_id": unreadable})), [fault("/file/file_id", "invalid_choice")]);
    }
}

#[test]
fn a_change_that_names_another_file_takes_the_place_of_the_former() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (file, item) = workbook(&it);
    let patch = |details| it.coach.patch(&format!("/items/{item}"), json!({"file": details})).expect(200)["file"].clone();
    let elsewhere = patch(json!({"url": "https://files.example/b.pdf"}));
    assert_eq!(elsewhere, json!({"name": "workbook.pdf", "file_id": null, "url": "https://files.example/b.pdf", "url_expires_at": null}));
    it.coach.delete(&format!("/files/{file}")).expect(204);
    let another = it.coach.uploaded("another.pdf", PDF);
    assert_eq!(
        patch(json!({"file_id": another, "name": null})),
        json!({"name": "another.pdf", "file_id": another, "url": null, "url_expires_at": null})
    );
    let refused = it.coach.patch(&format!("/items/{item}"), json!({"file": {"file_id": null}})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/file/url".to_owned(), "required".to_owned())]);
    it.coach.patch(&format!("/items/{item}"), json!({"file": {"file_id": file}})).problem(422, "validation_failed");
}

#[test]
fn c78_c81_files_and_tasks_go_to_active_people_only() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (newcomer, _) = app.record("Rea");
    let (_, item) = workbook(&it);
    for item in [item, it.task("Write")] {
        it.also_for(&item, &newcomer);
        for (verb, body) in [("send", json!({})), ("schedule", json!({"scheduled_at": crate::support::coaching::TOMORROW}))] {
            let refused = it.on(&item, verb, body).problem(409, "recipient_not_active");
            assert_eq!(refused["recipients"], json!([{"user_id": newcomer, "name": "Rea"}]));
        }
        assert_eq!((&it.seen(&item)["sent_at"], &it.seen(&item)["status"]), (&json!(null), &json!("unscheduled")));
        let rows = it.coach.get(&format!("/items/{item}/recipients")).expect(200);
        let row = rows.data().iter().find(|row| row["user_id"] == newcomer).unwrap()["id"].as_str().unwrap().to_owned();
        it.coach.delete(&format!("/items/{item}/recipients/{row}")).expect(204);
        it.send(&item);
        // Somebody who was deactivated since is not sent it once more.
        app.admin().post(&format!("/users/{}/deactivate", it.coachee.id), ()).expect(200);
        it.on(&item, "resend", ()).problem(409, "recipient_not_active");
        app.admin().post(&format!("/users/{}/reactivate", it.coachee.id), ()).expect(200);
    }
    // What is planned in a draft is held, and they may be active by then.
    let draft = Programme::draft(&app);
    let held = draft.task("Write");
    draft.also_for(&held, &newcomer);
    draft.schedule(&held, crate::support::coaching::TOMORROW);
    // A form is none of these.
    let form = it.item(json!({"kind": "form", "title": "Ask"}));
    it.also_for(&form, &newcomer);
    it.send(&form);
}

#[test]
fn c79_c80_a_file_is_mailed_viewed_and_marked_complete() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (file, item) = workbook(&it);
    it.coachee.get(&format!("/items/{item}")).problem(404, "not_found");
    it.coachee.get(&format!("/files/{file}")).problem(404, "not_found");
    it.send(&item);
    app.work();
    let mail = &inbox.mails_to(&it.coachee.email)[0];
    assert_eq!(mail.subject, "A file for you: Workbook");
    assert!(mail.text.contains(&format!("https://rapport.example/api/v1/items/{item}")), "{}", mail.text);
    assert!(!mail.text.contains("signature="), "the link to the bytes is made for whoever logs in");
    let seen = it.coachee.get(&format!("/items/{item}")).expect(200);
    assert_eq!((&seen["allowed_actions"], &seen["file"]["url_expires_at"]), (&json!(["complete"]), &json!("2026-03-01T09:10:00.000000Z")));
    assert_eq!(app.guest().follow(seen["file"]["url"].as_str().unwrap()).expect(200).bytes, PDF);
    it.coachee.get(&format!("/files/{file}")).expect(200);
    for other in [app.coachee("Gus"), app.coach("Carl")] {
        let unknown = other.get("/items/item_01kfq8v6n2e9t8w4x3y5z7a1bc").problem(404, "not_found");
        for answer in [
            other.get(&format!("/items/{item}")).problem(404, "not_found"),
            other.post(&format!("/items/{item}/complete"), ()).problem(404, "not_found"),
            other.get(&format!("/files/{file}")).problem(404, "not_found"),
        ] {
            assert_eq!(without_request_id(&answer), without_request_id(&unknown));
        }
    }
    it.coachee.post(&format!("/items/{item}/complete"), ()).expect(200);
    assert_eq!(it.seen(&item)["status"], "completed");
}

#[test]
fn c82_a_task_is_viewed_and_marked_complete_by_its_recipient_alone() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.send(&task);
    let other = app.coachee("Gus");
    other.get(&format!("/items/{task}")).problem(404, "not_found");
    other.post(&format!("/items/{task}/complete"), ()).problem(404, "not_found");
    assert_eq!(it.coachee.get(&format!("/items/{task}")).expect(200)["allowed_actions"], json!(["complete"]));
    it.coachee.post(&format!("/items/{task}/complete"), ()).expect(200);
    assert_eq!(it.seen(&task)["completed_by"], it.coachee.id.as_str());
}

#[test]
fn c84_what_was_not_sent_yet_is_not_completed() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let (_, file) = workbook(&it);
    for item in [file, it.task("Write")] {
        it.coachee.post(&format!("/items/{item}/complete"), ()).problem(409, "not_sent");
        it.schedule(&item, crate::support::coaching::TOMORROW);
        it.coachee.post(&format!("/items/{item}/complete"), ()).problem(409, "not_sent");
    }
}

#[test]
fn copies_and_templates_name_the_same_file_and_keep_it() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (file, item) = workbook(&it);
    let copy = it.on(&item, "duplicate", ()).expect(201);
    assert_eq!(copy["file"]["file_id"], file.as_str());
    let template = it.coach.post(&it.path("/save-as-template"), json!({"title": "With a workbook"})).expect(201);
    assert_eq!(template["items"][0]["file"]["file_id"], file.as_str());
    let engagement = it.coach.post("/engagements", json!({"template_id": template.id(), "coachee_ids": [it.coachee.id]})).expect(201);
    let copied = engagement["items"][0]["id"].as_str().unwrap().to_owned();
    let of_copy = it.coach.get(&format!("/items/{copied}")).expect(200);
    app.guest().follow(of_copy["file"]["url"].as_str().unwrap()).expect(200);
    let whole = it.coach.get(&format!("/engagements/{}", engagement.id())).expect(200);
    app.guest().follow(whole["items"][0]["file"]["url"].as_str().unwrap()).expect(200);
    // Another coach reads it once the template is shared, and not before.
    let carl = app.coach("Carl");
    carl.get(&format!("/files/{file}")).problem(404, "not_found");
    app.admin().patch(&format!("/program-templates/{}", template.id()), json!({"visibility": "shared"})).expect(200);
    carl.get(&format!("/files/{file}")).expect(200);
    carl.delete(&format!("/files/{file}")).problem(403, "forbidden");
    let kept = it.coach.delete(&format!("/files/{file}")).problem(409, "file_in_use");
    assert_eq!(kept["used_by"], json!(["items", "program_templates"]));
    // A template takes a file that its author can read, and no other.
    let foreign = app.other_org().admin().uploaded("c.pdf", PDF);
    let step = |file: &str| json!({"kind": "file", "title": "Read", "file": {"file_id": file}});
    let path = format!("/program-templates/{}/items", template.id());
    it.coach.post(&path, step(&foreign)).problem(422, "validation_failed");
    let refused = it.coach.post("/program-templates", json!({"title": "New", "items": [step(&file), step(&foreign)]}));
    assert_eq!(refused.problem(422, "validation_failed").faults(), [("/items/1/file/file_id".to_owned(), "invalid_choice".to_owned())]);
    let fresh = it.coach.uploaded("fresh.pdf", PDF);
    let with = it.coach.post(&path, step(&fresh)).expect(201);
    assert_eq!(with["items"].as_array().unwrap().last().unwrap()["file"]["name"], "fresh.pdf");
    it.coach.delete(&format!("/files/{fresh}")).problem(409, "file_in_use");
}
