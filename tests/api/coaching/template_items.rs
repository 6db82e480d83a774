//! The items of a template.

use crate::support::{Person, TestApp, json};

/// A template of three tasks: its address and the items' ids.
fn three(coach: &Person) -> (String, [String; 3]) {
    let items: Vec<_> = ["A", "B", "C"].iter().map(|title| json!({"kind": "task", "title": title})).collect();
    let made = coach.post("/program-templates", json!({"title": "Three", "items": items})).expect(201);
    let id = |index: usize| made["items"][index]["id"].as_str().unwrap().to_owned();
    (format!("/program-templates/{}", made.id()), [id(0), id(1), id(2)])
}

fn order(coach: &Person, path: &str) -> Vec<String> {
    let template = coach.get(path).expect(200);
    template["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn items_of_a_template_are_added_changed_moved_and_deleted() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let (path, [a, b, c]) = three(&coach);
    let with_new = coach.post(&format!("{path}/items"), json!({"kind": "session", "title": "Meet", "position": 2})).expect(201);
    let new = with_new["items"][1]["id"].as_str().unwrap().to_owned();
    assert_eq!(order(&coach, &path), [a.clone(), new.clone(), b.clone(), c.clone()]);
    let changed = coach.patch(&format!("{path}/items/{new}"), json!({"session": {"location": "Room 7"}, "description": "Hi."})).expect(200);
    assert_eq!((&changed["items"][1]["session"]["location"], &changed["items"][1]["description"]), (&json!("Room 7"), &json!("Hi.")));
    let wanted = [c.clone(), new.clone(), a.clone(), b.clone()];
    coach.put(&format!("{path}/items/order"), json!({"item_ids": wanted})).expect(200);
    assert_eq!(order(&coach, &path), wanted);
    coach.delete(&format!("{path}/items/{new}")).expect(204);
    coach.delete(&format!("{path}/items/{new}")).problem(404, "not_found");
    assert_eq!((order(&coach, &path), &coach.get(&path).expect(200)["version"]), (vec![c, a, b], &json!(5)));
}

#[test]
fn an_order_of_a_template_names_every_item_once() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let (path, [a, b, c]) = three(&coach);
    for wanted in [vec![], vec![&a, &b], vec![&a, &b, &b], vec![&a, &b, &c, &c]] {
        let refused = coach.put(&format!("{path}/items/order"), json!({"item_ids": wanted})).problem(422, "item_order_mismatch");
        assert_eq!(refused.faults(), [("/item_ids".into(), "item_order_mismatch".into())]);
    }
    assert_eq!((order(&coach, &path), &coach.get(&path).expect(200)["version"]), (vec![a, b, c], &json!(1)));
}

#[test]
fn c74_items_of_a_template_do_not_wait_in_a_circle_and_stay_while_others_wait() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let (path, [a, b, c]) = three(&coach);
    let wait = |item: &str, prior: &str| coach.patch(&format!("{path}/items/{item}"), json!({"after_item_id": prior}));
    wait(&b, &a).expect(200);
    wait(&c, &b).expect(200);
    for prior in [&a, &b, &c] {
        let refused = wait(&a, prior).problem(422, "dependency_cycle");
        assert_eq!(refused.faults(), [("/after_item_id".into(), "dependency_cycle".into())]);
    }
    let refused = coach.delete(&format!("{path}/items/{a}")).problem(409, "has_dependents");
    assert_eq!(refused["dependent_ids"], json!([b]));
    assert_eq!(order(&coach, &path), [a, b, c.clone()]);
    coach.delete(&format!("{path}/items/{c}")).expect(204);
}

#[test]
fn c74_an_item_of_a_template_waits_for_another_of_the_same() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let ((path, [a, ..]), (_, [foreign, ..])) = (three(&coach), three(&coach));
    let faults = [
        json!({"kind": "form", "title": "F", "after_item_id": foreign}),
        json!({"kind": "form", "title": "F", "after_delay": "P1D"}),
        json!({"kind": "session", "title": "S", "after_item_id": a}),
    ];
    for body in faults {
        assert_eq!(coach.post(&format!("{path}/items"), body).problem(422, "validation_failed").faults()[0].0, "/after_item_id");
    }
    let refused =
        coach.post(&format!("{path}/items"), json!({"kind": "task", "title": "T", "position": 9})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/position".into(), "out_of_range".into())]);
    assert_eq!(coach.get(&path).expect(200)["version"], json!(1));
}

#[test]
fn a_template_has_at_most_200_items() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let items = |count: usize| json!({"title": "Long", "items": vec![json!({"kind": "task", "title": "T"}); count]});
    coach.post("/program-templates", items(201)).problem(422, "template_too_large");
    let full = coach.post("/program-templates", items(200)).expect(201);
    let path = format!("/program-templates/{}/items", full.id());
    coach.post(&path, json!({"kind": "task", "title": "One more"})).problem(422, "template_too_large");
}
