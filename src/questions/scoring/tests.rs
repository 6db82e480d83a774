//! Scores.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::questions::Patterns;
use crate::questions::answers::{Hidden, KnownFiles, complete};
use crate::questions::model::Section;

fn questionnaire(sections: &[&str], questions: Value) -> Questionnaire {
    let section = |id: &&str| Section { id: (*id).to_owned(), title: (*id).to_owned(), description: None };
    let fields = serde_json::from_value(questions).expect("questions");
    Questionnaire::read("", sections.iter().map(section).collect(), fields, &Patterns::default()).expect("questions that make sense")
}

fn scored(questionnaire: &Questionnaire, answers: Value, bands: &[Band]) -> Score {
    let answers = answers.as_object().cloned().expect("an object");
    let complete =
        complete(&questionnaire.questions, &answers, Hidden::Dropped, &KnownFiles::new(), &Patterns::default(), "").expect("complete");
    score(questionnaire, &complete, bands)
}

fn band(min_percent: u8, label: &str) -> Band {
    Band { min_percent, label: label.to_owned(), description: None }
}

#[test]
fn points_weights_and_sections_add_up() {
    let choices = json!([{"value": "a", "label": "A", "points": -2}, {"value": "b", "label": "B", "points": 3}, {"value": "c", "label": "C", "points": 1}]);
    let asked = questionnaire(
        &["one", "two", "three"],
        json!([
            {"id": "free", "kind": "scale", "label": "?", "score": {}},
            {"id": "s", "kind": "scale", "label": "?", "section_id": "one", "score": {"weight": 3, "reversed": true}},
            {"id": "c", "kind": "single_choice", "label": "?", "section_id": "one", "score": {}, "single_choice": {"choices": choices}},
            {"id": "m", "kind": "multi_choice", "label": "?", "section_id": "two", "score": {}, "multi_choice": {"choices": choices, "other": true}},
            {"id": "g", "kind": "matrix", "label": "?", "section_id": "two", "score": {},
             "matrix": {"rows": [{"value": "x", "label": "X"}, {"value": "y", "label": "Y"}], "columns": choices}},
            {"id": "unscored", "kind": "nps", "label": "?", "section_id": "three"},
            {"id": "skipped", "kind": "nps", "label": "?", "section_id": "three", "score": {}},
        ]),
    );
    let answers = json!({"free": 5, "s": 2, "c": "b", "m": ["b", {"other": "d"}], "g": {"x": "a"}, "unscored": 9});
    let score = scored(&asked, answers, &[band(0, "low"), band(70, "high")]);
    let of =
        |id: &str| score.questions.iter().find(|points| points.question_id == id).map(|all| (all.points, all.min_points, all.max_points));
    assert_eq!(of("free"), Some((5, 1, 5)));
    // Reversed, 2 of 1 to 5 is 4, three times.
    assert_eq!(of("s"), Some((12, 3, 15)));
    assert_eq!(of("c"), Some((3, -2, 3)));
    assert_eq!(of("m"), Some((3, -2, 4)));
    assert_eq!(of("g"), Some((-2, -2, 3)));
    assert_eq!((of("unscored"), of("skipped")), (None, None));
    let sections: Vec<_> = score.sections.iter().map(|all| (all.section_id.as_str(), all.score.points, all.score.percent)).collect();
    assert_eq!(sections, [("one", 15, Some(82.4)), ("two", 1, Some(45.5))]);
    assert_eq!((score.total.points, score.total.min_points, score.total.max_points), (21, -2, 30));
    assert_eq!((score.total.percent, score.total.band.as_deref()), (Some(71.9), Some("high")));
}

#[test]
fn where_nothing_was_scored_there_is_no_percentage() {
    let asked = questionnaire(&[], json!([{"id": "s", "kind": "nps", "label": "?", "score": {}}]));
    let score = scored(&asked, json!({}), &[band(0, "low")]);
    assert_eq!((score.total.percent, score.total.band, score.questions.len()), (None, None, 0));
}

#[test]
fn a_band_reaches_from_its_percentage_to_the_next() {
    let asked = questionnaire(&[], json!([{"id": "s", "kind": "nps", "label": "?", "score": {}}]));
    let bands = [band(10, "low"), band(50, "middle"), band(100, "high")];
    let label = |answer: i64| scored(&asked, json!({"s": answer}), &bands).total.band;
    assert_eq!(
        [0, 1, 4, 5, 9, 10].map(label),
        [None, Some("low"), Some("low"), Some("middle"), Some("middle"), Some("high")].map(|label| label.map(str::to_owned))
    );
    assert_eq!(faults(&[band(0, "a"), band(50, "b"), band(50, "c")], "/bands")[0].pointer.as_deref(), Some("/bands/2/min_percent"));
}

proptest! {
    #[test]
    fn the_least_and_the_most_of_a_choice_are_what_trying_all_of_them_finds(
        points in prop::collection::vec(-5..6_i32, 1..6), other in any::<bool>(), min in 1..4_u32, more in 0..4_u32,
    ) {
        let count = points.len() as u32 + u32::from(other);
        let (min, max) = (min.min(count), (min + more).min(count));
        let choice = |(index, points): (usize, &i32)| Choice { value: format!("c{index}"), label: "?".into(), points: Some(*points) };
        let shape = MultiChoiceQuestion { choices: points.iter().enumerate().map(choice).collect(), other, min: Some(min), max: Some(max) };
        let worth: Vec<i64> = points.iter().map(|points| i64::from(*points)).chain(other.then_some(0)).collect();
        let sums = (0..1_u32 << count).filter(|set| (min..=max).contains(&set.count_ones())).map(|set| -> i64 {
            worth.iter().enumerate().filter(|(index, _)| set & (1 << index) != 0).map(|(_, points)| points).sum()
        });
        let sums: Vec<i64> = sums.collect();
        prop_assert_eq!(extremes(&shape), (*sums.iter().min().unwrap(), *sums.iter().max().unwrap()));
    }

    #[test]
    fn a_percentage_lies_between_nothing_and_all(answers in prop::collection::vec(0..=10_i64, 1..8), weights in prop::collection::vec(1..100_u32, 8)) {
        let list: Vec<Value> = answers.iter().enumerate().map(|(index, _)| {
            json!({"id": format!("q{index}"), "kind": "nps", "label": "?", "score": {"weight": weights[index], "reversed": index % 2 == 0}})
        }).collect();
        let given: serde_json::Map<String, Value> = answers.iter().enumerate().map(|(index, value)| (format!("q{index}"), json!(value))).collect();
        let total = scored(&questionnaire(&[], Value::Array(list)), Value::Object(given), &[]).total;
        let percent = total.percent.unwrap();
        prop_assert!((0.0..=100.0).contains(&percent) && total.min_points <= total.points && total.points <= total.max_points);
        let share = |points: i64| f64::from(i32::try_from(points - total.min_points).unwrap());
        let exact = share(total.points) * 100.0 / share(total.max_points);
        prop_assert!((exact - percent).abs() <= 0.05 + 1e-9);
    }
}
