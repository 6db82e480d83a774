//! Static segments: lists of people.

use super::{Scene, told};
use crate::support::{TestApp, json};

#[test]
fn a_static_segment_is_a_list_of_advocates() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let (ana, bo) = (app.advocate("Ana"), app.advocate("Bo"));
    let board = scene.list("Advisory board");
    let path = |id: &str| format!("/segments/{board}/members/{id}");
    let put = scene.admin.put(&path(&ana.id), ()).expect(200);
    assert_eq!((&put["user_id"], &put["name"], put["entered_at"].is_string()), (&json!(ana.id), &json!("Ana"), true));
    // At once, and once.
    let members = scene.admin.get(&format!("/segments/{board}/members")).expect(200);
    assert_eq!(members.data().len(), 1);
    assert_eq!(scene.admin.put(&path(&ana.id), ()).expect(200).body, put.body);
    scene.admin.put(&path(&bo.id), ()).expect(200);
    scene.holds(&board, &[&ana, &bo]);
    scene.admin.delete(&path(&ana.id)).expect(204);
    scene.admin.delete(&path(&ana.id)).problem(404, "not_found");
    scene.holds(&board, &[&bo]);
    let moves = [told("entered", &ana, "member"), told("entered", &bo, "member"), told("exited", &ana, "member")];
    assert_eq!(scene.moves(&board), moves);
}

#[test]
fn who_stands_on_a_list_is_inside_while_they_are_an_active_advocate() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let (ana, emil) = (app.advocate("Ana"), app.coachee("Emil"));
    let board = scene.list("Advisory board");
    let path = |id: &str| format!("/segments/{board}/members/{id}");
    scene.admin.put(&path(&emil.id), ()).problem(409, "not_an_advocate");
    let record = scene.admin.post("/users", json!({"email": "r@people.example", "name": "R", "roles": ["advocate"]})).expect(201).id();
    assert_eq!(scene.admin.put(&path(&record), ()).expect(200)["entered_at"], json!(null));
    scene.admin.put(&path(&ana.id), ()).expect(200);
    scene.holds(&board, &[&ana]);
    scene.admin.post(&format!("/users/{}/deactivate", ana.id), ()).expect(200);
    scene.admin.put(&path(&ana.id), ()).problem(409, "not_an_advocate");
    scene.holds(&board, &[]);
    scene.admin.post(&format!("/users/{}/reactivate", ana.id), ()).expect(200);
    scene.holds(&board, &[&ana]);
    let explained = scene.admin.get(&format!("/segments/{board}/explain/{record}")).expect(200);
    let said = ["is_member", "is_active_advocate", "is_listed", "holds", "parts"].map(|key| explained[key].clone());
    assert_eq!(said, [json!(false), json!(false), json!(true), json!(null), json!([])]);
    // Who was deleted stands on no list.
    scene.admin.delete(&format!("/users/{}", ana.id)).expect(204);
    scene.holds(&board, &[]);
    scene.admin.delete(&path(&ana.id)).problem(404, "not_found");
}

#[test]
fn the_members_of_a_dynamic_segment_are_not_put_by_hand() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let ana = app.advocate("Ana");
    let segment = scene.segment("All", json!({"field": "points", "op": "lt", "value": 0}));
    scene.admin.put(&format!("/segments/{segment}/members/{}", ana.id), ()).problem(409, "segment_not_static");
    scene.admin.delete(&format!("/segments/{segment}/members/{}", ana.id)).problem(409, "segment_not_static");
    let body = json!({"name": "S", "kind": "static", "rule": {"field": "points", "op": "is_set"}});
    assert_eq!(scene.admin.post("/segments", body).problem(422, "validation_failed").faults(), [("/rule".into(), "not_allowed".into())]);
    let body = json!({"name": "S", "kind": "dynamic"});
    assert_eq!(scene.admin.post("/segments", body).problem(422, "validation_failed").faults(), [("/rule".into(), "required".into())]);
    let list = scene.list("List");
    let change = json!({"rule": {"field": "points", "op": "is_set"}});
    assert_eq!(
        scene.admin.patch(&format!("/segments/{list}"), change).problem(422, "validation_failed").faults(),
        [("/rule".into(), "not_allowed".into())]
    );
}
