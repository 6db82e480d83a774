//! Program templates, their versions, and whose they are.

use crate::support::{TestApp, json};

#[test]
fn every_change_of_a_template_is_a_further_version() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let made = coach.post("/program-templates", json!({"title": "One", "items": [{"kind": "task", "title": "Write"}]})).expect(201);
    let path = format!("/program-templates/{}", made.id());
    assert_eq!((&made["version"], &made["item_count"], made.header("etag")), (&json!(1), &json!(1), "\"1\""));
    app.advance("PT1M");
    let second = coach.patch(&path, json!({"title": "Two", "description": "More."})).expect(200);
    let third = coach.post(&format!("{path}/items"), json!({"kind": "task", "title": "Draw"})).expect(201);
    assert_eq!((&second["version"], &third["version"]), (&json!(2), &json!(3)));
    for (version, then) in [(1, &made), (2, &second), (3, &third)] {
        assert_eq!(coach.get(&format!("{path}?version={version}")).expect(200).body, then.body);
    }
    assert_eq!(coach.get(&path).expect(200).body, third.body);
    coach.get(&format!("{path}?version=4")).problem(404, "not_found");
    coach.get(&format!("{path}?version=first")).problem(400, "invalid_parameter");
    assert_eq!(coach.patch(&path, json!({"title": "Two"})).expect(200)["version"], json!(3));
}

#[test]
fn a_change_is_made_from_the_version_that_was_seen() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let template = coach.post("/program-templates", json!({"title": "One", "items": [{"kind": "task", "title": "Write"}]})).expect(201);
    let path = format!("/program-templates/{}", template.id());
    let item = format!("{path}/items/{}", template["items"][0]["id"].as_str().unwrap());
    let second = coach.patch(&path, json!({"title": "Two"})).if_match(1).expect(200);
    coach.patch(&path, json!({"title": "Late"})).if_match(1).problem(412, "version_mismatch");
    coach.patch(&item, json!({"title": "Late"})).if_match(1).problem(412, "version_mismatch");
    coach.delete(&item).if_match(1).problem(412, "version_mismatch");
    coach.delete(&path).if_match(1).problem(412, "version_mismatch");
    assert_eq!(coach.get(&path).expect(200).body, second.body);
}

#[test]
fn a_coachs_template_is_their_own_and_an_admins_is_for_all() {
    let app = TestApp::start();
    let (admin, coach, colleague) = (app.admin(), app.coach("Cora"), app.coach("Carl"));
    let own = coach.post("/program-templates", json!({"title": "Own"})).expect(201);
    let house = admin.post("/program-templates", json!({"title": "House"})).expect(201);
    assert_eq!((&own["visibility"], &house["visibility"]), (&json!("private"), &json!("shared")));
    let (own_path, house_path) = (format!("/program-templates/{}", own.id()), format!("/program-templates/{}", house.id()));
    colleague.get(&own_path).problem(404, "not_found");
    colleague.patch(&own_path, json!({"title": "Mine"})).problem(404, "not_found");
    colleague.post(&format!("{own_path}/duplicate"), ()).problem(404, "not_found");
    assert_eq!(colleague.get(&house_path).expect(200)["allowed_actions"], json!(["duplicate"]));
    colleague.patch(&house_path, json!({"title": "Mine"})).problem(403, "forbidden");
    colleague.delete(&house_path).problem(403, "forbidden");
    app.coachee("Emil").get(&house_path).problem(403, "forbidden");
    app.other_org().admin().get(&house_path).problem(404, "not_found");
    assert_eq!(colleague.ids("/program-templates"), [house.id()]);
    assert_eq!(coach.ids("/program-templates?sort=title"), [house.id(), own.id()]);
    assert_eq!(admin.ids("/program-templates?sort=title"), [house.id(), own.id()]);
    coach.patch(&own_path, json!({"visibility": "shared"})).expect(200);
    colleague.get(&own_path).expect(200);
}

