//! What was handed in, as a record of another item.

use super::{published_assessment, published_form, response};
use crate::support::{Person, Programme, TestApp, json};

/// An assessment that was answered; the id of the response.
fn answered(it: &Programme, by: &Person, kind: &str, form: &str) -> String {
    let item = it.ask(kind, form);
    let path = response(by, &item);
    let answers = if kind == "form" { json!({"hope": "Rest"}) } else { json!({"rested": 1, "tired": 1}) };
    by.post(&format!("{path}/submit"), json!({"answers": answers})).expect(200).id()
}

#[test]
fn c27_an_assessment_that_was_handed_in_is_associated_with_an_item() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let id = answered(&it, &it.coachee, "assessment", &published_assessment(&it.coach));
    let now = it.item(json!({"kind": "assessment", "title": "Now"}));
    let body = json!({"kind": "assessment", "assessment": {"form_response_id": id}});
    let record = it.on(&now, "records", body.clone()).expect(201);
    assert_eq!(record["assessment"], json!({"item_id": null, "form_response_id": id}));
    it.on(&now, "records", body).problem(409, "record_exists");
    assert_eq!(it.coach.ids(&format!("/items/{now}/records")), [record.id()]);
}

#[test]
fn c28_what_was_not_handed_in_or_is_another_coachees_does_not_belong() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (form, assessment) = (published_form(&it.coach), published_assessment(&it.coach));
    let now = it.item(json!({"kind": "assessment", "title": "Now"}));
    let (task, session) = (it.task("Write"), it.session("Meet"));
    let own = answered(&it, &it.coachee, "assessment", &assessment);
    let of_form = answered(&it, &it.coachee, "form", &form);
    let open_item = it.ask("assessment", &assessment);
    let open = response(&it.coachee, &open_item).rsplit('/').next().unwrap().to_owned();
    // An engagement that the coachee shares with somebody else, and one that they are not in.
    let other = app.coachee("Esra");
    app.assign(&it.coach, &[&other]);
    let both = it.coach.post("/engagements", json!({"title": "Both", "coachee_ids": [it.coachee.id, other.id]})).expect(201).id();
    it.coach.post(&format!("/engagements/{both}/activate"), ()).expect(200);
    let item = it
        .coach
        .post(&format!("/engagements/{both}/items"), json!({"kind": "assessment", "title": "A", "assessment": {"form_id": assessment}}))
        .expect(201)
        .id();
    it.send(&item);
    let submit = |by: &Person| {
        let path = response(by, &item);
        by.post(&format!("{path}/submit"), json!({"answers": {"rested": 1, "tired": 1}})).expect(200).id()
    };
    let (hers, his) = (submit(&other), submit(&it.coachee));
    let colleagues = Programme::active(&app);
    let foreign = answered(&colleagues, &colleagues.coachee, "assessment", &published_assessment(&colleagues.coach));
    let nowhere = "resp_01h455vb4pex5vsknk084sn02q".to_owned();
    let record = |id: &str| json!({"kind": "assessment", "assessment": {"form_response_id": id}});
    for (item, id) in [(&now, &of_form), (&now, &open), (&now, &hers), (&now, &foreign), (&now, &nowhere), (&task, &own), (&session, &own)]
    {
        let refused = it.on(item, "records", record(id)).problem(422, "record_mismatch");
        assert_eq!(refused.faults(), [("/assessment".to_owned(), "record_mismatch".to_owned())]);
    }
    let both_ways = json!({"kind": "assessment", "assessment": {"form_response_id": own, "item_id": open_item}});
    assert_eq!(it.on(&now, "records", both_ways).problem(422, "validation_failed").faults()[0].1, "one_of");
    it.on(&now, "records", json!({"kind": "assessment", "assessment": {}})).problem(422, "validation_failed");
    // His own of the engagement that they share is his.
    it.on(&now, "records", record(&his)).expect(201);
}
