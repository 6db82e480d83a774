//! Copies of engagements, and templates made from them.

use crate::support::{Answer, Programme, TestApp, Value, json};

/// A programme with an item of each kind, some of them waiting.
fn rich(app: &TestApp) -> Programme {
    let it = Programme::active(app);
    let session = it.session("Meet");
    let link = it.item(json!({"kind": "link", "title": "Read", "link": {"url": "https://reading.example/a"}, "completion_rule": "any"}));
    it.item(
        json!({"kind": "file", "title": "Book", "file": {"name": "a.pdf", "url": "https://files.example/a.pdf"}, "after_item_id": session}),
    );
    it.item(json!({"kind": "assessment", "title": "Where I stand", "assessment": {"instructions": "Be honest."}, "position": 1}));
    it.form_after(&link, Some("P2D"));
    it.complete(&link);
    it
}

/// What makes up an item, without what only this one is; what it waits for by its place.
fn essence(answer: &Answer) -> Vec<Value> {
    let items = answer["items"].as_array().unwrap();
    let place = |id: &Value| items.iter().position(|item| item["id"] == *id);
    let strip = |item: &Value| {
        let keys =
            ["position", "kind", "title", "description", "assessment", "form", "file", "link", "task", "completion_rule", "after_delay"];
        let mut kept: Value = keys.iter().map(|key| ((*key).to_owned(), item[*key].clone())).collect::<serde_json::Map<_, _>>().into();
        kept["after"] = json!(place(&item["after_item_id"]));
        // A template's file has no link that could end.
        if let Some(file) = kept["file"].as_object_mut() {
            file.remove("url_expires_at");
        }
        kept["location"] = item["session"]["location"].clone();
        // A template has nothing that was sent.
        for kind in ["assessment", "form"] {
            kept[kind].as_object_mut().and_then(|details| details.remove("form_version"));
        }
        kept
    };
    items.iter().map(strip).collect()
}

#[test]
fn a_copy_of_an_engagement_is_a_draft_with_the_same_items() {
    let app = TestApp::start();
    let it = rich(&app);
    it.act("share");
    let before = it.show();
    let copy = it.coach.post(&it.path("/duplicate"), ()).expect(201);
    assert_eq!(
        (&copy["title"], &copy["status"], &copy["shared"]),
        (&json!("Copy of Leading a first team"), &json!("draft"), &json!(false))
    );
    assert_eq!((&copy["coachees"], &copy["coach"]), (&before["coachees"], &before["coach"]));
    assert_eq!(essence(&copy), essence(&before));
    assert_eq!(it.show().body, before.body);
}

#[test]
fn a_copy_can_be_for_others_whom_the_coach_serves() {
    let app = TestApp::start();
    let it = rich(&app);
    let (esra, uwe) = (app.coachee("Esra"), app.coachee("Uwe"));
    app.assign(&it.coach, &[&esra]);
    let copy = it.coach.post(&it.path("/duplicate"), json!({"title": "For Esra", "coachee_ids": [esra.id]})).expect(201);
    assert_eq!((&copy["title"], &copy["coachees"][0]["name"]), (&json!("For Esra"), &json!("Esra")));
    let first = copy["items"][0]["id"].as_str().unwrap();
    assert_eq!(it.coach.get(&format!("/items/{first}/recipients")).expect(200).data()[0]["name"], "Esra");
    it.coach.post(&it.path("/duplicate"), json!({"coachee_ids": [uwe.id]})).problem(404, "not_found");
    assert_eq!(
        it.coach.post(&it.path("/duplicate"), json!({"coachee_ids": []})).problem(422, "validation_failed").faults()[0].0,
        "/coachee_ids"
    );
    it.coachee.post(&it.path("/duplicate"), ()).problem(403, "forbidden");
    app.coach("Carl").post(&it.path("/duplicate"), ()).problem(404, "not_found");
    assert_eq!(it.coach.ids("/engagements").len(), 2);
}

#[test]
fn an_engagement_goes_round_through_a_template() {
    let app = TestApp::start();
    let it = rich(&app);
    let template = it.coach.post(&it.path("/save-as-template"), json!({"title": "What worked"})).expect(201);
    assert_eq!(template.header("location"), format!("/api/v1/program-templates/{}", template.id()));
    assert_eq!(
        (&template["title"], &template["owner_id"], &template["visibility"]),
        (&json!("What worked"), &json!(it.coach.id), &json!("private"))
    );
    assert_eq!(essence(&template), essence(&it.show()));
    assert!(!template.text().contains(&it.coachee.id));
    let again = it.coach.post("/engagements", json!({"coachee_ids": [it.coachee.id], "template_id": template.id()})).expect(201);
    assert_eq!(essence(&again), essence(&it.show()));
    assert_eq!(it.coach.post(&it.path("/save-as-template"), ()).expect(201)["title"], "Leading a first team");
    it.coachee.post(&it.path("/save-as-template"), ()).problem(403, "forbidden");
}

#[test]
fn editing_a_template_never_changes_a_live_engagement() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let template = coach.post("/program-templates", json!({"title": "T", "items": [{"kind": "task", "title": "Old"}]})).expect(201);
    let path = format!("/program-templates/{}", template.id());
    let item = format!("{path}/items/{}", template["items"][0]["id"].as_str().unwrap());
    let make = || coach.post("/engagements", json!({"coachee_ids": [coachee.id], "template_id": template.id()})).expect(201);
    let live = make();
    coach.patch(&item, json!({"title": "New"})).expect(200);
    coach.post(&format!("{path}/items"), json!({"kind": "task", "title": "Second"})).expect(201);
    let now = coach.get(&format!("/engagements/{}", live.id())).expect(200);
    assert_eq!(now.body, live.body);
    let next = make();
    assert_eq!((&next["items"][0]["title"], &next["progress"]["total"], &next["template_version"]), (&json!("New"), &json!(2), &json!(3)));
    coach.delete(&path).expect(204);
    assert_eq!(coach.get(&format!("/engagements/{}", live.id())).expect(200).body, live.body);
}
