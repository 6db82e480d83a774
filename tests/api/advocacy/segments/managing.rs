//! Making, listing, changing, deleting and explaining segments.

use rapport::identity::permissions::Role;

use super::Scene;
use crate::support::{TestApp, json};

#[test]
fn managers_and_admins_manage_segments_and_nobody_else() {
    let app = TestApp::start();
    Scene::of(&app);
    let manager = app.home().person("Max", &[Role::Manager]);
    let rule = json!({"field": "nps_score", "op": "gte", "value": 9});
    let body = json!({"name": " Promoters ", "description": "They like us.", "kind": "dynamic", "rule": rule});
    let made = manager.post("/segments", body.clone()).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/segments/{}", made.id()));
    assert_eq!((&made["name"], &made["rule"], &made["state"]), (&json!("Promoters"), &rule, &json!("building")));
    app.run_workers_until_idle();
    assert_eq!(manager.get(&format!("/segments/{}", made.id())).expect(200)["state"], "ready");
    for other in [app.coach("Cora"), app.coachee("Emil"), app.advocate("Avi")] {
        other.post("/segments", body.clone()).problem(403, "forbidden");
        other.get("/segments").problem(403, "forbidden");
        other.get(&format!("/segments/{}/members", made.id())).problem(403, "forbidden");
    }
    let stranger = app.other_org().admin();
    for path in ["", "/members", "/usage"] {
        stranger.get(&format!("/segments/{}{path}", made.id())).problem(404, "not_found");
    }
    assert!(stranger.get("/segments").expect(200).data().is_empty());
}

#[test]
fn segments_are_listed_by_kind_and_part_of_their_name() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let rule = json!({"field": "points", "op": "is_set"});
    let (a, b, c) = (scene.segment("Élodie's friends", rule.clone()), scene.list("Board"), scene.segment("Friends of ours", rule));
    assert_eq!(scene.admin.ids("/segments"), [c.clone(), b.clone(), a.clone()]);
    assert_eq!(scene.admin.ids("/segments?kind=static"), std::slice::from_ref(&b));
    assert_eq!(scene.admin.ids("/segments?q=FRIENDS&kind=dynamic"), [c.clone(), a.clone()]);
    assert_eq!(scene.admin.ids("/segments?q=elodie"), std::slice::from_ref(&a));
    let first = scene.admin.get("/segments?limit=2").expect(200);
    assert_eq!(first.ids(), [c, b]);
    assert_eq!(scene.admin.ids(&format!("/segments?limit=2&cursor={}", first.str("next_cursor"))), [a]);
    scene.admin.get("/segments?kind=lucky").problem(400, "invalid_parameter");
}

#[test]
fn a_change_is_a_new_version_and_members_are_none() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let segment = scene.segment("Old", json!({"field": "points", "op": "gte", "value": 0}));
    let path = format!("/segments/{segment}");
    app.advocate("Ana");
    app.run_workers_until_idle();
    let shown = scene.admin.get(&path).expect(200);
    // Who keeps an answer must not be told that it is current when the members are others.
    assert_eq!((&shown["version"], &shown["member_count"], shown.header("etag")), (&json!(1), &json!(1), ""));
    scene.admin.patch(&path, json!({"name": "New", "description": "D"})).if_match(1).expect(200);
    scene.admin.patch(&path, json!({"name": "Newer"})).if_match(1).problem(412, "version_mismatch");
    let same = scene.admin.patch(&path, json!({"name": "New", "rule": {"field": "points", "op": "gte", "value": 0}})).expect(200);
    assert_eq!((&same["version"], &same["state"]), (&json!(2), &json!("ready")));
    assert_eq!(scene.admin.patch(&path, json!({"description": null})).expect(200)["description"], json!(null));
    scene.admin.patch(&path, json!({"kind": "static"})).problem(422, "validation_failed");
    scene.admin.patch(&path, json!({"member_count": 5})).problem(422, "validation_failed");
}

