//! Regular expressions of people who write questions. The engine takes time that grows with pattern
//! times text and cannot be made to backtrack; how large a pattern may become is bounded here. Compiling
//! one takes long enough that nobody does it with a transaction open.

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

use super::model::{Question, QuestionFields, Shape};

/// Patterns of one list at most, for each has to be compiled.
pub(super) const MAX_PATTERNS: usize = 20;
/// A compiled pattern is no larger than this, in bytes.
const SIZE: usize = 256 * 1024;

/// The pattern, for whole texts; what is wrong with it is for the log, not for people.
fn compile(pattern: &str) -> Option<Regex> {
    // On its own first, so that it cannot close the group that it is put into.
    RegexBuilder::new(pattern).size_limit(SIZE).nest_limit(20).build().ok()?;
    RegexBuilder::new(&format!(r"\A(?:{pattern})\z")).size_limit(2 * SIZE).dfa_size_limit(SIZE).build().ok()
}

/// The patterns of questions, compiled; those that make no sense are known as such.
#[derive(Debug, Default)]
pub struct Patterns(HashMap<String, Option<Regex>>);

impl Patterns {
    /// Of questions that are asked.
    pub fn of(questions: &[Question]) -> Self {
        let shapes = questions.iter().filter_map(|question| match &question.shape {
            Shape::ShortText(shape) => Some(shape),
            _ => None,
        });
        Self::compile(shapes.filter_map(|shape| shape.pattern.as_deref()))
    }

    /// Of questions that are about to be written.
    pub fn of_fields(questions: &[QuestionFields]) -> Self {
        Self::compile(questions.iter().filter_map(|question| question.short_text.as_ref()?.pattern.as_deref()))
    }

    /// As many as a list may have; more are refused without a look at them.
    fn compile<'a>(patterns: impl Iterator<Item = &'a str>) -> Self {
        Self(patterns.take(MAX_PATTERNS).map(|pattern| (pattern.to_owned(), compile(pattern))).collect())
    }

    pub(super) fn is_valid(&self, pattern: &str) -> bool {
        self.0.get(pattern).is_some_and(Option::is_some)
    }

    /// Whether the whole text matches.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> bool {
        self.0.get(pattern).and_then(Option::as_ref).is_some_and(|regex| regex.is_match(text))
    }
}

/// An absolute http or https address with a host.
pub(super) fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_valid(pattern: &str) -> bool {
        Patterns::compile([pattern].into_iter()).is_valid(pattern)
    }

    fn matches(pattern: &str, text: &str) -> bool {
        Patterns::compile([pattern].into_iter()).matches(pattern, text)
    }

    #[test]
    fn a_pattern_is_held_against_the_whole_text() {
        assert!(matches("[A-Z]{2}-[0-9]{4}", "AB-1234"));
        for text in ["AB-12345", "xAB-1234", "AB-1234\n"] {
            assert!(!matches("[A-Z]{2}-[0-9]{4}", text), "{text:?}");
        }
        assert!(matches("a|b", "b") && !matches("a|b", "ab"));
        assert!(matches(r"\p{L}+", "Größe"));
    }

    #[test]
    fn what_would_take_forever_is_answered_at_once_or_refused() {
        let text = "a".repeat(500) + "!";
        for pattern in ["(a+)+$", "(a|aa)+", "(.*a){20}", "(a*)*b"] {
            assert!(!matches(pattern, &text), "{pattern}");
        }
        for pattern in ["(((a{100}){100}){100})", "(", "a)(b", r"(a)\1", "(?=a)a", "[", r"\p{L}{1000}"] {
            assert!(!is_valid(pattern), "{pattern}");
        }
    }
}
