//! Items that ask the questions of a form.

use super::{published_assessment, published_form, questions, response};
use crate::support::coaching::{SOON, TOMORROW};
use crate::support::{Programme, TestApp, json};

#[test]
fn c73_an_item_is_pinned_to_the_newest_published_version_when_it_is_sent() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let form = published_form(&it.coach);
    let item = it.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": form, "instructions": "Be frank."}}));
    assert_eq!(it.seen(&item)["form"], json!({"form_id": form, "form_version": null, "instructions": "Be frank."}));
    assert!(it.coach.ids("/form-responses").is_empty());
    it.coach.patch(&format!("/forms/{form}"), json!({"title": "Second"})).expect(200);
    it.coach.post(&format!("/forms/{form}/publish"), ()).expect(200);
    it.coach.patch(&format!("/forms/{form}"), json!({"title": "Not published"})).expect(200);
    assert_eq!(it.send(&item)["form"]["form_version"], 2);
    it.coach.post(&format!("/forms/{form}/publish"), ()).expect(200);
    let asked = it.coachee.get(&response(&it.coachee, &item)).expect(200);
    assert_eq!((&asked["form_version"], &asked["title"], &asked["form"]["title"]), (&json!(2), &json!("Second"), &json!("Second")));
    assert_eq!((&asked["state"], &asked["answers"], &asked["started_at"]), (&json!("open"), &json!({}), &json!(null)));
}

#[test]
fn c73_what_goes_out_by_a_date_or_after_a_prior_item_asks_too() {
    let app = TestApp::for_weeks();
    let it = Programme::active(&app);
    let form = published_form(&it.coach);
    let dated = it.item(json!({"kind": "form", "title": "On a date", "form": {"form_id": form}}));
    let task = it.task("Write");
    let later = it.item(json!({"kind": "form", "title": "After it", "form": {"form_id": form}, "after_item_id": task}));
    it.schedule(&dated, SOON);
    // A form that is deleted meanwhile is asked all the same, for there is a date.
    it.complete(&task);
    response(&it.coachee, &later);
    it.coach.delete(&format!("/forms/{form}")).expect(204);
    app.advance("PT30M");
    app.run_workers_until_idle();
    assert_eq!(it.seen(&dated)["form"]["form_version"], 1);
    assert_eq!(it.coachee.get(&response(&it.coachee, &dated)).expect(200)["form"]["questions"].as_array().unwrap().len(), 3);
}

#[test]
fn what_was_never_published_is_not_sent_scheduled_or_released() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let form = it.coach.post("/forms", json!({"kind": "form", "title": "Draft", "questions": questions()})).expect(201).id();
    let task = it.task("Write");
    let item = it.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": form}, "after_item_id": task}));
    it.on(&item, "send", ()).problem(409, "form_not_published");
    it.on(&item, "schedule", json!({"scheduled_at": TOMORROW})).problem(409, "form_not_published");
    it.complete(&task);
    assert_eq!(it.seen(&item)["status"], "unscheduled");
    // One with a date does not get a form that nobody could answer.
    let other = it.item(json!({"kind": "form", "title": "Elsewhere"}));
    it.schedule(&other, TOMORROW);
    it.coach.patch(&format!("/items/{other}"), json!({"form": {"form_id": form}})).problem(409, "form_not_published");
    it.coach.post(&format!("/forms/{form}/publish"), ()).expect(200);
    it.coach.patch(&format!("/items/{other}"), json!({"form": {"form_id": form}})).expect(200);
    it.send(&item);
    it.coach.patch(&format!("/items/{item}"), json!({"form": {"form_id": null}})).problem(409, "already_sent");
    it.coach.patch(&format!("/items/{item}"), json!({"form": {"instructions": "Still time."}})).expect(200);
}

#[test]
fn an_item_has_a_form_of_its_kind_that_its_coach_can_use() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (form, assessment) = (published_form(&it.coach), published_assessment(&it.coach));
    let colleagues = published_form(&app.coach("Carl"));
    let foreign = published_form(&app.other_org().admin());
    let nowhere = "form_01h455vb4pex5vsknk084sn02q".to_owned();
    let misfit = [("/form/form_id".to_owned(), "invalid_choice".to_owned())];
    for id in [&assessment, &colleagues, &foreign, &nowhere] {
        let refused = it.add(json!({"kind": "form", "title": "Answer", "form": {"form_id": id}})).problem(422, "validation_failed");
        assert_eq!(refused.faults(), misfit);
    }
    let item = it.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": form}}));
    let refused = it.coach.patch(&format!("/items/{item}"), json!({"form": {"form_id": assessment}})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), misfit);
    let refused =
        it.add(json!({"kind": "assessment", "title": "Answer", "assessment": {"form_id": form}})).problem(422, "validation_failed");
    assert_eq!(refused.faults()[0].0, "/assessment/form_id");
    assert_eq!(it.coach.patch(&format!("/items/{item}"), json!({"form": {"form_id": null}})).expect(200)["form"]["form_id"], json!(null));
}

#[test]
fn templates_and_copies_carry_the_form_along() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let (form, assessment) = (published_form(&coach), published_assessment(&coach));
    let colleagues = published_form(&app.coach("Carl"));
    let items = |id: &str| json!([{"kind": "task", "title": "Think"}, {"kind": "form", "title": "Answer", "form": {"form_id": id}}]);
    let refused = coach.post("/program-templates", json!({"title": "T", "items": items(&colleagues)})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/items/1/form/form_id".to_owned(), "invalid_choice".to_owned())]);
    let template = coach.post("/program-templates", json!({"title": "T", "items": items(&form)})).expect(201);
    let path = format!("/program-templates/{}/items", template.id());
    coach.post(&path, json!({"kind": "form", "title": "More", "form": {"form_id": assessment}})).problem(422, "validation_failed");
    let more = coach.post(&path, json!({"kind": "assessment", "title": "More", "assessment": {"form_id": assessment}})).expect(201);
    let last = more["items"][2]["id"].as_str().unwrap().to_owned();
    coach.patch(&format!("{path}/{last}"), json!({"assessment": {"form_id": form}})).problem(422, "validation_failed");
    coach.patch(&format!("{path}/{last}"), json!({"title": "Once more"})).expect(200);
    let body = json!({"template_id": template.id(), "coachee_ids": [coachee.id]});
    let engagement = coach.post("/engagements", body).expect(201);
    assert_eq!(
        (&engagement["items"][1]["form"]["form_id"], &engagement["items"][2]["assessment"]["form_id"]),
        (&json!(form), &json!(assessment))
    );
    coach.post(&format!("/engagements/{}/activate", engagement.id()), ()).expect(200);
    let item = engagement["items"][1]["id"].as_str().unwrap().to_owned();
    coach.post(&format!("/items/{item}/send"), ()).expect(200);
    let copy = coach.post(&format!("/items/{item}/duplicate"), ()).expect(201);
    assert_eq!((&copy["form"]["form_id"], &copy["form"]["form_version"]), (&json!(form), &json!(null)));
    assert!(coach.ids(&format!("/form-responses?item_id={}", copy.id())).is_empty());
}

#[test]
fn an_item_whose_questions_are_asked_elsewhere_is_completed_by_hand() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let item = it.item(json!({"kind": "assessment", "title": "On paper"}));
    it.send(&item);
    assert!(it.coachee.ids("/form-responses").is_empty());
    assert_eq!(it.coachee.get(&format!("/items/{item}")).expect(200)["allowed_actions"], json!(["complete"]));
    it.coachee.post(&format!("/items/{item}/complete"), ()).expect(200);
}
