//! Files as answers.

use super::{published, response};
use crate::support::files::png;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

fn form(it: &Programme) -> String {
    let questions = json!([
        {"id": "picture", "kind": "file", "label": "Your whiteboard", "required": true, "file": {"max_files": 2, "media_types": ["image/*"]}},
        {"id": "words", "kind": "short_text", "label": "In words", "show_if": {"any": [{"question_id": "picture", "op": "not_answered"}]}}
    ]);
    published(&it.coach, json!({"kind": "form", "title": "Show us", "questions": questions}))
}

#[test]
fn an_answer_names_files_that_its_respondent_has_uploaded() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let mine = response(&it.coachee, &it.ask("form", &form(&it)));
    let (own, text) = (it.coachee.uploaded("board.png", &png(20, 10)), it.coachee.uploaded("notes.txt", b"Notes."));
    let foreign = it.coach.uploaded("board.png", &png(30, 10));
    let submit = |files: &[&String]| it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"picture": files}}));
    let nowhere = "file_01h455vb4pex5vsknk084sn02q".to_owned();
    for (files, code) in [
        (vec![&text], "file_type"),
        (vec![&foreign], "unknown_file"),
        (vec![&nowhere], "unknown_file"),
        (vec![&own, &own], "not_unique"),
        (vec![], "required"),
    ] {
        let faults = submit(&files).problem(422, "validation_failed").faults();
        assert!(faults.len() == 1 && faults[0].1 == code, "{faults:?}");
    }
    it.coach.get(&format!("/files/{own}")).problem(404, "not_found");
    submit(&[&own]).expect(200);
    // Who reads the answers reads the file; it stays as long as they do.
    it.coach.get(&format!("/files/{own}")).expect(200);
    app.coach("Carl").get(&format!("/files/{own}")).problem(404, "not_found");
    let refused = it.coachee.delete(&format!("/files/{own}")).problem(409, "file_in_use");
    assert_eq!(refused["used_by"], json!(["form_responses"]));
    it.coachee.delete(&format!("/files/{text}")).expect(204);
}

#[test]
fn c77_somebody_outside_is_not_asked_for_files() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let item = it.item(json!({"kind": "form", "title": "Show us", "form": {"form_id": form(&it)}}));
    app.admin().post(&format!("/items/{item}/recipients"), json!({"email": "erik@partner.example"})).expect(201);
    it.send(&item);
    app.work();
    let text = inbox.mails_to("erik@partner.example")[0].text.clone();
    let link = text[text.find("/public/forms/").expect("a link")..].split_whitespace().next().unwrap().to_owned();
    let ids = app.guest().get(&link).expect(200)["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| question["id"].clone())
        .collect::<Vec<_>>();
    assert_eq!(ids, ["words"]);
    app.guest()
        .post(&format!("{link}/submit"), json!({"answers": {"picture": ["file_01h455vb4pex5vsknk084sn02q"]}}))
        .problem(422, "validation_failed");
    app.guest().post(&format!("{link}/submit"), json!({"answers": {"words": "A circle."}})).expect(200);
}
