//! Session notes, private and shared.

use crate::support::{Programme, TestApp, json};

#[test]
fn a_note_is_private_unless_told() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let made = it.coach.post(&it.path("/notes"), json!({"title": "After the first", "body": "Went well."})).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/notes/{}", made.id()));
    assert_eq!((&made["visibility"], &made["author_id"]), (&json!("private"), &json!(it.coach.id)));
    assert_eq!(made["allowed_actions"], json!(["update", "delete"]));
    assert_eq!(it.coach.get(&format!("/notes/{}", made.id())).expect(200).body, made.body);
}

#[test]
fn nobody_but_its_author_has_a_private_note() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let (admin, key) = (app.admin(), app.api_key(&["notes:read", "notes:write"]));
    let coachs = it.coach.post(&it.path("/notes"), json!({"body": "About him."})).expect(201).id();
    let coachees = it.coachee.post(&it.path("/notes"), json!({"body": "About her."})).expect(201).id();
    for (id, others) in [(&coachs, [&*it.coachee, &*admin, &key]), (&coachees, [&*it.coach, &*admin, &key])] {
        for other in others {
            let path = format!("/notes/{id}");
            other.get(&path).problem(404, "not_found");
            other.patch(&path, json!({"body": "Mine"})).problem(404, "not_found");
            other.delete(&path).problem(404, "not_found");
            assert!(!other.get(&it.path("/notes")).expect(200).text().contains(id.as_str()));
        }
    }
    assert_eq!((it.coach.ids(&it.path("/notes")), it.coachee.ids(&it.path("/notes"))), (vec![coachs], vec![coachees]));
    assert!(!it.events().iter().any(|event| event.starts_with("note.")));
}

#[test]
fn a_shared_note_is_read_by_all_in_the_engagement_and_changed_by_its_author() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let admin = app.admin();
    let note = it.coach.post(&it.path("/notes"), json!({"body": "For both.", "visibility": "shared"})).expect(201).id();
    let path = format!("/notes/{note}");
    for reader in [&it.coachee, &admin] {
        assert_eq!(reader.get(&path).expect(200)["allowed_actions"], json!([]));
        assert_eq!(reader.ids(&it.path("/notes")), [note.as_str()]);
        reader.patch(&path, json!({"body": "Mine"})).problem(403, "forbidden");
        reader.delete(&path).problem(403, "forbidden");
    }
    for outsider in [app.coach("Carl"), app.coachee("Uwe"), app.other_org().admin()] {
        outsider.get(&path).problem(404, "not_found");
        outsider.get(&it.path("/notes")).problem(404, "not_found");
        outsider.post(&it.path("/notes"), json!({"body": "Me too"})).problem(404, "not_found");
    }
    it.act("unshare");
    it.coachee.get(&path).problem(404, "not_found");
    assert_eq!(it.coach.get(&path).expect(200)["body"], "For both.");
}

#[test]
fn its_author_changes_shares_and_deletes_a_note() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let note = it.coach.post(&it.path("/notes"), json!({"title": "T", "body": "Draft."})).expect(201).id();
    let path = format!("/notes/{note}");
    let changed = it.coach.patch(&path, json!({"title": null, "visibility": "shared"})).if_match(1).expect(200);
    assert_eq!((&changed["title"], &changed["body"], &changed["version"]), (&json!(null), &json!("Draft."), &json!(2)));
    it.coach.patch(&path, json!({"body": "Stale"})).if_match(1).problem(412, "version_mismatch");
    it.coachee.get(&path).expect(200);
    it.coach.patch(&path, json!({"visibility": "private"})).expect(200);
    it.coachee.get(&path).problem(404, "not_found");
    it.coach.delete(&path).if_match(1).problem(412, "version_mismatch");
    it.coach.delete(&path).expect(204);
    it.coach.delete(&path).problem(404, "not_found");
    assert!(it.coach.ids(&it.path("/notes")).is_empty());
}

#[test]
fn a_note_needs_a_text_and_an_author() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let refused = it.coach.post(&it.path("/notes"), json!({"body": "", "visibility": "public", "author_id": it.coachee.id}));
    let pointers: Vec<_> = refused.problem(422, "validation_failed").faults().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/author_id", "/body", "/visibility"]);
    app.api_key(&["notes:write"]).post(&it.path("/notes"), json!({"body": "Beep"})).problem(403, "forbidden");
    assert!(it.coach.ids(&it.path("/notes")).is_empty());
}

#[test]
fn notes_are_listed_newest_first_page_by_page() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let make = |number: u32| {
        app.advance("PT1M");
        it.coach.post(&it.path("/notes"), json!({"body": format!("Note {number}")})).expect(201).id()
    };
    let mut notes: Vec<String> = (0..3).map(make).collect();
    notes.reverse();
    let first = it.coach.get(&it.path("/notes?limit=2")).expect(200);
    assert_eq!(first.ids(), notes[..2]);
    assert_eq!(it.coach.ids(&it.path(&format!("/notes?limit=2&cursor={}", first.str("next_cursor")))), notes[2..]);
}
