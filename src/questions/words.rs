//! Answers in the words that a person reads: the labels of choices instead of their values.

use serde_json::Value;

use super::model::{Question, Shape};
use super::shapes::Choice;

/// The answer to this question; what is not of its kind, or not among its choices, stands as it is.
pub fn of(question: &Question, answer: &Value) -> String {
    match &question.shape {
        Shape::SingleChoice(shape) => labelled(&shape.choices, answer),
        Shape::MultiChoice(shape) => labelled(&shape.choices, answer),
        Shape::Ranking(shape) => labelled(&shape.choices, answer),
        Shape::Matrix(shape) => match answer {
            Value::Object(rows) => {
                let label =
                    |row: &str| shape.rows.iter().find(|known| known.value == row).map_or(row.to_owned(), |known| known.label.clone());
                let cells = rows.iter().map(|(row, column)| format!("{}: {}", label(row), labelled(&shape.columns, column)));
                cells.collect::<Vec<_>>().join("; ")
            }
            other => bare(other),
        },
        _ => bare(answer),
    }
}

fn labelled(choices: &[Choice], answer: &Value) -> String {
    match answer {
        Value::String(value) => {
            choices.iter().find(|choice| choice.value == *value).map_or_else(|| value.clone(), |choice| choice.label.clone())
        }
        Value::Array(values) => values.iter().map(|value| labelled(choices, value)).collect::<Vec<_>>().join("; "),
        // What was written in the place of a choice.
        Value::Object(fields) => fields.values().map(bare).collect::<Vec<_>>().join("; "),
        other => bare(other),
    }
}

fn bare(answer: &Value) -> String {
    match answer {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(bare).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::questions::{Patterns, Questionnaire};

    fn question(fields: Value) -> Question {
        let fields = serde_json::from_value(fields).expect("fields of a question");
        Questionnaire::read("", Vec::new(), vec![fields], &Patterns::default()).expect("a question").questions.remove(0)
    }

    #[test]
    fn choices_are_told_by_their_labels() {
        let choices = json!([{"value": "often", "label": "Often"}, {"value": "never", "label": "Never, ever"}]);
        let single =
            question(json!({"id": "q", "kind": "single_choice", "label": "Q", "single_choice": {"choices": choices, "other": true}}));
        for (answer, words) in
            [(json!("never"), "Never, ever"), (json!({"other": "=now"}), "=now"), (json!("gone"), "gone"), (Value::Null, "")]
        {
            assert_eq!(of(&single, &answer), words);
        }
        let many = question(json!({"id": "q", "kind": "multi_choice", "label": "Q", "multi_choice": {"choices": choices}}));
        assert_eq!(of(&many, &json!(["never", "often"])), "Never, ever; Often");
        let rows = json!([{"value": "home", "label": "At home"}, {"value": "work", "label": "At work"}]);
        let grid = question(json!({"id": "q", "kind": "matrix", "label": "Q", "matrix": {"rows": rows, "columns": choices}}));
        assert_eq!(of(&grid, &json!({"home": "often", "work": "never"})), "At home: Often; At work: Never, ever");
    }

    #[test]
    fn other_answers_stand_as_they_are() {
        let number = question(json!({"id": "q", "kind": "nps", "label": "Q"}));
        assert_eq!(of(&number, &json!(9)), "9");
        let text = question(json!({"id": "q", "kind": "long_text", "label": "Q"}));
        assert_eq!(of(&text, &json!("one\ntwo")), "one\ntwo");
    }
}
