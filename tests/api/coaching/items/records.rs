//! Records of what was done, associated with items.

use crate::support::{Person, Programme, TestApp, json};

fn note(by: &Person, engagement: &str, visibility: &str) -> String {
    let body = json!({"body": "We agreed to practise.", "visibility": visibility});
    by.post(&format!("/engagements/{engagement}/notes"), body).expect(201).id()
}

#[test]
fn c27_session_notes_and_a_completed_assessment_are_associated_with_items() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    let [before, now] = ["Before", "Now"].map(|title| it.item(json!({"kind": "assessment", "title": title})));
    it.complete(&before);
    let note = note(&it.coach, &it.id, "private");
    let of_session = it.on(&session, "records", json!({"kind": "note", "note": {"note_id": note}})).expect(201);
    assert_eq!((&of_session["note"]["note_id"], &of_session["assessment"]), (&json!(note), &json!(null)));
    let of_assessment = it.on(&now, "records", json!({"kind": "assessment", "assessment": {"item_id": before}})).expect(201);
    assert_eq!((&of_assessment["assessment"]["item_id"], &of_assessment["note"]), (&json!(before), &json!(null)));
    assert_eq!(it.coach.ids(&format!("/items/{session}/records")), [of_session.id()]);
    assert_eq!(it.coach.get(&format!("/items/{now}/records")).expect(200).data(), std::slice::from_ref(&of_assessment.body));
    it.on(&session, "records", json!({"kind": "note", "note": {"note_id": note}})).problem(409, "record_exists");
    assert_eq!(it.events()[it.events().len() - 2..], ["item.record_added", "item.record_added"]);
}

#[test]
fn c27_a_record_is_removed_and_what_it_names_stays() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [session, other] = [it.session("Meet"), it.session("Again")];
    let note = note(&it.coach, &it.id, "shared");
    let record = it.on(&session, "records", json!({"kind": "note", "note": {"note_id": note}})).expect(201).id();
    it.coach.delete(&format!("/items/{other}/records/{record}")).problem(404, "not_found");
    it.coach.delete(&format!("/items/{session}/records/{record}")).expect(204);
    it.coach.delete(&format!("/items/{session}/records/{record}")).problem(404, "not_found");
    it.coach.get(&format!("/notes/{note}")).expect(200);
    assert_eq!(it.events().last().unwrap(), "item.record_removed");
    it.coachee.post(&format!("/items/{session}/records"), json!({"kind": "note", "note": {"note_id": note}})).problem(403, "forbidden");
    app.coach("Carl").get(&format!("/items/{session}/records")).problem(404, "not_found");
}

#[test]
fn c28_a_record_of_another_engagement_of_the_same_coachee_fits() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    let earlier = it.coach.post("/engagements", json!({"title": "Earlier", "coachee_ids": [it.coachee.id]})).expect(201).id();
    let note = note(&it.coach, &earlier, "private");
    it.on(&session, "records", json!({"kind": "note", "note": {"note_id": note}})).expect(201);
}

#[test]
fn c28_every_record_that_does_not_belong_is_refused() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (session, task) = (it.session("Meet"), it.task("Write"));
    let [assessment, done] = ["Open", "Done"].map(|title| it.item(json!({"kind": "assessment", "title": title})));
    it.complete(&done);
    // Somebody else's coachee, of the same coach; another coach's; a private note of the coachee's.
    let other = app.coachee("Esra");
    app.assign(&it.coach, &[&other]);
    let elsewhere = it.coach.post("/engagements", json!({"title": "Other", "coachee_ids": [other.id]})).expect(201).id();
    let foreign_note = note(&it.coach, &elsewhere, "shared");
    let path = format!("/engagements/{elsewhere}/items");
    let foreign_assessment = it.coach.post(&path, json!({"kind": "assessment", "title": "Hers"})).expect(201).id();
    it.complete(&foreign_assessment);
    it.act("share");
    let hidden_note = note(&it.coachee, &it.id, "private");
    let colleagues = Programme::active(&app);
    let colleagues_note = note(&colleagues.coach, &colleagues.id, "shared");
    let (own_note, nowhere) = (note(&it.coach, &it.id, "shared"), "note_01h455vb4pex5vsknk084sn02q".to_owned());

    let a_note = |id: &str| json!({"kind": "note", "note": {"note_id": id}});
    let an_assessment = |id: &str| json!({"kind": "assessment", "assessment": {"item_id": id}});
    let misfits = [
        (&session, a_note(&foreign_note), "/note"),
        (&session, a_note(&hidden_note), "/note"),
        (&session, a_note(&colleagues_note), "/note"),
        (&session, a_note(&nowhere), "/note"),
        (&task, a_note(&own_note), "/note"),
        (&assessment, a_note(&own_note), "/note"),
        (&session, an_assessment(&done), "/assessment"),
        (&done, an_assessment(&assessment), "/assessment"),
        (&done, an_assessment(&done), "/assessment"),
        (&assessment, an_assessment(&task), "/assessment"),
        (&assessment, an_assessment(&foreign_assessment), "/assessment"),
    ];
    for (item, body, pointer) in misfits {
        let refused = it.on(item, "records", body).problem(422, "record_mismatch");
        assert_eq!(refused.faults(), [(pointer.to_owned(), "record_mismatch".to_owned())]);
    }
    for item in [&session, &task, &assessment, &done] {
        assert!(it.coach.ids(&format!("/items/{item}/records")).is_empty());
    }
}

#[test]
fn c28_a_record_has_the_field_of_its_kind() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let session = it.session("Meet");
    let note = note(&it.coach, &it.id, "shared");
    let refused = it.on(&session, "records", json!({"kind": "note"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/note".into(), "required".into())]);
    let both = json!({"kind": "note", "note": {"note_id": note}, "assessment": {"item_id": session}});
    assert_eq!(it.on(&session, "records", both).problem(422, "kind_mismatch").faults()[0].0, "/assessment");
    assert!(it.coach.ids(&format!("/items/{session}/records")).is_empty());
}
