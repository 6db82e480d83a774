//! Scores of assessments.

use super::{published, published_assessment, published_form, response};
use crate::support::{Programme, TestApp, json};

#[test]
fn an_assessment_is_scored_with_weights_sections_and_bands() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let mine = response(&it.coachee, &it.ask("assessment", &published_assessment(&it.coach)));
    it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"rested": 4, "tired": 2, "focus": "never"}})).expect(200);
    let score = it.coach.get(&mine).expect(200)["score"].clone();
    let points = |points: i64, min: i64, max: i64, percent: f64, band: &str| json!({"points": points, "min_points": min, "max_points": max, "percent": percent, "band": band});
    // 4 and, reversed, 4 of 1 to 5 each; 0 of 3, twice.
    assert_eq!(score["total"], points(8, 2, 16, 42.9, "Low"));
    assert_eq!(
        score["sections"],
        json!([
            {"section_id": "energy", "score": points(8, 2, 10, 75.0, "Steady")},
            {"section_id": "focus", "score": points(0, 0, 6, 0.0, "Low")}
        ])
    );
    assert_eq!(score["questions"][2], json!({"question_id": "focus", "points": 0, "min_points": 0, "max_points": 6}));
}

#[test]
fn what_is_left_out_or_hidden_counts_for_nothing() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let scored = json!([
        {"id": "one", "kind": "rating", "label": "?", "score": {}},
        {"id": "two", "kind": "nps", "label": "?", "score": {}, "show_if": {"all": [{"question_id": "one", "op": "lt", "value": 3}]}},
        {"id": "three", "kind": "scale", "label": "?", "score": {}}
    ]);
    let form = published(&it.coach, json!({"kind": "assessment", "title": "A", "questions": scored}));
    let mine = response(&it.coachee, &it.ask("assessment", &form));
    it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"one": 5, "two": 0}})).expect(200);
    let total = it.coach.get(&mine).expect(200)["score"]["total"].clone();
    assert_eq!(total, json!({"points": 5, "min_points": 1, "max_points": 5, "percent": 100.0, "band": null}));
}

#[test]
fn a_form_has_no_score() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let mine = response(&it.coachee, &it.ask("form", &published_form(&it.coach)));
    it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"hope": "Rest"}})).expect(200);
    assert_eq!(it.coach.get(&mine).expect(200)["score"], json!(null));
}
