//! Files that go along with a submission.

use super::Running;
use crate::support::files::png;
use crate::support::{TestApp, Value, json};

fn media(files: &[&str]) -> Value {
    let files: Vec<Value> = files.iter().map(|id| json!({"file_id": id, "caption": null})).collect();
    json!({"submit_media": {"files": files, "rights_accepted": true}})
}

#[test]
fn staff_read_the_files_of_what_was_handed_in_and_nobody_else_does() {
    let app = TestApp::start();
    let it = Running::start(
        &app,
        json!({"type": "submit_media", "submit_media": {"instructions": "<p>A picture.</p>", "usage_rights_text": "Ours."}}),
    );
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let file = ava.uploaded("team.png", &png(10, 10));
    let path = format!("/files/{file}");
    let id = it.hand(&ava, json!({"draft": true, "submit_media": media(&[&file])["submit_media"]})).expect(201).id();
    it.staff.get(&path).problem(404, "not_found");
    super::own(&ava, &id, "submit").expect(200);
    it.staff.get(&path).expect(200);
    olga.get(&path).problem(404, "not_found");
    let needed = ava.delete(&path).problem(409, "file_in_use");
    assert_eq!(needed["used_by"], json!(["submissions"]));
    app.home().person("Cora", &[rapport::identity::permissions::Role::Coach]).get(&path).problem(404, "not_found");
}

#[test]
fn somebody_elses_file_is_no_file_of_ones_own() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"type": "submit_media", "submit_media": {"instructions": "<p>A picture.</p>"}}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let theirs = olga.uploaded("team.png", &png(10, 10));
    let refused = it.hand(&ava, media(&[&theirs])).problem(422, "validation_failed");
    let unknown = it.hand(&ava, media(&["file_01kfq8v6n2e9t8w4x3y5z7a1bc"])).problem(422, "validation_failed");
    assert_eq!(refused.faults(), unknown.faults());
    assert_eq!(refused.faults()[0].0, "/submit_media/files/0/file_id");
}

#[test]
fn a_file_that_was_exchanged_before_it_was_handed_in_again_is_let_go() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"type": "submit_media", "submit_media": {"instructions": "<p>A picture.</p>"}}));
    let ava = app.advocate("Ava");
    let (first, second) = (ava.uploaded("first.png", &png(10, 10)), ava.uploaded("second.png", &png(10, 10)));
    let id = it.hand(&ava, media(&[&first])).expect(201).id();
    super::review(&it.staff, &id, "request-changes").expect(200);
    ava.patch(&format!("/submissions/{id}"), media(&[&second])).expect(200);
    super::own(&ava, &id, "resubmit").expect(200);
    ava.delete(&format!("/files/{first}")).expect(204);
    ava.delete(&format!("/files/{second}")).problem(409, "file_in_use");
}
