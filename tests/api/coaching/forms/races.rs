//! Answers that meet.

use super::{published_assessment, published_form, response};
use crate::support::{Programme, at_once, json, racing};

#[test]
fn answers_that_are_handed_in_twenty_times_at_once_are_handed_in_once() {
    let app = racing();
    let it = Programme::active(&app);
    let item = it.ask("assessment", &published_assessment(&it.coach));
    let mine = response(&it.coachee, &item);
    let answers = at_once(20, |number| {
        it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"rested": number % 5 + 1, "tired": 1}})).send().status
    });
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 19);
    let events = it.events();
    for name in ["form_response.submitted", "item.completed"] {
        assert_eq!(events.iter().filter(|event| *event == name).count(), 1);
    }
}

#[test]
fn a_form_that_is_published_twenty_times_at_once_has_one_version() {
    let app = racing();
    let coach = app.coach("Cora");
    let id = published_form(&coach);
    coach.patch(&format!("/forms/{id}"), json!({"title": "Second"})).expect(200);
    let answers = at_once(20, |_| coach.post(&format!("/forms/{id}/publish"), ()).send().status);
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(coach.get(&format!("/forms/{id}/versions")).expect(200).data().len(), 2);
}
