//! Answers against questions, and both against a naive reading of the rules.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::questions::model::{QuestionFields, Questionnaire};

fn questions(list: Value) -> Vec<Question> {
    let fields: Vec<QuestionFields> = serde_json::from_value(list).expect("questions");
    let patterns = Patterns::of_fields(&fields);
    Questionnaire::read("", Vec::new(), fields, &patterns).expect("questions that make sense").questions
}

fn answers(value: Value) -> Answers {
    value.as_object().cloned().expect("an object")
}

/// Pointer and code of each fault.
fn faults(asked: &[Question], given: Value) -> Vec<(String, String)> {
    let files = KnownFiles::from([("file_1".to_owned(), "image/png".to_owned())]);
    let faults = complete(asked, &answers(given), Hidden::Dropped, &files, &Patterns::of(asked), "").err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.pointer.unwrap_or_default(), fault.code)).collect()
}

#[test]
fn each_kind_takes_what_fits_and_tells_what_does_not() {
    let choices = json!([{"value": "a", "label": "A"}, {"value": "b", "label": "B"}, {"value": "c", "label": "C"}]);
    let rows = json!([{"value": "x", "label": "X"}, {"value": "y", "label": "Y"}]);
    let cases = [
        (
            json!({"kind": "short_text", "short_text": {"min_length": 2, "max_length": 4}}),
            json!("äöü"),
            vec![(json!("a"), "too_short"), (json!("abcde"), "too_long"), (json!(1), "type")],
        ),
        (json!({"kind": "short_text", "short_text": {"format": "email"}}), json!(" a@b.example "), vec![(json!("a.b"), "format")]),
        (
            json!({"kind": "short_text", "short_text": {"format": "url"}}),
            json!("https://a.example/x"),
            vec![(json!("javascript:alert(1)"), "format"), (json!("ftp://a.example"), "format")],
        ),
        (json!({"kind": "short_text", "short_text": {"pattern": "[a-z]+"}}), json!("abc"), vec![(json!("abc1"), "pattern")]),
        (json!({"kind": "long_text", "long_text": {"max_length": 3}}), json!("a\nb"), vec![(json!("abcd"), "too_long")]),
        (
            json!({"kind": "single_choice", "single_choice": {"choices": choices}}),
            json!("a"),
            vec![(json!("d"), "invalid_choice"), (json!({"other": "d"}), "type")],
        ),
        (
            json!({"kind": "single_choice", "single_choice": {"choices": choices, "other": true}}),
            json!({"other": "d"}),
            vec![(json!({"else": "d"}), "type"), (json!({"other": " "}), "type")],
        ),
        (
            json!({"kind": "multi_choice", "multi_choice": {"choices": choices, "min": 2, "max": 2}}),
            json!(["a", "c"]),
            vec![(json!(["a"]), "too_few"), (json!(["a", "b", "c"]), "too_many"), (json!(["a", "a"]), "not_unique"), (json!("a"), "type")],
        ),
        (
            json!({"kind": "nps"}),
            json!(0),
            vec![(json!(11), "out_of_range"), (json!(-1), "out_of_range"), (json!(1.5), "type"), (json!("9"), "type")],
        ),
        (json!({"kind": "rating"}), json!(5), vec![(json!(0), "out_of_range"), (json!(6), "out_of_range")]),
        (
            json!({"kind": "number", "number": {"min": -1, "max": 2.5, "decimals": 2}}),
            json!(0.25),
            vec![(json!(-1.01), "out_of_range"), (json!(2.51), "out_of_range"), (json!(0.125), "decimals"), (json!(1e300), "type")],
        ),
        (json!({"kind": "number"}), json!(7.0), vec![(json!(0.5), "decimals")]),
        (
            json!({"kind": "date", "date": {"min": "2026-01-01", "max": "2026-12-31"}}),
            json!("2026-02-28"),
            vec![(json!("2026-02-30"), "type"), (json!("2025-12-31"), "out_of_range"), (json!("2027-01-01"), "out_of_range")],
        ),
        (
            json!({"kind": "ranking", "ranking": {"choices": choices, "top": 2}}),
            json!(["c", "a"]),
            vec![(json!(["c"]), "too_few"), (json!(["c", "a", "b"]), "too_many"), (json!(["c", "c"]), "not_unique")],
        ),
        (json!({"kind": "consent"}), json!(true), vec![(json!(false), "consent_required"), (json!("yes"), "type")]),
        (
            json!({"kind": "scale", "scale": {"min": 0, "max": 10, "step": 5}}),
            json!(5),
            vec![(json!(4), "out_of_range"), (json!(15), "out_of_range")],
        ),
        (
            json!({"kind": "matrix", "matrix": {"rows": rows, "columns": choices}}),
            json!({"x": "a", "y": "c"}),
            vec![
                (json!({"x": "a"}), "required"),
                (json!({"x": "d", "y": "a"}), "invalid_choice"),
                (json!({"x": "a", "y": "b", "z": "a"}), "unknown_field"),
            ],
        ),
        (
            json!({"kind": "file", "file": {"media_types": ["image/*"]}}),
            json!(["file_1"]),
            vec![(json!(["file_2"]), "unknown_file"), (json!(["file_1", "file_2"]), "too_many"), (json!(["x"]), "type")],
        ),
        (json!({"kind": "file", "file": {"media_types": ["image/jpeg"]}}), json!([]), vec![(json!(["file_1"]), "file_type")]),
    ];
    for (mut question, fitting, misfits) in cases {
        (question["id"], question["label"], question["required"]) = (json!("q"), json!("?"), json!(true));
        let asked = questions(json!([question]));
        if fitting != json!([]) {
            assert_eq!(faults(&asked, json!({"q": fitting})), [], "{question}");
        }
        for nothing in [json!({}), json!({"q": null}), json!({"q": " "}), json!({"q": []})] {
            assert_eq!(faults(&asked, nothing), [("/q".to_owned(), "required".to_owned())], "{question}");
        }
        for (misfit, code) in misfits {
            let found = faults(&asked, json!({"q": misfit}));
            assert!(found.iter().any(|(at, found)| at.starts_with("/q") && found == code), "{question} {misfit}: {found:?}");
        }
    }
}

