//! What the types of missions ask of a submission beyond its own content.

use super::{Running, own, review};
use crate::support::{TestApp, Value, json};

fn post(url: &str) -> Value {
    json!({"social_post": {"network": "linkedin", "post_url": url}})
}

#[test]
fn a_post_is_handed_in_once_for_a_mission_whoever_does() {
    let app = TestApp::start();
    let kind = json!({"type": "social_post", "social_post": {"networks": ["linkedin"], "proof": "url"}});
    let (it, other) = (Running::start(&app, kind.clone()), Running::start(&app, kind));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let url = "https://www.linkedin.com/posts/ana-1";
    let id = it.hand(&ava, post(url)).expect(201).id();
    for again in [url, "https://de.linkedin.com/posts/ana-1/?utm_source=share"] {
        for by in [&ava, &olga] {
            it.hand(by, post(again)).problem(409, "already_handed_in");
        }
    }
    other.hand(&olga, post(url)).expect(201);
    it.hand(&olga, post("https://www.linkedin.com/posts/olga-1")).expect(201);
    // What was rejected shows nothing any more.
    review(&it.staff, &id, "reject").expect(200);
    let second = it.hand(&ava, post(url)).expect(201).id();
    review(&it.staff, &second, "request-changes").expect(200);
    own(&ava, &second, "resubmit").expect(200);
    assert_eq!(it.counted(), [3, 3, 0, 2]);
}

#[test]
fn a_post_that_is_handed_in_twenty_times_at_once_is_taken_once() {
    let app = crate::support::racing();
    let it = Running::start(&app, json!({"type": "social_post", "social_post": {"networks": ["linkedin"], "proof": "url"}}));
    let people: Vec<_> = (0..20).map(|number| app.advocate(&format!("Advocate {number}"))).collect();
    let answers = crate::support::at_once(20, |number| it.hand(&people[number], post("https://linkedin.com/posts/1")).send());
    assert_eq!((super::count(&answers, 201), super::count(&answers, 409)), (1, 19));
    assert!(answers.iter().all(|answer| answer.status == 201 || super::code(answer) == "already_handed_in"));
    assert_eq!(it.counted(), [1, 1, 0, 1]);
}

#[test]
fn an_update_counts_once_it_was_confirmed_and_needs_no_review() {
    let app = TestApp::start();
    let it = Running::start(
        &app,
        json!({"type": "send_update", "participation_limit": {"kind": "once"},
        "send_update": {"body": "<p>We moved.</p>", "requires_ack": true}}),
    );
    let ava = app.advocate("Ava");
    let refused = it.hand(&ava, json!({"send_update": {"acknowledged": false}})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/send_update/acknowledged".to_owned(), "consent_required".to_owned())]);
    assert_eq!(it.hand(&ava, json!({"send_update": {"acknowledged": true}})).expect(201)["state"], "approved");
    it.hand(&ava, json!({"send_update": {"acknowledged": true}})).problem(409, "participation_limit_reached");
}

#[test]
fn an_update_that_wants_no_acknowledgement_counts_once_somebody_looked_at_it() {
    let app = TestApp::start();
    let it = Running::start(
        &app,
        json!({"type": "send_update", "participation_limit": {"kind": "once"}, "send_update": {"body": "<p>We moved.</p>"}}),
    );
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let view = format!("/me/missions/{}/view", it.id);
    it.now("pause");
    olga.post(&view, ()).expect(204);
    it.now("resume");
    for _ in 0..2 {
        ava.post(&view, ()).expect(204);
    }
    let mine = ava.get("/me/submissions").expect(200);
    assert_eq!((mine.data().len(), &mine.data()[0]["state"]), (1, &json!("approved")));
    assert_eq!(it.counted(), [1, 1, 1, 1]);
    // Who has seen it by then hands it in like anything else.
    it.hand(&olga, json!({"send_update": {}})).expect(201);
    assert_eq!(it.counted(), [2, 2, 2, 2]);
}

#[test]
fn answers_are_checked_by_their_question_and_answers_to_hidden_ones_refused() {
    let app = TestApp::start();
    let it = Running::start(
        &app,
        json!({"type": "complete_survey", "complete_survey": {"questions": [
            {"id": "nps", "kind": "nps", "label": "How likely?", "required": true},
            {"id": "code", "kind": "short_text", "label": "Your code", "short_text": {"pattern": "[A-Z]{2}[0-9]+"}},
            {"id": "why", "kind": "long_text", "label": "Why not?",
             "show_if": {"all": [{"question_id": "nps", "op": "lte", "value": 6}]}}
        ]}}),
    );
    let ava = app.advocate("Ava");
    let survey = |answers: Value| json!({"complete_survey": {"answers": answers}});
    for (answers, pointer) in [
        (json!({}), "nps"),
        (json!({"nps": 11}), "nps"),
        (json!({"nps": 9, "code": "ab1"}), "code"),
        (json!({"nps": 9, "why": "No time"}), "why"),
        (json!({"nps": 9, "more": 1}), "more"),
    ] {
        let refused = it.hand(&ava, survey(answers)).problem(422, "validation_failed");
        assert_eq!(refused.faults()[0].0, format!("/complete_survey/answers/{pointer}"));
    }
    let made = it.hand(&ava, survey(json!({"nps": 9, "code": "AB12"}))).expect(201);
    assert_eq!(made["complete_survey"]["answers"], json!({"nps": 9, "code": "AB12"}));
}
