//! Whether questions make sense, before anybody is asked them: everything that is wrong, at once.

use std::collections::{HashMap, HashSet};

use super::given::day;
use super::matching::{MAX_PATTERNS, Patterns};
use super::model::{MAX_QUESTIONS, Question, Questionnaire, Shape};
use super::scoring;
use super::shapes::{Choice, LONG_UNLESS_TOLD, OTHER, SHORT, ShortTextQuestion};
use crate::kernel::FieldError;

const MAX_SECTIONS: usize = 50;

/// Faults so far, and the question that is looked at.
struct Found<'a> {
    at: String,
    list: &'a mut Vec<FieldError>,
}

impl Found<'_> {
    fn add(&mut self, below: impl std::fmt::Display, code: &str, detail: impl Into<String>) {
        self.list.push(FieldError::at(format!("{}/{below}", self.at), code, detail));
    }
}

/// Without `patterns` those of the questions are not looked at: they were when they were written.
pub(super) fn faults(questionnaire: &Questionnaire, patterns: Option<&Patterns>, at: &str) -> Vec<FieldError> {
    let mut list = Vec::new();
    let sections = sections(questionnaire, at, &mut list);
    if questionnaire.questions.len() > MAX_QUESTIONS {
        list.push(FieldError::at(format!("{at}/questions"), "too_many", format!("must have at most {MAX_QUESTIONS} entries")));
        return list;
    }
    let (mut ids, mut pattern_count, mut place) = (HashSet::new(), 0, None);
    for (index, question) in questionnaire.questions.iter().enumerate() {
        let mut found = Found { at: format!("{at}/questions/{index}"), list: &mut list };
        if !ids.insert(question.id.as_str()) {
            found.add("id", "not_unique", "must not be the id of an earlier question");
        }
        place = section(question, &sections, place, &mut found);
        shape(&question.shape, &mut found);
        if let Shape::ShortText(ShortTextQuestion { pattern: Some(pattern), .. }) = &question.shape {
            pattern_count += 1;
            if pattern_count > MAX_PATTERNS {
                found.add("short_text/pattern", "too_many", format!("at most {MAX_PATTERNS} questions have a pattern"));
            } else if patterns.is_some_and(|patterns| !patterns.is_valid(pattern)) {
                found.add("short_text/pattern", "pattern", "is not a regular expression that is known here, or too large a one");
            }
        }
        if question.score.is_some() && !scoring::can_score(&question.shape) {
            found.add("score", "not_allowed", "such a question has no score");
        }
        if let Some(show_if) = &question.show_if {
            show_if.faults(&format!("{at}/questions/{index}/show_if"), &questionnaire.questions[..index], &mut list);
        }
    }
    list
}

/// The places of the sections.
fn sections<'a>(questionnaire: &'a Questionnaire, at: &str, list: &mut Vec<FieldError>) -> HashMap<&'a str, usize> {
    if questionnaire.sections.len() > MAX_SECTIONS {
        list.push(FieldError::at(format!("{at}/sections"), "too_many", format!("must have at most {MAX_SECTIONS} entries")));
    }
    let mut places = HashMap::new();
    for (index, section) in questionnaire.sections.iter().enumerate() {
        if places.contains_key(section.id.as_str()) {
            list.push(FieldError::at(format!("{at}/sections/{index}/id"), "not_unique", "must not be the id of an earlier section"));
        } else {
            places.insert(section.id.as_str(), index);
        }
    }
    places
}

/// Questions follow the order of the sections. Tells the place of this one's.
fn section(question: &Question, places: &HashMap<&str, usize>, before: Option<usize>, found: &mut Found<'_>) -> Option<usize> {
    let own = question.section_id.as_deref().map(|id| places.get(id).copied());
    if own == Some(None) {
        found.add("section_id", "unknown_section", "must be one of the sections");
        return before;
    }
    let own = own.flatten();
    if own < before {
        found.add("section_id", "section_order", "must not stand before that of the question before");
        return before;
    }
    own
}

fn shape(shape: &Shape, found: &mut Found<'_>) {
    match shape {
        Shape::ShortText(text) => lengths("short_text", text.min_length, text.max_length.unwrap_or(SHORT), found),
        Shape::LongText(text) => lengths("long_text", text.min_length, text.max_length.unwrap_or(LONG_UNLESS_TOLD), found),
        Shape::SingleChoice(shape) => choices("single_choice/choices", &shape.choices, shape.other, found),
        Shape::MultiChoice(shape) => {
            choices("multi_choice/choices", &shape.choices, shape.other, found);
            let most = shape.choices.len() + usize::from(shape.other);
            if shape.max.is_some_and(|max| max as usize > most) {
                found.add("multi_choice/max", "out_of_range", format!("must be at most {most}"));
            }
            if shape.min.is_some_and(|min| min as usize > shape.max.map_or(most, |max| max as usize)) {
                found.add("multi_choice/min", "out_of_range", "must not be more than can be chosen");
            }
        }
        Shape::Number(number) => {
            if number.min.zip(number.max).is_some_and(|(min, max)| min > max) {
                found.add("number/min", "out_of_range", "must not be more than max");
            }
        }
        Shape::Date(date) => {
            for (name, text) in [("date/min", &date.min), ("date/max", &date.max)] {
                if text.as_deref().is_some_and(|text| day(text).is_none()) {
                    found.add(name, "format", "must be a date, such as 2026-03-01");
                }
            }
            if date.min.as_ref().zip(date.max.as_ref()).is_some_and(|(min, max)| min > max) {
                found.add("date/min", "out_of_range", "must not be after max");
            }
        }
        Shape::Ranking(shape) => {
            choices("ranking/choices", &shape.choices, false, found);
            if shape.top.is_some_and(|top| top as usize > shape.choices.len()) {
                found.add("ranking/top", "out_of_range", "must not be more than there are choices");
            }
        }
        Shape::Scale(scale) => {
            let steps = scale.max - scale.min;
            if steps <= 0 {
                found.add("scale/max", "out_of_range", "must be more than min");
            } else if steps % scale.step.max(1) != 0 {
                found.add("scale/step", "out_of_range", "must lead from min to max");
            }
        }
        Shape::Matrix(matrix) => {
            unique("matrix/rows", matrix.rows.iter().map(|row| row.value.as_str()), found);
            choices("matrix/columns", &matrix.columns, false, found);
        }
        Shape::Nps(_) | Shape::Rating(_) | Shape::Consent(_) | Shape::File(_) => {}
    }
}

fn lengths(name: &str, min: Option<u32>, max: u32, found: &mut Found<'_>) {
    if min.is_some_and(|min| min > max) {
        found.add(format!("{name}/min_length"), "out_of_range", format!("must be at most {max}"));
    }
}

fn choices(name: &str, choices: &[Choice], other: bool, found: &mut Found<'_>) {
    unique(name, choices.iter().map(|choice| choice.value.as_str()), found);
    if let Some(index) = choices.iter().position(|choice| other && choice.value == OTHER) {
        found.add(format!("{name}/{index}/value"), "reserved", "stands for what respondents write themselves");
    }
}

fn unique<'a>(name: &str, values: impl Iterator<Item = &'a str>, found: &mut Found<'_>) {
    let mut seen = HashSet::new();
    for (index, value) in values.enumerate() {
        if !seen.insert(value) {
            found.add(format!("{name}/{index}/value"), "not_unique", "must not be that of an earlier one");
        }
    }
}
