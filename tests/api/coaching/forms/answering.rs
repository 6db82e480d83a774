//! Answering.

use super::{published_assessment, published_form, response};
use crate::support::{Programme, TestApp, Value, json};

#[test]
fn c20_handing_in_an_assessment_completes_its_item() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.ask("assessment", &published_assessment(&it.coach));
    let mine = response(&it.coachee, &item);
    let answers = json!({"rested": 4, "tired": 2, "focus": "often"});
    let done = it.coachee.post(&format!("{mine}/submit"), json!({"answers": answers})).expect(200);
    assert_eq!((&done["state"], &done["answers"], &done["allowed_actions"]), (&json!("submitted"), &answers, &json!([])));
    let seen = it.seen(&item);
    assert_eq!((&seen["status"], &seen["color"], &seen["completed_by"]), (&json!("completed"), &json!("green"), &json!(it.coachee.id)));
    let events = it.events();
    assert_eq!(events[events.len() - 2..], ["form_response.submitted", "item.completed"]);
    assert_eq!(it.progress(), [1, 0, 0, 1]);
}

#[test]
fn c20_with_several_recipients_the_rule_says_when_the_item_is_completed() {
    let app = TestApp::start();
    for (rule, after_first) in [("all", "scheduled"), ("any", "completed")] {
        let it = Programme::active(&app);
        let (form, second) = (published_form(&it.coach), app.advocate("Ava"));
        let item = it.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": form}, "completion_rule": rule}));
        it.also_for(&item, &second.id);
        it.send(&item);
        let body = json!({"answers": {"hope": "Rest"}});
        it.coachee.post(&format!("{}/submit", response(&it.coachee, &item)), body.clone()).expect(200);
        assert_eq!(it.seen(&item)["status"], after_first);
        let other = second.post(&format!("{}/submit", response(&second, &item)), body);
        if rule == "all" {
            other.expect(200);
            assert_eq!(it.seen(&item)["completed_by"], second.id);
        } else {
            assert_eq!(other.problem(409, "invalid_transition")["allowed_actions"], json!([]));
        }
    }
}

#[test]
fn answers_are_saved_as_often_as_one_likes_and_handed_in_once() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.ask("form", &published_form(&it.coach));
    let mine = response(&it.coachee, &item);
    let saved = it.coachee.put(&mine, json!({"answers": {"leads": true, "hope": "a"}})).if_match(1).expect(200);
    assert_eq!((&saved["answers"], &saved["version"]), (&json!({"leads": true, "hope": "a"}), &json!(2)));
    assert_eq!(saved["started_at"], "2026-03-01T09:00:00.000000Z");
    it.coachee.put(&mine, json!({"answers": {"hope": "b"}})).if_match(1).problem(412, "version_mismatch");
    it.coachee.put(&mine, json!({"answers": {"leads": true, "size": 0, "hope": null}})).expect(200);
    // Everything that is missing or does not fit is told at once, and nothing is handed in.
    let refused = it.coachee.post(&format!("{mine}/submit"), ()).problem(422, "validation_failed");
    let codes = [("/answers/hope", "required"), ("/answers/size", "out_of_range")];
    assert_eq!(refused.faults(), codes.map(|(at, code)| (at.to_owned(), code.to_owned())));
    assert_eq!(it.coachee.get(&mine).expect(200)["state"], "open");
    it.coachee.put(&mine, json!({"answers": {"leads": true, "size": 7, "hope": " Rest "}})).expect(200);
    let done = it.coachee.post(&format!("{mine}/submit"), json!({})).expect(200);
    assert_eq!(done["answers"], json!({"leads": true, "size": 7, "hope": "Rest"}));
    for refused in [it.coachee.post(&format!("{mine}/submit"), ()), it.coachee.put(&mine, json!({"answers": {}}))] {
        assert_eq!(refused.problem(409, "already_submitted")["allowed_actions"], json!([]));
    }
    assert_eq!(it.events().iter().filter(|event| event.starts_with("form_response")).count(), 2);
}

#[test]
fn saved_answers_have_the_type_of_their_question_and_nothing_else_is_kept() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let mine = response(&it.coachee, &it.ask("form", &published_form(&it.coach)));
    let refused = it.coachee.put(&mine, json!({"answers": {"leads": "yes", "size": [], "hope": 3, "no~such/one": 1}}));
    let codes = [("/answers/hope", "type"), ("/answers/leads", "type"), ("/answers/no~0such~1one", "unknown_question")];
    assert_eq!(refused.problem(422, "validation_failed").faults(), codes.map(|(at, code)| (at.to_owned(), code.to_owned())));
    it.coachee.put(&mine, json!({"answers": []})).problem(422, "validation_failed");
    it.coachee.put(&mine, json!({})).problem(422, "validation_failed");
    assert_eq!(it.coachee.get(&mine).expect(200)["answers"], json!({}));
}

