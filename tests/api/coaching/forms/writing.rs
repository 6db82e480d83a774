//! Writing and publishing forms.

use super::{published_form, questions};
use crate::support::{TestApp, Value, json};

#[test]
fn a_form_begins_as_a_draft_and_is_published_when_it_is_ready() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let made = coach.post("/forms", json!({"kind": "form", "title": "  Before we begin ", "questions": questions()})).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/forms/{}", made.id()));
    assert_eq!((&made["title"], &made["visibility"], &made["owner_id"]), (&json!("Before we begin"), &json!("private"), &json!(coach.id)));
    assert_eq!((&made["published_version"], &made["has_unpublished_changes"]), (&json!(null), &json!(true)));
    assert_eq!(made["allowed_actions"], json!(["update", "publish", "duplicate", "delete"]));
    assert_eq!((&made["questions"][1]["number"]["max"], &made["questions"][1]["scale"]), (&json!(500.0), &json!(null)));
    let path = format!("/forms/{}", made.id());
    let published = coach.post(&format!("{path}/publish"), ()).expect(200);
    assert_eq!((&published["published_version"], &published["has_unpublished_changes"]), (&json!(1), &json!(false)));
    let again = coach.post(&format!("{path}/publish"), ()).problem(409, "invalid_transition");
    assert_eq!(again["allowed_actions"], json!(["update", "duplicate", "delete"]));
}

#[test]
fn what_was_published_never_changes() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let id = published_form(&coach);
    let path = format!("/forms/{id}");
    let first = coach.get(&format!("{path}?version=1")).expect(200);
    app.advance("PT1H");
    let other = json!([{"id": "only", "kind": "nps", "label": "Would you come again?"}]);
    let changed = coach.patch(&path, json!({"title": "Afterwards", "questions": other})).if_match(2).expect(200);
    assert_eq!((&changed["question_count"], &changed["published_version"]), (&json!(1), &json!(1)));
    assert_eq!(coach.get(&format!("{path}?version=1")).expect(200)["questions"], first["questions"]);
    coach.post(&format!("{path}/publish"), ()).expect(200);
    assert_eq!(coach.get(&format!("{path}?version=1")).expect(200)["questions"], first["questions"]);
    assert_eq!(coach.get(&format!("{path}?version=2")).expect(200)["title"], "Afterwards");
    coach.get(&format!("{path}?version=3")).problem(404, "not_found");
    let versions = coach.get(&format!("{path}/versions?limit=1")).expect(200);
    assert_eq!((&versions.data()[0]["version"], &versions.data()[0]["title"]), (&json!(2), &json!("Afterwards")));
    let next = coach.get(&format!("{path}/versions?limit=1&cursor={}", versions.str("next_cursor"))).expect(200);
    assert_eq!((&next.data()[0]["version"], &next.data()[0]["published_by"]), (&json!(1), &json!(coach.id)));
    assert_eq!(next["has_more"], false);
}

#[test]
fn a_form_without_questions_is_not_published() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let empty = coach.post("/forms", json!({"kind": "form", "title": "Empty"})).expect(201).id();
    coach.post(&format!("/forms/{empty}/publish"), ()).problem(422, "form_needs_question");
    assert!(coach.get(&format!("/forms/{empty}/versions")).expect(200).data().is_empty());
}

#[test]
fn coaches_see_shared_forms_and_change_their_own() {
    let app = TestApp::start();
    let (admin, coach, other) = (app.admin(), app.coach("Cora"), app.coach("Carl"));
    let shared = admin.post("/forms", json!({"kind": "form", "title": "For all"})).expect(201);
    assert_eq!(shared["visibility"], "shared");
    let own = coach.post("/forms", json!({"kind": "assessment", "title": "Mine"})).expect(201).id();
    let shared = shared.id();
    assert_eq!((coach.ids("/forms?sort=created_at"), other.ids("/forms")), (vec![shared.clone(), own.clone()], vec![shared.clone()]));
    assert_eq!(
        (coach.ids("/forms?kind=assessment"), coach.ids("/forms?q=ALL"), coach.ids("/forms?published=true").len()),
        (vec![own.clone()], vec![shared.clone()], 0)
    );
    assert_eq!(other.get(&format!("/forms/{shared}")).expect(200)["allowed_actions"], json!(["duplicate"]));
    for verb in ["publish", "duplicate"] {
        other.post(&format!("/forms/{own}/{verb}"), ()).problem(404, "not_found");
    }
    for (form, status, code) in [(&shared, 403, "forbidden"), (&own, 404, "not_found")] {
        other.patch(&format!("/forms/{form}"), json!({"title": "Taken"})).problem(status, code);
        other.delete(&format!("/forms/{form}")).problem(status, code);
    }
    let copy = other.post(&format!("/forms/{shared}/duplicate"), ()).expect(201);
    assert_eq!((&copy["title"], &copy["owner_id"], &copy["visibility"]), (&json!("Copy of For all"), &json!(other.id), &json!("private")));
    admin.patch(&format!("/forms/{own}"), json!({"visibility": "shared"})).expect(200);
    assert_eq!(other.get(&format!("/forms/{own}")).expect(200)["has_unpublished_changes"], true);
    app.coachee("Emil").get("/forms").problem(403, "forbidden");
    app.other_org().admin().get(&format!("/forms/{shared}")).problem(404, "not_found");
}

#[test]
fn a_deleted_form_is_gone_from_lists() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let id = published_form(&coach);
    coach.delete(&format!("/forms/{id}")).if_match(1).problem(412, "version_mismatch");
    coach.delete(&format!("/forms/{id}")).if_match(2).expect(204);
    coach.get(&format!("/forms/{id}")).problem(404, "not_found");
    assert!(coach.ids("/forms").is_empty());
}

