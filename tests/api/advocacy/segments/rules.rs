//! What rules can say, and what they cannot.

use super::Scene;
use crate::support::{Person, TestApp, Value, json};

fn rule_refused(scene: &Scene<'_>, rule: Value) -> Vec<(String, String)> {
    let created = scene.admin.post("/segments", json!({"name": "S", "kind": "dynamic", "rule": rule})).problem(422, "validation_failed");
    let tried = scene.admin.post("/segments/preview", json!({"rule": rule})).problem(422, "validation_failed");
    assert_eq!(created.faults(), tried.faults());
    created.faults()
}

fn fault(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[test]
fn a27_segments_express_promoters_newcomers_tiers_scores_and_lifecycles() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    scene.admin.post("/attribute-definitions", json!({"name": "lifecycle", "type": "text"})).expect(201);
    let old = scene.advocate("Old", json!({"nps_score": 10, "account.tier": "silver", "lifecycle": "churned"}));
    let scene = scene.after("P40D");
    let gold = scene.advocate("Gold", json!({"nps_score": 9, "account.tier": "gold", "lifecycle": "onboarded"}));
    let platinum = scene.advocate("Platinum", json!({"nps_score": 6, "account.tier": "platinum"}));
    let promoters = json!({"field": "nps_score", "op": "gte", "value": 9});
    let tier = json!({"field": "account.tier", "op": "in", "value": ["gold", "platinum"]});
    let not_churned = json!({"not": {"field": "lifecycle", "op": "eq", "value": "churned"}});
    let cases: [(Value, Vec<&Person>); 6] = [
        (promoters.clone(), vec![&old, &gold]),
        (json!({"field": "created_at", "op": "within_last", "value": "P30D"}), vec![&gold, &platinum]),
        (tier.clone(), vec![&gold, &platinum]),
        (json!({"field": "nps_score", "op": "between", "value": [5, 9]}), vec![&gold, &platinum]),
        (json!({"field": "lifecycle", "op": "eq", "value": "onboarded"}), vec![&gold]),
        (json!({"all": [promoters, {"any": [tier, not_churned]}]}), vec![&gold]),
    ];
    for (number, (rule, expected)) in cases.into_iter().enumerate() {
        let segment = scene.segment(&format!("Case {number}"), rule);
        scene.holds(&segment, &expected);
    }
}

#[test]
fn every_operator_says_what_it_means_and_nothing_of_a_missing_value() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let known = json!({
        "account.tier": "gold plus", "nps_score": 9, "is_customer": true, "renewal_on": "2026-03-10", "topics": ["rust", "talks"]
    });
    let full = scene.advocate("Full", known);
    let empty = app.advocate("Empty");
    app.run_workers_until_idle();
    let case = |field: &str, op: &str, value: Value| json!({"field": field, "op": op, "value": value});
    let holding = [
        case("account.tier", "eq", json!("gold plus")),
        case("account.tier", "ne", json!("gold")),
        case("account.tier", "in", json!(["silver", "gold plus"])),
        case("account.tier", "not_in", json!(["silver", "gold"])),
        case("account.tier", "contains", json!("d p")),
        case("account.tier", "starts_with", json!("gold")),
        case("nps_score", "eq", json!(9.0)),
        case("nps_score", "ne", json!(8)),
        case("nps_score", "lt", json!(9.5)),
        case("nps_score", "lte", json!(9)),
        case("nps_score", "gt", json!(8)),
        case("nps_score", "gte", json!(9)),
        case("nps_score", "between", json!([9, 9])),
        case("is_customer", "eq", json!(true)),
        case("renewal_on", "before", json!("2026-03-11")),
        case("renewal_on", "after", json!("2026-03-09")),
        case("renewal_on", "after", json!("2026-03-09T23:59:59Z")),
        case("renewal_on", "between", json!(["2026-03-10", "2026-03-10"])),
        case("topics", "includes_any", json!(["go", "rust"])),
        case("topics", "includes_all", json!(["talks", "rust"])),
    ];
    let failing = [
        case("account.tier", "eq", json!("Gold plus")),
        case("account.tier", "ne", json!("gold plus")),
        case("account.tier", "in", json!(["gold"])),
        case("account.tier", "not_in", json!(["gold plus"])),
        case("account.tier", "contains", json!("silver")),
        case("account.tier", "starts_with", json!("plus")),
        case("nps_score", "eq", json!(8)),
        case("nps_score", "ne", json!(9)),
        case("nps_score", "lt", json!(9)),
        case("nps_score", "lte", json!(8.99)),
        case("nps_score", "gt", json!(9)),
        case("nps_score", "gte", json!(10)),
        case("nps_score", "between", json!([0, 8])),
        case("is_customer", "eq", json!(false)),
        case("renewal_on", "before", json!("2026-03-10")),
        case("renewal_on", "after", json!("2026-03-10")),
        case("renewal_on", "between", json!(["2026-03-11", "2026-03-12"])),
        case("renewal_on", "within_last", json!("P30D")),
        case("topics", "includes_any", json!(["go"])),
        case("topics", "includes_all", json!(["rust", "go"])),
    ];
    let count = |rule: &Value| scene.admin.post("/segments/preview", json!({"rule": rule})).expect(200);
    for rule in &holding {
        let found = count(rule);
        assert_eq!((&found["count"], &found["advocates"]), (&json!(1), &json!(2)), "{rule}");
        assert_eq!(found["sample"][0]["user_id"], json!(full.id), "{rule}");
    }
    for rule in &failing {
        assert_eq!(count(rule)["count"], 0, "{rule}");
    }
    for field in ["account.tier", "nps_score", "is_customer", "renewal_on", "topics"] {
        let one = |op: &str| count(&json!({"field": field, "op": op}))["sample"][0]["user_id"].clone();
        assert_eq!((one("is_set"), one("is_not_set")), (json!(full.id), json!(empty.id)));
    }
}

