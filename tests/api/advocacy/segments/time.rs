//! Rules over dates: membership changes when the time comes.

use super::{Scene, told};
use crate::support::{TestApp, json};

#[test]
fn a_newcomer_leaves_when_they_are_none_any_more() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let newcomers = scene.segment("Newcomers", json!({"field": "created_at", "op": "within_last", "value": "P30D"}));
    let veterans = scene.segment("Veterans", json!({"not": {"segment": newcomers}}));
    let ana = app.advocate("Ana");
    scene.holds(&newcomers, &[&ana]);
    let scene = scene.after("P10D");
    let bo = app.advocate("Bo");
    scene.holds(&newcomers, &[&ana, &bo]);
    // To the last moment.
    let scene = scene.after("P20D");
    scene.holds(&newcomers, &[&ana, &bo]);
    let scene = scene.after("PT1S");
    scene.holds(&newcomers, &[&bo]);
    scene.holds(&veterans, &[&ana]);
    let scene = scene.after("P10D");
    scene.holds(&newcomers, &[]);
    assert_eq!(scene.moves(&newcomers)[2..], [told("exited", &ana, "time"), told("exited", &bo, "time")]);
    assert_eq!(scene.moves(&veterans), [told("entered", &ana, "time"), told("entered", &bo, "time")]);
}

#[test]
fn a_date_to_come_brings_somebody_in_and_out_again() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    // It is the first of March.
    let ana = scene.advocate("Ana", json!({"renewal_on": "2026-03-10"}));
    let renewed = scene.segment("Just renewed", json!({"field": "renewal_on", "op": "within_last", "value": "P7D"}));
    scene.holds(&renewed, &[]);
    let scene = scene.after("P9D");
    scene.holds(&renewed, &[&ana]);
    let scene = scene.after("P5D");
    scene.holds(&renewed, &[&ana]);
    let scene = scene.after("P3D");
    scene.holds(&renewed, &[]);
    // A new date begins anew, and one that is taken away leaves nothing to wait for.
    scene.know(&ana, json!({"renewal_on": "2026-03-20T09:30:00Z"}));
    scene.holds(&renewed, &[]);
    let scene = scene.after("P3D");
    scene.holds(&renewed, &[&ana]);
    scene.know(&ana, json!({"renewal_on": null}));
    scene.holds(&renewed, &[]);
    let scene = scene.after("P365D");
    scene.holds(&renewed, &[]);
    let causes: Vec<_> = scene.moves(&renewed).into_iter().map(|(what, _, cause)| (what, cause)).collect();
    let expected = [("segment.entered", "time"), ("segment.exited", "time"), ("segment.entered", "time"), ("segment.exited", "member")];
    assert_eq!(causes, expected.map(|(what, cause)| (what.to_owned(), cause.to_owned())));
}

#[test]
fn time_does_nothing_where_no_rule_waits_for_it() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let ana = scene.advocate("Ana", json!({"renewal_on": "2026-03-10"}));
    let segment = scene.segment("Soon", json!({"field": "renewal_on", "op": "within_last", "value": "P7D"}));
    let fixed = scene.segment("Fixed", json!({"field": "renewal_on", "op": "before", "value": "2026-04-01"}));
    // The rule asks for no time any more.
    scene.admin.patch(&format!("/segments/{segment}"), json!({"rule": {"field": "renewal_on", "op": "is_set"}})).expect(200);
    scene.holds(&segment, &[&ana]);
    let scene = scene.after("P365D");
    scene.holds(&segment, &[&ana]);
    scene.holds(&fixed, &[&ana]);
    assert_eq!((scene.moves(&segment).len(), scene.moves(&fixed).len()), (1, 1));
}