#[test]
fn everything_that_makes_no_sense_in_questions_is_told_at_once() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let choices = json!([{"value": "a", "label": "A"}, {"value": "a", "label": "Again"}, {"value": "other", "label": "Else"}]);
    let body = json!({
        "kind": "form", "title": "Nonsense",
        "sections": [{"id": "one", "title": "One"}, {"id": "two", "title": "Two"}, {"id": "one", "title": "Again"}],
        "questions": [
            {"id": "first", "kind": "short_text", "label": "?", "short_text": {"min_length": 9, "max_length": 3, "pattern": "(a"}, "section_id": "two"},
            {"id": "first", "kind": "single_choice", "label": "?", "single_choice": {"choices": choices, "other": true}, "section_id": "one"},
            {"id": "third", "kind": "scale", "label": "?", "scale": {"min": 5, "max": 1}, "section_id": "three", "score": {}},
            {"id": "fourth", "kind": "nps", "label": "?", "section_id": "two", "show_if": {"all": [
                {"question_id": "fifth", "op": "eq", "value": 1},
                {"question_id": "third", "op": "includes", "value": 1},
                {"question_id": "third", "op": "gt", "value": "much"},
                {"question_id": "third", "op": "answered", "value": true},
                {"question_id": "third", "op": "lt"}
            ]}},
            {"id": "fifth", "kind": "multi_choice", "label": "?", "section_id": "two", "show_if": {},
             "multi_choice": {"choices": [{"value": "a", "label": "A"}], "min": 3, "max": 2}}
        ],
        "bands": [{"min_percent": 50, "label": "High"}, {"min_percent": 10, "label": "Low"}]
    });
    let found = coach.post("/forms", body.clone()).problem(422, "validation_failed").faults();
    let expected = [
        ("/questions/0/short_text/min_length", "out_of_range"),
        ("/questions/0/short_text/pattern", "pattern"),
        ("/questions/1/id", "not_unique"),
        ("/questions/1/section_id", "section_order"),
        ("/questions/1/single_choice/choices/1/value", "not_unique"),
        ("/questions/1/single_choice/choices/2/value", "reserved"),
        ("/questions/2/scale/max", "out_of_range"),
        ("/questions/2/section_id", "unknown_section"),
        ("/questions/3/show_if/all/0/question_id", "unknown_question"),
        ("/questions/3/show_if/all/1/op", "invalid_choice"),
        ("/questions/3/show_if/all/2/value", "invalid_choice"),
        ("/questions/3/show_if/all/3/value", "not_allowed"),
        ("/questions/3/show_if/all/4/value", "required"),
        ("/questions/4/multi_choice/max", "out_of_range"),
        ("/questions/4/multi_choice/min", "out_of_range"),
        ("/questions/4/show_if", "required"),
        ("/sections/2/id", "not_unique"),
    ];
    assert_eq!(found, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    // The same as a change of what is there.
    let id = published_form(&coach);
    let change = json!({"sections": body["sections"], "questions": body["questions"]});
    assert_eq!(coach.patch(&format!("/forms/{id}"), change).problem(422, "validation_failed").faults(), found);
    let scored = json!([{"id": "s", "kind": "scale", "label": "?", "score": {}}]);
    let refused = coach.patch(&format!("/forms/{id}"), json!({"questions": scored, "bands": body["bands"], "show_score": true}));
    let places: Vec<_> = refused.problem(422, "validation_failed").faults().into_iter().map(|(at, _)| at).collect();
    assert_eq!(places, ["/bands", "/bands/1/min_percent", "/questions/0/score", "/show_score"]);
    assert_eq!(coach.get(&format!("/forms/{id}")).expect(200)["version"], 2);
}

#[test]
fn a_question_has_the_field_of_its_kind() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let faults =
        |question: Value| coach.post("/forms", json!({"kind": "form", "title": "F", "questions": [question]})).expect(422).faults();
    let stray = faults(json!({"id": "a", "kind": "nps", "label": "?", "rating": {}}));
    assert_eq!(stray, [("/questions/0/rating".to_owned(), "kind_mismatch".to_owned())]);
    let missing = faults(json!({"id": "a", "kind": "ranking", "label": "?"}));
    assert_eq!(missing, [("/questions/0/ranking".to_owned(), "required".to_owned())]);
    let shape = faults(json!({"id": "A B", "kind": "rating", "label": "", "rating": {"max": 11, "stars": 3}}));
    let expected = [
        ("/questions/0/id", "format"),
        ("/questions/0/label", "too_short"),
        ("/questions/0/rating/max", "out_of_range"),
        ("/questions/0/rating/stars", "unknown_field"),
    ];
    assert_eq!(shape, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
}

#[test]
fn what_happens_to_a_form_is_in_the_log() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let id = published_form(&coach);
    coach.patch(&format!("/forms/{id}"), json!({"title": "Changed"})).expect(200);
    coach.patch(&format!("/forms/{id}"), json!({"title": "Changed"})).expect(200);
    coach.delete(&format!("/forms/{id}")).expect(204);
    app.work();
    let events = app.admin().get("/events?limit=100").expect(200);
    let names: Vec<_> =
        events.data().iter().filter(|event| event["data"]["form_id"] == id.as_str()).map(|event| event["type"].clone()).collect();
    assert_eq!(names, ["form.created", "form.published", "form.updated", "form.deleted"]);
    assert!(!events.text().contains("hope for"), "the questions are not told");
}
