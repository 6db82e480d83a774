//! Request bodies are held against the very schema that OpenAPI publishes, so that what is documented
//! is what is enforced, and every fault of a body is told at once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;
use utoipa::ToSchema;
use validator::{ValidateEmail, ValidateUrl};

use crate::kernel::{FieldError, Problem, Result, Timestamp};

static SCHEMAS: LazyLock<Value> = LazyLock::new(|| {
    let components = serde_json::to_value(super::router::document().components.clone()).unwrap_or_default();
    serde_json::json!({ "components": components })
});

thread_local! {
    static VALIDATORS: RefCell<HashMap<String, Rc<Validator>>> = RefCell::default();
}

/// Every way in which the value departs from `T`'s schema.
pub(super) fn faults<T: ToSchema>(value: &Value) -> Result<Vec<FieldError>> {
    let validator = validator(&T::name())?;
    let mut faults = Vec::new();
    for error in validator.iter_errors(value) {
        collect(&error, &mut faults);
    }
    Ok(faults)
}

fn validator(name: &str) -> Result<Rc<Validator>> {
    VALIDATORS.with_borrow_mut(|known| {
        if let Some(validator) = known.get(name) {
            return Ok(validator.clone());
        }
        let mut schema = SCHEMAS.clone();
        schema["$ref"] = Value::String(format!("#/components/schemas/{name}"));
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .with_format("date-time", |text: &str| text.parse::<Timestamp>().is_ok())
            .with_format("email", |text: &str| text.trim().validate_email())
            .with_format("uri", is_web_address)
            .with_format("time-zone", |text: &str| text.parse::<chrono_tz::Tz>().is_ok())
            .with_format("duration", |text: &str| crate::kernel::duration::parse(text).is_some())
            .build(&schema)
            .map_err(|error| Problem::internal(format!("the schema {name} does not compile: {error}")))?;
        let validator = Rc::new(validator);
        known.insert(name.to_owned(), validator.clone());
        Ok(validator)
    })
}

/// An absolute http or https address with a host.
fn is_web_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) && text.validate_url() && !text.contains(char::is_whitespace)
}

fn collect(error: &ValidationError<'_>, faults: &mut Vec<FieldError>) {
    let pointer = error.instance_path().to_string();
    let mut add = |code: &str, detail: String| faults.push(FieldError::at(pointer.clone(), code, detail));
    match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            faults.push(FieldError::at(format!("{pointer}/{name}"), "required", "is required"));
        }
        Kind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                let name = name.replace('~', "~0").replace('/', "~1");
                faults.push(FieldError::at(format!("{pointer}/{name}"), "unknown_field", "is not a field here"));
            }
        }
        // A nullable object or enum is published as "null or this"; its faults are the latter's.
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            let fitting = context.iter().find(|branch| {
                !branch.iter().any(|inner| inner.instance_path().to_string() == pointer && matches!(inner.kind(), Kind::Type { .. }))
            });
            match fitting.or(context.last()) {
                Some(branch) => branch.iter().for_each(|inner| collect(inner, faults)),
                None => add("type", "does not fit".into()),
            }
        }
        Kind::Type { .. } => add("type", "has the wrong type".into()),
        Kind::Enum { options } => add("invalid_choice", format!("must be one of: {}", choices(options))),
        Kind::Constant { .. } => add("invalid_choice", "has the wrong value".into()),
        Kind::Format { format } => add(format_code(format), format!("must be {}", format_words(format))),
        Kind::Pattern { .. } => add("format", "has the wrong form".into()),
        Kind::MinLength { limit } => add("too_short", format!("must have at least {limit} characters")),
        Kind::MaxLength { limit } => add("too_long", format!("must have at most {limit} characters")),
        Kind::MinItems { limit } => add("too_few", format!("must have at least {limit} entries")),
        Kind::MaxItems { limit } => add("too_many", format!("must have at most {limit} entries")),
        Kind::UniqueItems => add("not_unique", "must not repeat an entry".into()),
        Kind::Minimum { limit } => add("out_of_range", format!("must be at least {limit}")),
        Kind::Maximum { limit } => add("out_of_range", format!("must be at most {limit}")),
        other => add("invalid", format!("breaks the rule {}", other.keyword())),
    }
}

fn choices(options: &Value) -> String {
    let words = options.as_array().map(|all| all.iter().filter_map(Value::as_str).collect::<Vec<_>>());
    words.unwrap_or_default().join(", ")
}

fn format_code(format: &str) -> &'static str {
    if format == "uri" { "invalid_url" } else { "format" }
}

fn format_words(format: &str) -> &'static str {
    match format {
        "date-time" => "an RFC 3339 date-time, such as 2026-03-01T09:00:00Z",
        "date" => "a date, such as 2026-03-01",
        "email" => "an email address",
        "uri" => "an absolute http or https address",
        "time-zone" => "an IANA time zone, such as Europe/Berlin",
        "duration" => "an ISO 8601 duration of days, hours, minutes or seconds, such as PT45M",
        _ => "in the documented format",
    }
}
