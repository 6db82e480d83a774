//! Whether an answer of the right type is one that the question takes.

use std::collections::HashMap;

use super::given::{Faults, Given};
use super::matching::{Patterns, is_web_address};
use super::model::Shape;
use super::shapes::{
    DateQuestion, FileQuestion, LONG_UNLESS_TOLD, MultiChoiceQuestion, NPS, NumberQuestion, SHORT, ScaleQuestion, ShortTextQuestion,
    TextFormat,
};

/// Files that an answer may name, by id, with their media types.
pub type KnownFiles = HashMap<String, String>;

pub(super) fn check(shape: &Shape, required: bool, given: &Given, files: &KnownFiles, patterns: &Patterns, faults: &mut Faults<'_>) {
    match (shape, given) {
        (Shape::ShortText(shape), Given::Text(text)) => short_text(shape, text, patterns, faults),
        (Shape::LongText(shape), Given::Text(text)) => {
            length(text, shape.min_length, shape.max_length.unwrap_or(LONG_UNLESS_TOLD), faults);
        }
        (Shape::MultiChoice(shape), Given::Choices(chosen)) => count(shape, chosen.len(), faults),
        (Shape::Nps(_), Given::Number(number)) => _ = range(*number, 0.0, f64::from(NPS), faults),
        (Shape::Rating(shape), Given::Number(number)) => _ = range(*number, 1.0, f64::from(shape.max), faults),
        (Shape::Scale(shape), Given::Number(number)) => step(shape, *number, faults),
        (Shape::Number(shape), Given::Number(number)) => decimal(shape, *number, faults),
        (Shape::Date(shape), Given::Date(date)) => between(shape, &date.to_string(), faults),
        (Shape::Consent(_), Given::Agreed(false)) if required => faults.add("consent_required", "has to be agreed to"),
        (Shape::Ranking(shape), Given::Order(order)) => {
            let wanted = shape.top.map_or(shape.choices.len(), |top| top as usize);
            if order.len() != wanted {
                let code = if order.len() < wanted { "too_few" } else { "too_many" };
                faults.add(code, format!("must put {wanted} in order"));
            }
        }
        (Shape::Matrix(shape), Given::Grid(grid)) if required => {
            for row in shape.rows.iter().filter(|row| !grid.iter().any(|(known, _)| *known == row.value)) {
                faults.add_below(&row.value, "required", "is required");
            }
        }
        (Shape::File(shape), Given::Files(ids)) => uploads(shape, ids, files, faults),
        _ => {}
    }
}

fn length(text: &str, least: Option<u32>, most: u32, faults: &mut Faults<'_>) {
    let count = text.chars().count();
    if let Some(least) = least.filter(|least| count < *least as usize) {
        faults.add("too_short", format!("must have at least {least} characters"));
    } else if count > most as usize {
        faults.add("too_long", format!("must have at most {most} characters"));
    }
}

fn short_text(shape: &ShortTextQuestion, text: &str, patterns: &Patterns, faults: &mut Faults<'_>) {
    length(text, shape.min_length, shape.max_length.unwrap_or(SHORT), faults);
    let fits = match shape.format {
        Some(TextFormat::Email) => validator::ValidateEmail::validate_email(&text),
        Some(TextFormat::Url) => is_web_address(text),
        None => true,
    };
    if !fits {
        let what = if shape.format == Some(TextFormat::Email) { "an email address" } else { "an absolute http or https address" };
        faults.add("format", format!("must be {what}"));
    }
    if let Some(pattern) = &shape.pattern
        && !patterns.matches(pattern, text)
    {
        faults.add("pattern", shape.pattern_hint.clone().unwrap_or_else(|| "has the wrong form".into()));
    }
}

fn count(shape: &MultiChoiceQuestion, chosen: usize, faults: &mut Faults<'_>) {
    if let Some(min) = shape.min.filter(|min| chosen < *min as usize) {
        faults.add("too_few", format!("must be at least {min}"));
    }
    if let Some(max) = shape.max.filter(|max| chosen > *max as usize) {
        faults.add("too_many", format!("must be at most {max}"));
    }
}

fn range(number: f64, min: f64, max: f64, faults: &mut Faults<'_>) -> bool {
    let fits = number >= min && number <= max;
    if !fits {
        faults.add("out_of_range", format!("must be from {min} to {max}"));
    }
    fits
}

fn step(shape: &ScaleQuestion, number: f64, faults: &mut Faults<'_>) {
    if range(number, f64::from(shape.min), f64::from(shape.max), faults) && (number - f64::from(shape.min)) % f64::from(shape.step) != 0.0 {
        faults.add("out_of_range", format!("must lie on a step of {}", shape.step));
    }
}

fn decimal(shape: &NumberQuestion, number: f64, faults: &mut Faults<'_>) {
    if let Some(min) = shape.min.filter(|min| number < *min) {
        faults.add("out_of_range", format!("must be at least {min}"));
    }
    if let Some(max) = shape.max.filter(|max| number > *max) {
        faults.add("out_of_range", format!("must be at most {max}"));
    }
    let decimals = shape.decimals.unwrap_or(0);
    // As it is written: 0.1 has one digit whatever it is in binary.
    let digits = number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    if digits > usize::from(decimals) {
        let detail = if decimals == 0 {
            "must be a whole number".to_owned()
        } else {
            format!("must have at most {decimals} digits after the point")
        };
        faults.add("decimals", detail);
    }
}

/// Days are compared as they are written, which is how they sort.
fn between(shape: &DateQuestion, date: &str, faults: &mut Faults<'_>) {
    if let Some(min) = shape.min.as_deref().filter(|min| date < *min) {
        faults.add("out_of_range", format!("must not be before {min}"));
    }
    if let Some(max) = shape.max.as_deref().filter(|max| date > *max) {
        faults.add("out_of_range", format!("must not be after {max}"));
    }
}

fn uploads(shape: &FileQuestion, ids: &[String], files: &KnownFiles, faults: &mut Faults<'_>) {
    if ids.len() > shape.max_files as usize {
        faults.add("too_many", format!("must be at most {}", shape.max_files));
    }
    for (index, id) in ids.iter().enumerate() {
        let Some(media_type) = files.get(id) else {
            faults.add_below(index, "unknown_file", "there is no such file of yours");
            continue;
        };
        let fits = |wanted: &String| match wanted.strip_suffix('*') {
            Some(family) => media_type.starts_with(family),
            None => media_type == wanted,
        };
        if shape.media_types.as_ref().is_some_and(|taken| !taken.iter().any(fits)) {
            faults.add_below(index, "file_type", "is a file of another type");
        }
    }
}