#[test]
fn a_rule_that_makes_no_sense_is_told_where() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let rule = json!({"all": [
        {"field": "shoe_size", "op": "eq", "value": 42},
        {"any": [{"field": "nps_score", "op": "contains", "value": "9"}, {"not": {"field": "account.tier", "op": "eq", "value": 9}}]},
        {"field": "nps_score", "op": "between", "value": [9, 1]},
        {"field": "renewal_on", "op": "within_last", "value": "P1M"},
        {"field": "is_customer", "op": "eq"},
        {"field": "topics", "op": "includes_any", "value": []},
        {"field": "topics", "op": "is_set", "value": true},
        {"op": "eq", "value": 1},
        {"field": "points"},
        {},
        {"all": [{"field": "points", "op": "is_set"}], "any": [{"field": "points", "op": "is_set"}]},
        {"field": "points", "op": "eq", "value": 1, "segment": "seg_01kfq8v6n2e9t8w4x3y5z7a1bc"}
    ]});
    assert_eq!(
        rule_refused(&scene, rule),
        [
            fault("/rule/all/0/field", "unknown_attribute"),
            fault("/rule/all/1/any/0/op", "wrong_operator"),
            fault("/rule/all/1/any/1/not/value", "type"),
            fault("/rule/all/10", "invalid_rule"),
            fault("/rule/all/11", "invalid_rule"),
            fault("/rule/all/2/value", "out_of_range"),
            fault("/rule/all/3/value", "format"),
            fault("/rule/all/4/value", "required"),
            fault("/rule/all/5/value", "too_few"),
            fault("/rule/all/6/value", "not_allowed"),
            fault("/rule/all/7/field", "required"),
            fault("/rule/all/8/op", "required"),
            fault("/rule/all/9", "invalid_rule"),
        ]
    );
    // What the published schema forbids.
    let refused = rule_refused(&scene, json!({"any": [{"field": "points", "op": "is_set", "mode": 1}, {"all": []}]}));
    assert_eq!(refused, [fault("/rule/any/0/mode", "unknown_field"), fault("/rule/any/1/all", "too_few")]);
    let refused = rule_refused(&scene, json!({"field": "points", "op": "roughly", "value": 1}));
    assert_eq!(refused, [fault("/rule/op", "invalid_choice")]);
}

#[test]
fn a_rule_has_at_most_eight_levels_and_a_hundred_comparisons() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let leaf = json!({"field": "points", "op": "gte", "value": 0});
    let deep = |levels: usize| (1..levels).fold(leaf.clone(), |rule, _| json!({"not": rule}));
    let wide = |leaves: usize| json!({"any": vec![leaf.clone(); leaves]});
    for rule in [deep(8), wide(100)] {
        scene.admin.post("/segments/preview", json!({"rule": rule})).expect(200);
    }
    assert_eq!(rule_refused(&scene, deep(9)), [fault(&format!("/rule{}", "/not".repeat(8)), "too_deep")]);
    assert_eq!(rule_refused(&scene, wide(101)), [fault("/rule", "too_many")]);
    // Far deeper than any rule.
    let absurd = format!("{{\"rule\": {}{}}}", "{\"not\":".repeat(5_000), "}".repeat(5_000));
    scene.admin.post("/segments/preview", absurd.as_str()).problem(400, "malformed_json");
}

#[test]
fn a_segment_of_another_organization_is_unknown_in_a_rule() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let theirs = app.other_org().admin().post("/segments", json!({"name": "Theirs", "kind": "static"})).expect(201).id();
    let own = scene.list("Own");
    let rule = json!({"all": [{"segment": own}, {"segment": theirs}, {"not": {"segment": "seg_01kfq8v6n2e9t8w4x3y5z7a1bc"}}]});
    let refused = scene.admin.post("/segments", json!({"name": "S", "kind": "dynamic", "rule": rule})).problem(422, "unknown_segment");
    assert_eq!(refused.faults(), [fault("/rule/all/1/segment", "unknown_segment"), fault("/rule/all/2/not/segment", "unknown_segment")]);
}

#[test]
fn a_preview_shows_the_first_ten_and_keeps_nothing() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let people: Vec<_> = (0..12).map(|number| app.advocate(&format!("Advocate {number}"))).collect();
    app.coachee("No advocate");
    let found = scene.admin.post("/segments/preview", json!({"rule": {"field": "points", "op": "eq", "value": 0}})).expect(200);
    assert_eq!((&found["count"], &found["advocates"]), (&json!(12), &json!(12)));
    let sample: Vec<_> = found["sample"].as_array().unwrap().iter().map(|one| one["user_id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(sample, people.iter().take(10).map(|person| person.id.clone()).collect::<Vec<_>>());
    assert!(scene.admin.get("/segments").expect(200).data().is_empty());
}
