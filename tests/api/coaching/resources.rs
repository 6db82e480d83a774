//! What is shared with everybody in an engagement.

use crate::support::files::PDF;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

#[test]
fn c67_a_resource_is_there_for_everybody_who_sees_the_engagement() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let file = it.coach.uploaded("workbook.pdf", PDF);
    let path = it.path("/resources");
    let shared =
        it.coach.post(&path, json!({"kind": "file", "title": "Workbook", "description": "For us.", "file": {"file_id": file}})).expect(201);
    let link = it.coach.post(&path, json!({"kind": "link", "link": {"url": "https://reading.example/"}})).expect(201);
    assert_eq!((&shared["file"]["id"], &shared["link"], &shared["added_by"]), (&json!(file), &json!(null), &json!(it.coach.id)));
    assert_eq!((&link["title"], &link["file"]), (&json!("https://reading.example/"), &json!(null)));
    let (admin, carl) = (app.admin(), app.coach("Carl"));
    assert_eq!(admin.ids(&path), [link.id(), shared.id()]);
    it.coachee.get(&path).problem(404, "not_found");
    it.coachee.get(&format!("/files/{file}")).problem(404, "not_found");
    it.act("share");
    let seen = it.coachee.get(&path).expect(200);
    assert_eq!((seen.ids(), &seen.data()[0]["allowed_actions"]), (vec![link.id(), shared.id()], &json!([])));
    assert_eq!(app.guest().follow(seen.data()[1]["file"]["url"].as_str().unwrap()).expect(200).bytes, PDF);
    it.coachee.get(&format!("/files/{file}")).expect(200);
    it.coachee.post(&path, json!({"kind": "link", "link": {"url": "https://reading.example/"}})).problem(403, "forbidden");
    it.coachee.delete(&format!("/resources/{}", link.id())).problem(403, "forbidden");
    for stranger in [&carl, &app.coachee("Gus")] {
        stranger.get(&path).problem(404, "not_found");
        stranger.get(&format!("/files/{file}")).problem(404, "not_found");
    }
    carl.post(&path, json!({"kind": "link", "link": {"url": "https://reading.example/"}})).problem(404, "not_found");
    carl.delete(&format!("/resources/{}", link.id())).problem(404, "not_found");
    it.coach.delete(&format!("/files/{file}")).problem(409, "file_in_use");
    it.coach.delete(&format!("/resources/{}", shared.id())).expect(204);
    it.coach.delete(&format!("/resources/{}", shared.id())).problem(404, "not_found");
    it.coachee.get(&format!("/files/{file}")).problem(404, "not_found");
    it.coach.delete(&format!("/files/{file}")).expect(204);
    it.act("unshare");
    it.coachee.get(&path).problem(404, "not_found");
    assert!(it.events().ends_with(&["resource.removed".into(), "engagement.unshared".into()]), "{:?}", it.events());
}

#[test]
fn c68_only_active_people_are_told() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let (coach, emil) = app.coach_and_coachee();
    let (newcomer, address) = app.record("Rea");
    app.admin().post("/coach-assignments", json!({"coach_id": coach.id, "coachee_id": newcomer})).expect(201);
    let engagement = coach.post("/engagements", json!({"title": "Leading", "coachee_ids": [emil.id, newcomer]})).expect(201).id();
    let path = format!("/engagements/{engagement}/resources");
    let link = |title: &str| json!({"kind": "link", "title": title, "link": {"url": "https://reading.example/"}});
    coach.post(&path, link("In the draft")).expect(201);
    coach.post(&format!("/engagements/{engagement}/activate"), ()).expect(200);
    coach.post(&path, link("Not shared yet")).expect(201);
    app.work();
    assert!(app.notifications("type=resource_shared").is_empty());
    coach.post(&format!("/engagements/{engagement}/share"), ()).expect(200);
    coach.post(&path, link("For all")).expect(201);
    app.work();
    let mut subjects = inbox.subjects(&emil);
    subjects.sort();
    assert_eq!(subjects, ["Leading is open for you", "New in Leading: For all"]);
    assert!(inbox.subjects_to(&address).is_empty() && inbox.subjects(&coach).is_empty());
    assert_eq!(app.told("type=resource_shared"), ["resource_shared sent", "resource_shared suppressed recipient_not_active"]);
    // Somebody else's doing is told to the coach as well.
    app.admin().post(&path, link("From above")).expect(201);
    app.work();
    assert_eq!(inbox.subjects(&coach), ["New in Leading: From above"]);
    // What is gone before its mail leaves is not told of.
    let gone = coach.post(&path, link("A mistake")).expect(201).id();
    coach.delete(&format!("/resources/{gone}")).expect(204);
    app.work();
    assert!(!inbox.subjects(&emil).contains(&"New in Leading: A mistake".to_owned()));
}

#[test]
fn a_resource_is_a_file_or_a_link() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let file = it.coach.uploaded("a.pdf", PDF);
    let post = |body| it.coach.post(&it.path("/resources"), body);
    let link = json!({"url": "https://reading.example/"});
    post(json!({"kind": "file", "link": link})).problem(422, "kind_mismatch");
    post(json!({"kind": "link", "link": link, "file": {"file_id": file}})).problem(422, "kind_mismatch");
    let fault = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(post(json!({"kind": "file"})).problem(422, "validation_failed").faults(), fault("/file", "required"));
    assert_eq!(post(json!({"kind": "link"})).problem(422, "validation_failed").faults(), fault("/link", "required"));
    post(json!({"kind": "link", "link": {"url": "javascript:alert(1)"}})).problem(422, "invalid_url");
    let foreign = app.other_org().admin().uploaded("b.pdf", PDF);
    let refused = post(json!({"kind": "file", "file": {"file_id": foreign}})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), fault("/file/file_id", "invalid_choice"));
    assert_eq!(post(json!({"kind": "file", "file": {"file_id": file}})).expect(201)["title"], "a.pdf");
}

#[test]
fn resources_go_with_a_draft_that_is_deleted() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let file = it.coach.uploaded("a.pdf", PDF);
    it.coach.post(&it.path("/resources"), json!({"kind": "file", "file": {"file_id": file}})).expect(201);
    it.item(json!({"kind": "file", "title": "Read", "file": {"file_id": file}}));
    it.coach.delete(&it.path("")).expect(204);
    it.coach.delete(&format!("/files/{file}")).expect(204);
}

#[test]
fn pages_of_resources_join_without_a_gap() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let mut made: Vec<String> = (0..5)
        .map(|_| {
            it.coach.post(&it.path("/resources"), json!({"kind": "link", "link": {"url": "https://reading.example/"}})).expect(201).id()
        })
        .collect();
    made.reverse();
    let first = it.coach.get(&it.path("/resources?limit=3")).expect(200);
    let rest = it.coach.get(&it.path(&format!("/resources?limit=3&cursor={}", first.str("next_cursor")))).expect(200);
    assert_eq!([first.ids(), rest.ids()].concat(), made);
}