#[test]
fn every_fault_is_told_at_once_in_the_order_of_the_questions() {
    let asked = questions(json!([
        {"id": "one", "kind": "nps", "label": "?", "required": true},
        {"id": "two", "kind": "short_text", "label": "?", "short_text": {"max_length": 1}},
        {"id": "three", "kind": "date", "label": "?"},
    ]));
    let found = faults(&asked, json!({"three": 3, "two": "too long", "a/b": 1}));
    let codes = [("/a~1b", "unknown_question"), ("/one", "required"), ("/two", "too_long"), ("/three", "type")];
    assert_eq!(found, codes.map(|(at, code)| (at.to_owned(), code.to_owned())));
}

#[test]
fn answers_on_the_way_need_only_be_of_the_right_type() {
    let asked = questions(json!([
        {"id": "one", "kind": "nps", "label": "?", "required": true},
        {"id": "two", "kind": "short_text", "label": "?", "short_text": {"min_length": 10}},
    ]));
    let kept = partial(&asked, &answers(json!({"two": "short", "one": null})), "").expect("as far as it goes");
    assert_eq!(Value::Object(kept), json!({"two": "short"}));
    let refused = partial(&asked, &answers(json!({"one": "9", "three": 1})), "/answers").expect_err("wrong types");
    assert_eq!(refused.iter().map(|fault| fault.pointer.as_deref().unwrap()).collect::<Vec<_>>(), ["/answers/three", "/answers/one"]);
}

#[test]
fn a_hidden_question_is_neither_required_nor_kept() {
    let asked = questions(json!([
        {"id": "leads", "kind": "consent", "label": "Do you lead?"},
        {"id": "team", "kind": "number", "label": "How many?", "required": true,
         "show_if": {"all": [{"question_id": "leads", "op": "eq", "value": true}]}},
        {"id": "proud", "kind": "short_text", "label": "Of whom?", "required": true,
         "show_if": {"any": [{"question_id": "team", "op": "gte", "value": 3}]}},
    ]));
    let files = KnownFiles::new();
    let given = answers(json!({"leads": false, "team": 5, "proud": "Ana"}));
    let kept = complete(&asked, &given, Hidden::Dropped, &files, &Patterns::default(), "").expect("complete");
    assert_eq!(Value::Object(kept.answers), json!({"leads": false}));
    let refused = complete(&asked, &given, Hidden::Refused, &files, &Patterns::default(), "").expect_err("hidden");
    assert_eq!(refused.iter().map(|fault| fault.code.as_str()).collect::<Vec<_>>(), ["hidden_question", "hidden_question"]);
    assert_eq!(faults(&asked, json!({"leads": true, "team": 5})), [("/proud".to_owned(), "required".to_owned())]);
}

/// Five questions of kinds that can be compared; conditions between them are drawn.
const KINDS: [&str; 5] = ["consent", "single_choice", "multi_choice", "nps", "date"];

fn values(kind: &str) -> Vec<Value> {
    match kind {
        "consent" => vec![json!(true), json!(false)],
        "single_choice" => vec![json!("a"), json!("b")],
        "multi_choice" => vec![json!(["a"]), json!(["b"]), json!(["a", "b"]), json!([])],
        "nps" => vec![json!(0), json!(5), json!(10)],
        _ => vec![json!("2026-01-01"), json!("2026-06-01")],
    }
}

fn comparisons(kind: &str) -> Vec<(&'static str, Value)> {
    let mut all = vec![("answered", Value::Null), ("not_answered", Value::Null)];
    match kind {
        "consent" => all.extend([("eq", json!(true)), ("ne", json!(true))]),
        "single_choice" => all.extend([("eq", json!("a")), ("ne", json!("a")), ("in", json!(["a", "b"])), ("not_in", json!(["b"]))]),
        "multi_choice" => all.extend([("includes", json!("a")), ("excludes", json!("a"))]),
        "nps" => {
            all.extend([
                ("gt", json!(5)),
                ("gte", json!(5)),
                ("lt", json!(5)),
                ("lte", json!(5)),
                ("in", json!([0, 10])),
                ("eq", json!(5)),
            ]);
        }
        _ => all.extend([("gt", json!("2026-01-01")), ("lte", json!("2026-01-01")), ("eq", json!("2026-06-01"))]),
    }
    all
}