#[test]
fn a_copy_is_the_callers_own_and_waits_for_its_own_items() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let template = admin.post("/program-templates", json!({"title": "House", "items": [{"kind": "task", "title": "Write"}]})).expect(201);
    let path = format!("/program-templates/{}", template.id());
    let waiting = json!({"kind": "form", "title": "Ask", "after_item_id": template["items"][0]["id"], "after_delay": "P1D"});
    let template = admin.post(&format!("{path}/items"), waiting).expect(201);
    let copy = coach.post(&format!("{path}/duplicate"), ()).expect(201);
    assert_eq!((&copy["title"], &copy["owner_id"], &copy["visibility"]), (&json!("Copy of House"), &json!(coach.id), &json!("private")));
    assert_eq!((&copy["version"], &copy["items"][1]["after_item_id"]), (&json!(1), &copy["items"][0]["id"]));
    assert_ne!(copy["items"][0]["id"], template["items"][0]["id"]);
    assert_eq!(admin.get(&path).expect(200).body, template.body);
}

#[test]
fn a_deleted_template_is_gone() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let path = format!("/program-templates/{}", coach.post("/program-templates", json!({"title": "Gone"})).expect(201).id());
    coach.delete(&path).expect(204);
    coach.get(&path).problem(404, "not_found");
    coach.get(&format!("{path}?version=1")).problem(404, "not_found");
    coach.patch(&path, json!({"title": "Back"})).problem(404, "not_found");
    coach.delete(&path).problem(404, "not_found");
    assert!(coach.ids("/program-templates").is_empty());
}

#[test]
fn every_fault_of_a_new_template_is_told_at_once() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let items = json!([
        {"kind": "task", "title": "Fine"},
        {"kind": "link", "title": "", "link": {"url": "nowhere"}},
        {"kind": "meeting", "title": "M"},
        {"kind": "task", "title": "T", "after_item_id": "tit_1"},
    ]);
    let refused = coach.post("/program-templates", json!({"title": "", "items": items, "version": 9})).problem(422, "validation_failed");
    let pointers: Vec<_> = refused.faults().into_iter().map(|(pointer, _)| pointer).collect();
    let expected = ["/items/1/link/url", "/items/1/title", "/items/2/kind", "/items/3/after_item_id", "/title", "/version"];
    assert_eq!(pointers, expected);
    let items = json!([{"kind": "task", "title": "T", "form": {}}, {"kind": "form", "title": "F", "task": {}}]);
    let refused = coach.post("/program-templates", json!({"title": "T", "items": items})).problem(422, "kind_mismatch");
    let pointers: Vec<_> = refused.faults().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/items/0/form", "/items/1/task"]);
    assert!(coach.ids("/program-templates").is_empty());
}

#[test]
fn templates_are_found_and_read_page_by_page() {
    let app = TestApp::start();
    let admin = app.admin();
    for (title, visibility) in [("Ärger", "shared"), ("Calm", "private"), ("Best of 100%", "shared")] {
        app.advance("PT1M");
        admin.post("/program-templates", json!({"title": title, "visibility": visibility})).expect(201);
    }
    let titles = |query: &str| -> Vec<String> {
        let found = admin.get(&format!("/program-templates?{query}")).expect(200);
        found.data().iter().map(|template| template["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles("sort=created_at"), ["Ärger", "Calm", "Best of 100%"]);
    assert_eq!(titles("visibility=private"), ["Calm"]);
    assert_eq!((titles("q=arger"), titles("q=100%25")), (vec!["Ärger".to_owned()], vec!["Best of 100%".to_owned()]));
    for sort in ["created_at", "-created_at", "title", "-title"] {
        let first = admin.get(&format!("/program-templates?sort={sort}&limit=2")).expect(200);
        let rest = admin.ids(&format!("/program-templates?sort={sort}&limit=2&cursor={}", first.str("next_cursor")));
        assert_eq!([first.ids(), rest].concat(), admin.ids(&format!("/program-templates?sort={sort}")));
    }
}
