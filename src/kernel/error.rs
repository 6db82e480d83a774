//! The one error type. A problem knows its code from the catalogue, the errors of single fields, and,
//! for the log only, what caused it.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::problems::Code;

pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// What is wrong with one field or parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer into the request body, when the fault is there; else null.
    #[schema(example = "/items/0/session/duration")]
    pub pointer: Option<String>,
    /// Name of the query parameter or header, when the fault is there; else null.
    pub parameter: Option<String>,
    /// What kind of fault: `required`, `unknown_field`, `type`, `format`, `schedule_in_past` …
    pub code: String,
    /// The same for people. Never repeats the value that was sent.
    pub detail: String,
}

impl FieldError {
    pub fn at(pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), parameter: None, code: code.into(), detail: detail.into() }
    }

    pub fn parameter(name: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: None, parameter: Some(name.into()), code: code.into(), detail: detail.into() }
    }
}

/// Something that keeps a request from being answered as asked.
#[derive(Debug)]
pub struct Problem(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    detail: Option<String>,
    errors: Vec<FieldError>,
    extra: Map<String, Value>,
    retry_after: Option<u64>,
    cause: Option<String>,
}

impl Problem {
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner { code, detail: None, errors: Vec::new(), extra: Map::new(), retry_after: code.retry_after(), cause: None }))
    }

    /// What nobody foresaw; the cause goes to the log and never to the caller.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut problem = Self::new(Code::Internal);
        problem.0.cause = Some(cause.to_string());
        problem
    }

    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// Every fault of a request body at once.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let count = errors.len();
        let plural = if count == 1 { "field is" } else { "fields are" };
        let mut problem = Self::new(Code::ValidationFailed).detail(format!("{count} {plural} not valid."));
        problem.0.errors = errors;
        problem
    }

    /// The same, where faults may have codes of the catalogue: one that is all that is wrong names the problem.
    pub fn of_faults(errors: Vec<FieldError>) -> Self {
        let named = errors.first().and_then(|first| Code::ALL.iter().find(|code| code.as_str() == first.code));
        match named.filter(|code| errors.iter().all(|error| error.code == code.as_str())) {
            Some(code) => Self::new(*code).with_errors(errors),
            None => Self::invalid(errors),
        }
    }

    /// A problem that one field of the body is to blame for.
    pub fn field(code: Code, pointer: &str) -> Self {
        let mut problem = Self::new(code);
        problem.0.errors.push(FieldError::at(pointer, code.as_str(), code.title()));
        problem
    }

    /// A query parameter or header that cannot be read.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem = Self::new(Code::InvalidParameter).detail(format!("{name}: {detail}"));
        problem.0.errors.push(FieldError::parameter(name, "invalid_parameter", detail));
        problem
    }

    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// A further key of the answer, such as `allowed_actions`.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.extra.insert(key.to_owned(), value);
        }
        self
    }

    /// The same where the fields have other names: pointers that begin with one get the other.
    #[must_use]
    pub fn renamed(mut self, names: &[(&str, &str)]) -> Self {
        for pointer in self.0.errors.iter_mut().filter_map(|error| error.pointer.as_mut()) {
            if let Some((rest, new)) = names.iter().find_map(|(old, new)| Some((pointer.strip_prefix(old)?, new))) {
                *pointer = format!("{new}{rest}");
            }
        }
        self
    }

    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// What lies behind it, for the log only.
    #[must_use]
    pub fn caused_by(mut self, cause: impl fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    pub fn code(&self) -> Code {
        self.0.code
    }
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }
    pub fn extra(&self) -> &Map<String, Value> {
        &self.0.extra
    }
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.0.retry_after
    }
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }
    /// The sentence of this occurrence; the title where there is none.
    pub fn sentence(&self) -> &str {
        self.0.detail.as_deref().unwrap_or_else(|| self.0.code.title())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code.as_str(), self.sentence())?;
        if let Some(cause) = &self.0.cause {
            write!(f, " ({cause})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