prop_compose! {
    fn condition(before: usize)(target in 0..before, pick in any::<prop::sample::Index>()) -> Value {
        let all = comparisons(KINDS[target]);
        let (op, value) = pick.get(&all).clone();
        json!({"question_id": format!("q{target}"), "op": op, "value": value})
    }
}

fn question(index: usize) -> BoxedStrategy<Value> {
    let base = move |required: bool| {
        let choices = json!({"choices": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]});
        let mut question = json!({"id": format!("q{index}"), "kind": KINDS[index], "label": "?", "required": required});
        if KINDS[index].ends_with("choice") {
            question[KINDS[index]] = choices;
        }
        question
    };
    if index == 0 {
        return any::<bool>().prop_map(base).boxed();
    }
    let some = || prop::option::of(prop::collection::vec(condition(index), 1..3));
    (any::<bool>(), some(), some())
        .prop_map(move |(required, all, any)| {
            let mut question = base(required);
            if all.is_some() || any.is_some() {
                question["show_if"] = json!({"all": all, "any": any});
            }
            question
        })
        .boxed()
}

fn case() -> impl Strategy<Value = (Vec<Value>, Vec<Option<Value>>)> {
    let answer = |index: usize| prop::option::of(prop::sample::select(values(KINDS[index])));
    ((0..5).map(question).collect::<Vec<_>>(), (0..5).map(answer).collect::<Vec<_>>())
}

/// Whether a question is shown, straight from the words of the rule: by asking again, for each condition,
/// whether the question that it looks at is shown and answered.
fn naively_shown(asked: &[Value], given: &[Option<Value>], index: usize) -> bool {
    let holds = |condition: &Value| {
        let target: usize = condition["question_id"].as_str().unwrap()[1..].parse().unwrap();
        let answer = given[target].clone().filter(|value| *value != json!([])).filter(|_| naively_shown(asked, given, target));
        let (op, value) = (condition["op"].as_str().unwrap(), &condition["value"]);
        let Some(answer) = answer else { return op == "not_answered" };
        let order = || match (answer.as_i64(), answer.as_str()) {
            (Some(number), _) => number.cmp(&value.as_i64().unwrap()),
            (_, text) => text.unwrap().cmp(value.as_str().unwrap()),
        };
        match op {
            "answered" => true,
            "not_answered" => false,
            "eq" => answer == *value,
            "ne" => answer != *value,
            "in" => value.as_array().unwrap().contains(&answer),
            "not_in" => !value.as_array().unwrap().contains(&answer),
            "includes" => answer.as_array().unwrap().contains(value),
            "excludes" => !answer.as_array().unwrap().contains(value),
            "gt" => order().is_gt(),
            "gte" => order().is_ge(),
            "lt" => order().is_lt(),
            _ => order().is_le(),
        }
    };
    let list = |name: &str| asked[index]["show_if"][name].as_array().cloned();
    list("all").is_none_or(|all| all.iter().all(holds)) && list("any").is_none_or(|any| any.iter().any(holds))
}

proptest! {
    #[test]
    fn what_is_shown_required_and_kept_is_what_the_rules_say((asked, given) in case()) {
        let read = questions(Value::Array(asked.clone()));
        let handed_in: Answers =
            given.iter().enumerate().filter_map(|(index, value)| Some((format!("q{index}"), value.clone()?))).collect();
        let (mut kept, mut missing, mut hidden) = (Answers::new(), Vec::new(), Vec::new());
        for index in 0..asked.len() {
            let (id, shown) = (format!("q{index}"), naively_shown(&asked, &given, index));
            let value = given[index].clone().filter(|value| *value != json!([]));
            match value {
                Some(value) if shown => {
                    if value == json!(false) && asked[index]["required"] == json!(true) {
                        missing.push(format!("/{id}"));
                    }
                    kept.insert(id, value);
                }
                Some(_) => hidden.push(format!("/{id}")),
                None if shown && asked[index]["required"] == json!(true) => missing.push(format!("/{id}")),
                None => {}
            }
        }
        let pointers = |faults: Vec<FieldError>| faults.into_iter().filter_map(|fault| fault.pointer).collect::<Vec<_>>();
        match complete(&read, &handed_in, Hidden::Dropped, &KnownFiles::new(), &Patterns::default(), "") {
            Ok(found) => prop_assert_eq!((Value::Object(found.answers), Vec::<String>::new()), (Value::Object(kept), missing.clone())),
            Err(faults) => prop_assert_eq!(pointers(faults), missing.clone()),
        }
        let strictly = complete(&read, &handed_in, Hidden::Refused, &KnownFiles::new(), &Patterns::default(), "").map_or_else(pointers, |_| Vec::new());
        let mut all = [missing, hidden].concat();
        all.sort();
        prop_assert_eq!(strictly, all);
    }
}
