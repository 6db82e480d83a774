//! A new rule is applied to one person after the other.

use rapport::advocacy::segments::membership::{building, following};
use rapport::db::Intent;

use super::{Scene, told};
use crate::support::{TestApp, json, wait, wait_for_the_log};

/// Applies the new rule to so many people.
fn build(app: &TestApp, people: i64) -> bool {
    wait(app.db().write(Intent::system(), move |tx| building::advance(tx, people))).unwrap()
}

/// Follows the log and nothing else.
fn follow(app: &TestApp) {
    wait_for_the_log(app.db());
    while wait(app.db().write(Intent::system(), |tx| following::take(tx, 200))).unwrap().events > 0 {}
}

#[test]
fn an_edit_of_the_rule_moves_people_by_the_rule() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let (ana, bo) = (scene.advocate("Ana", json!({"nps_score": 10})), scene.advocate("Bo", json!({"nps_score": 8})));
    let segment = scene.segment("Promoters", json!({"field": "nps_score", "op": "gte", "value": 9}));
    let around = scene.segment("Around", json!({"segment": segment}));
    let edited =
        scene.admin.patch(&format!("/segments/{segment}"), json!({"rule": {"field": "nps_score", "op": "lt", "value": 9}})).expect(200);
    assert_eq!(edited["state"], "building");
    scene.holds(&segment, &[&bo]);
    scene.holds(&around, &[&bo]);
    for id in [&segment, &around] {
        assert_eq!(scene.moves(id), [told("entered", &ana, "rule"), told("exited", &ana, "rule"), told("entered", &bo, "rule")]);
    }
    let built: Vec<_> = scene.admin.get("/events?type=segment.built").expect(200).data().to_vec();
    assert_eq!(built.len(), 3);
    assert_eq!(built[2]["data"]["member_count"], 1);
}

#[test]
fn what_people_do_meanwhile_is_told_from_what_the_edit_does() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let people: Vec<_> = (0..4).map(|number| scene.advocate(&format!("Advocate {number}"), json!({"nps_score": 8}))).collect();
    let segment = scene.segment("Promoters", json!({"field": "nps_score", "op": "gte", "value": 9}));
    scene.holds(&segment, &[]);
    scene.admin.patch(&format!("/segments/{segment}"), json!({"rule": {"field": "nps_score", "op": "gte", "value": 8}})).expect(200);
    // The first two have had their turn.
    assert!(build(&app, 2));
    // The second leaves by the new rule. The third enters, by the old one too; the fourth changes without
    // entering by it, and is the edit's to move.
    scene.know(&people[1], json!({"nps_score": 1}));
    scene.know(&people[2], json!({"nps_score": 9}));
    scene.know(&people[3], json!({"nps_score": 8.5}));
    follow(&app);
    let expected = [
        told("entered", &people[0], "rule"),
        told("entered", &people[1], "rule"),
        told("exited", &people[1], "member"),
        told("entered", &people[2], "member"),
        told("entered", &people[3], "rule"),
    ];
    assert_eq!(scene.moves(&segment), expected);
    scene.holds(&segment, &[&people[0], &people[2], &people[3]]);
}

#[test]
fn who_joins_meanwhile_and_a_second_edit_end_as_the_last_rule_says() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let people: Vec<_> = (0..3).map(|number| scene.advocate(&format!("Advocate {number}"), json!({"nps_score": number}))).collect();
    let segment = scene.segment("S", json!({"field": "nps_score", "op": "eq", "value": 0}));
    let edit = |value: i32| {
        let rule = json!({"rule": {"field": "nps_score", "op": "eq", "value": value}});
        scene.admin.patch(&format!("/segments/{segment}"), rule).expect(200);
    };
    edit(1);
    build(&app, 1);
    let late = scene.advocate("Late", json!({"nps_score": 2}));
    follow(&app);
    edit(2);
    scene.know(&people[0], json!({"nps_score": 2}));
    follow(&app);
    build(&app, 2);
    scene.admin.post(&format!("/users/{}/deactivate", people[2].id), ()).expect(200);
    scene.holds(&segment, &[&people[0], &late]);
}

#[test]
fn who_was_there_before_is_inside_after_a_build_in_batches() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let people: Vec<_> = (0..7).map(|number| scene.advocate(&format!("Advocate {number}"), json!({"nps_score": number}))).collect();
    app.run_workers_until_idle();
    let made =
        scene.admin.post("/segments", json!({"name": "S", "kind": "dynamic", "rule": {"field": "nps_score", "op": "gt", "value": 2}}));
    let segment = made.expect(201).id();
    let mut batches = 0;
    while build(&app, 2) {
        batches += 1;
    }
    assert_eq!(batches, 4);
    scene.holds(&segment, &people[3..].iter().collect::<Vec<_>>());
}
