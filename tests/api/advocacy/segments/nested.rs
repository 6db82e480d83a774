//! Segments that refer to segments.

use super::{Scene, told};
use crate::support::{TestApp, Value, at_once, json, racing};

fn of(segment: &str) -> Value {
    json!({"segment": segment})
}

#[test]
fn what_refers_to_a_segment_follows_it() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let (ana, bo) = (scene.advocate("Ana", json!({"nps_score": 10})), scene.advocate("Bo", json!({"nps_score": 1})));
    let promoters = scene.segment("Promoters", json!({"field": "nps_score", "op": "gte", "value": 9}));
    let board = scene.list("Board");
    let friends = scene.segment("Friends", json!({"any": [of(&promoters), of(&board)]}));
    let others = scene.segment("Others", json!({"not": of(&friends)}));
    scene.holds(&friends, &[&ana]);
    scene.holds(&others, &[&bo]);
    scene.know(&bo, json!({"nps_score": 9}));
    scene.holds(&friends, &[&ana, &bo]);
    scene.holds(&others, &[]);
    scene.know(&ana, json!({"nps_score": 0}));
    scene.holds(&others, &[&ana]);
    scene.admin.put(&format!("/segments/{board}/members/{}", ana.id), ()).expect(200);
    scene.holds(&others, &[]);
    assert!(scene.moves(&others).iter().skip(1).all(|(_, _, cause)| cause == "member"));
}

#[test]
fn nobody_passes_through_a_segment_that_they_are_not_to_be_in() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let ana = scene.advocate("Ana", json!({"nps_score": 1}));
    let low = scene.segment("Low", json!({"field": "nps_score", "op": "lt", "value": 5}));
    let not_low = scene.segment("Not low", json!({"not": of(&low)}));
    let high = scene.segment("High", json!({"all": [of(&not_low)]}));
    // Whoever ceases to be low becomes high in the same moment: never in neither, never in both.
    let neither = scene.segment("Neither", json!({"all": [{"not": of(&low)}, {"not": of(&high)}]}));
    let both = scene.segment("Both", json!({"all": [of(&low), of(&high)]}));
    for score in [9, 1, 9, 1] {
        scene.know(&ana, json!({"nps_score": score}));
        app.run_workers_until_idle();
    }
    for segment in [&neither, &both] {
        let own: Vec<_> = scene.moves(segment).into_iter().filter(|(_, _, cause)| cause == "member").collect();
        assert_eq!(own, []);
    }
    assert_eq!(scene.moves(&high).iter().filter(|one| **one == told("entered", &ana, "member")).count(), 2);
}

#[test]
fn circles_are_refused() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let leaf = json!({"field": "points", "op": "is_set"});
    let a = scene.segment("A", leaf.clone());
    let b = scene.segment("B", json!({"all": [leaf.clone(), of(&a)]}));
    let c = scene.segment("C", json!({"not": of(&b)}));
    let refused = scene.admin.patch(&format!("/segments/{a}"), json!({"rule": {"any": [leaf, of(&c)]}})).problem(422, "segment_cycle");
    assert_eq!(refused.faults(), [("/rule/any/1/segment".into(), "segment_cycle".into())]);
    scene.admin.patch(&format!("/segments/{b}"), json!({"rule": of(&b)})).problem(422, "segment_cycle");
    // What goes elsewhere is none.
    scene.admin.patch(&format!("/segments/{c}"), json!({"rule": of(&a)})).expect(200);
    scene.admin.patch(&format!("/segments/{b}"), json!({"rule": of(&c)})).expect(200);
}

#[test]
fn references_lead_through_at_most_eight_segments() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let mut last = scene.list("Base");
    for number in 1..=8 {
        last = scene.segment(&format!("Level {number}"), of(&last));
    }
    let refused = scene.admin.post("/segments", json!({"name": "S", "kind": "dynamic", "rule": of(&last)}));
    assert_eq!(refused.problem(422, "validation_failed").faults(), [("/rule/segment".into(), "too_deep".into())]);
    // Nor from below.
    let (bottom, middle) = (scene.list("Bottom"), scene.segment("Middle", json!({"field": "points", "op": "is_set"})));
    let mut chain = vec![middle.clone()];
    for number in 1..=8 {
        chain.push(scene.segment(&format!("Chain {number}"), of(chain.last().unwrap())));
    }
    let refused = scene.admin.patch(&format!("/segments/{middle}"), json!({"rule": of(&bottom)}));
    assert_eq!(refused.problem(422, "validation_failed").faults(), [("/rule/segment".into(), "too_deep".into())]);
}

#[test]
fn two_edits_at_once_make_no_circle() {
    let app = racing();
    let scene = Scene::of(&app);
    let leaf = json!({"field": "points", "op": "is_set"});
    for _ in 0..5 {
        let pair = [scene.segment("A", leaf.clone()), scene.segment("B", leaf.clone())];
        let answers = at_once(2, |index| {
            let (own, other) = (&pair[index], &pair[1 - index]);
            scene.admin.patch(&format!("/segments/{own}"), json!({"rule": of(other)})).send().status
        });
        let mut sorted = answers.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [200, 422], "{answers:?}");
    }
}