#[test]
fn a_segment_that_another_needs_is_not_deleted() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let base = scene.list("Base");
    let top = scene.segment("Top", json!({"not": {"segment": base}}));
    let path = format!("/segments/{base}");
    let usage = scene.admin.get(&format!("{path}/usage")).expect(200);
    assert_eq!((&usage["is_used"], &usage["segments"]), (&json!(true), &json!([{"id": top, "name": "Top"}])));
    let refused = scene.admin.delete(&path).problem(409, "segment_in_use");
    assert_eq!(refused["usage"]["segments"][0]["id"], json!(top));
    let ana = app.advocate("Ana");
    scene.holds(&top, &[&ana]);
    scene.admin.delete(&format!("/segments/{top}")).expect(204);
    assert_eq!(scene.admin.get(&format!("{path}/usage")).expect(200)["is_used"], false);
    scene.admin.put(&format!("{path}/members/{}", ana.id), ()).expect(200);
    scene.admin.delete(&path).expect(204);
    scene.admin.get(&path).problem(404, "not_found");
    // Life goes on for who was inside.
    scene.know(&ana, json!({"nps_score": 1}));
    app.run_workers_until_idle();
    let told: Vec<_> = scene.admin.get("/events?type=segment.deleted").expect(200).ids();
    assert_eq!(told.len(), 2);
}

#[test]
fn every_part_of_a_rule_is_explained() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let board = scene.list("Board");
    let rule = json!({"all": [
        {"field": "nps_score", "op": "gte", "value": 9},
        {"any": [{"field": "account.tier", "op": "eq", "value": "gold"}, {"not": {"segment": board}}]},
        {"field": "topics", "op": "is_not_set"},
        {"field": "created_at", "op": "within_last", "value": "P1D"}
    ]});
    let segment = scene.segment("Friends", rule.clone());
    let ana = scene.advocate("Ana", json!({"nps_score": 9}));
    scene.admin.put(&format!("/segments/{board}/members/{}", ana.id), ()).expect(200);
    app.run_workers_until_idle();
    let explain = || scene.admin.get(&format!("/segments/{segment}/explain/{}", ana.id)).expect(200);
    let explained = explain();
    let said = ["is_member", "is_active_advocate", "is_listed", "holds"].map(|key| explained[key].clone());
    assert_eq!(said, [json!(false), json!(true), json!(null), json!(false)]);
    assert_eq!(explained["rule"], rule);
    let part = |pointer: &str, kind: &str, holds: bool, field: Option<&str>, actual: crate::support::Value, segment: Option<&str>| json!({"pointer": pointer, "kind": kind, "holds": holds, "field": field, "actual": actual, "segment_id": segment});
    let expected = json!([
        part("", "all", false, None, json!(null), None),
        part("/all/0", "comparison", true, Some("nps_score"), json!(9), None),
        part("/all/1", "any", false, None, json!(null), None),
        part("/all/1/any/0", "comparison", false, Some("account.tier"), json!(null), None),
        part("/all/1/any/1", "not", false, None, json!(null), None),
        part("/all/1/any/1/not", "segment", true, None, json!(null), Some(&board)),
        part("/all/2", "comparison", true, Some("topics"), json!(null), None),
        part("/all/3", "comparison", true, Some("created_at"), json!("2026-03-01T09:00:00.000000Z"), None),
    ]);
    assert_eq!(explained["parts"], expected);
    scene.know(&ana, json!({"account.tier": "gold"}));
    // What is said of the rule is true at once; who is inside follows.
    assert_eq!((&explain()["holds"], &explain()["is_member"]), (&json!(true), &json!(false)));
    app.run_workers_until_idle();
    assert_eq!((&explain()["holds"], &explain()["is_member"]), (&json!(true), &json!(true)));
    app.advance("P2D");
    assert_eq!(explain()["parts"][7]["holds"], false);
    let stranger = app.other_org().advocate("Uwe");
    scene.admin.get(&format!("/segments/{segment}/explain/{}", stranger.id)).problem(404, "not_found");
}