#[test]
fn answers_to_hidden_questions_are_left_out_when_they_are_handed_in() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let mine = response(&it.coachee, &it.ask("form", &published_form(&it.coach)));
    let body = json!({"answers": {"leads": false, "size": 40, "hope": "Rest"}});
    assert_eq!(it.coachee.put(&mine, body).expect(200)["answers"]["size"], 40);
    let done = it.coachee.post(&format!("{mine}/submit"), ()).expect(200);
    assert_eq!(done["answers"], json!({"leads": false, "hope": "Rest"}));
}

#[test]
fn a_recipient_completes_what_has_questions_by_answering_and_its_coach_by_hand() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let form = published_form(&it.coach);
    let [item, other] = [it.ask("form", &form), it.ask("form", &form)];
    let mine = response(&it.coachee, &item);
    assert_eq!(it.coachee.get(&format!("/items/{item}")).expect(200)["allowed_actions"], json!(["answer"]));
    let refused = it.coachee.post(&format!("/items/{item}/complete"), ()).problem(409, "response_required");
    assert_eq!(format!("/form-responses/{}", refused.str("form_response_id")), mine);
    it.complete(&item);
    // Nobody waits for the answers any more.
    it.coachee.put(&mine, json!({"answers": {"hope": "Rest"}})).problem(409, "invalid_transition");
    assert_eq!(it.coachee.get(&mine).expect(200)["allowed_actions"], json!([]));
    let theirs = response(&it.coachee, &other);
    it.act("unshare");
    it.coach.post(&it.path("/cancel"), json!({"reason": "Moved."})).expect(200);
    it.coachee.post(&format!("{theirs}/submit"), json!({"answers": {"hope": "Rest"}})).problem(409, "invalid_transition");
}

#[test]
fn an_item_that_is_opened_again_is_answered_again() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.ask("assessment", &published_assessment(&it.coach));
    let mine = response(&it.coachee, &item);
    let submit = |answers: Value| it.coachee.post(&format!("{mine}/submit"), json!({"answers": answers}));
    submit(json!({"rested": 1, "tired": 5})).expect(200);
    it.on(&item, "reopen", ()).expect(200);
    let open = it.coachee.get(&mine).expect(200);
    assert_eq!(
        (&open["state"], &open["submitted_at"], &open["answers"]),
        (&json!("open"), &json!(null), &json!({"rested": 1, "tired": 5}))
    );
    assert_eq!(it.coach.get(&mine).expect(200)["score"], json!(null));
    submit(json!({"rested": 5, "tired": 1})).expect(200);
    assert_eq!(it.coach.get(&mine).expect(200)["score"]["total"]["percent"], 100.0);
    assert_eq!(it.seen(&item)["status"], "completed");
}

#[test]
fn whoever_is_added_or_taken_off_later_is_asked_or_is_not() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.ask("form", &published_form(&it.coach));
    let [late, gone] = ["Lea", "Gus"].map(|name| app.coachee(name));
    for person in [&late, &gone] {
        it.also_for(&item, &person.id);
    }
    let theirs = response(&gone, &item);
    gone.put(&theirs, json!({"answers": {"hope": "Rest"}})).expect(200);
    let recipients = it.coach.get(&format!("/items/{item}/recipients")).expect(200);
    let of = |id: &str| recipients.data().iter().find(|one| one["user_id"] == id).unwrap()["id"].as_str().unwrap().to_owned();
    it.coach.delete(&format!("/items/{item}/recipients/{}", of(&gone.id))).expect(204);
    gone.get(&theirs).problem(404, "not_found");
    it.coachee.post(&format!("{}/submit", response(&it.coachee, &item)), json!({"answers": {"hope": "Rest"}})).expect(200);
    // What was handed in stays when its author is taken off.
    it.coach.delete(&format!("/items/{item}/recipients/{}", of(&it.coachee.id))).expect(204);
    assert_eq!(it.coach.ids(&format!("/form-responses?item_id={item}&state=submitted")).len(), 1);
    late.post(&format!("{}/submit", response(&late, &item)), json!({"answers": {"hope": "Rest"}})).expect(200);
    assert_eq!(it.seen(&item)["status"], "completed");
}

#[test]
fn a_dry_run_tells_what_is_wrong_and_hands_nothing_in() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.ask("form", &published_form(&it.coach));
    let mine = response(&it.coachee, &item);
    it.coachee.post(&format!("{mine}/submit?dry_run=true"), json!({"answers": {}})).problem(422, "validation_failed");
    let tried = it.coachee.post(&format!("{mine}/submit?dry_run=true"), json!({"answers": {"hope": "Rest"}})).expect(200);
    assert!(tried["effects"].as_array().unwrap().iter().any(|effect| effect["type"] == "item.completed"));
    assert_eq!((&it.coachee.get(&mine).expect(200)["state"], &it.seen(&item)["status"]), (&json!("open"), &json!("scheduled")));
}
