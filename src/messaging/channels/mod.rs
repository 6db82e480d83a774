//! How a message leaves: webhook, Zapier, Slack, email. Network in, result out. Nothing here knows our
//! tables; who is told what, and when it is tried again, is decided elsewhere.

pub mod email;
pub mod guard;
pub mod http;
pub mod slack;
#[cfg(test)]
mod support;
pub mod webhook;
pub mod zapier;

use std::time::{Duration, Instant};

/// How much of an answer is kept, in bytes.
pub const ANSWER_LIMIT: usize = 4096;

/// What became of one attempt to send.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub outcome: Outcome,
    /// Status of HTTP, or the reply code of a mail server.
    pub status: Option<u16>,
    pub latency: Duration,
    /// The first 4 KiB of the answer, with control characters other than line feed and tab replaced.
    pub answer: String,
    /// What went wrong, in words for the owner. Never a secret, and never a URL, which may hold one.
    pub error: Option<String>,
    /// What the receiver asked for with `Retry-After`.
    pub retry_after: Option<Duration>,
}

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Delivered,
    /// Try again later.
    Failed,
    /// Never try this message again: the receiver will not take it.
    Rejected,
    /// The target itself is gone: disable it.
    Gone,
}

impl Attempt {
    /// A message that was not sent because it or its target is not acceptable.
    pub fn rejected(why: impl Into<String>) -> Self {
        Self::without_answer(Outcome::Rejected, Some(why.into()))
    }

    /// An attempt that broke off before anything was answered.
    pub fn failed(why: impl Into<String>) -> Self {
        Self::without_answer(Outcome::Failed, Some(why.into()))
    }

    pub fn is_delivered(&self) -> bool {
        self.outcome == Outcome::Delivered
    }

    fn without_answer(outcome: Outcome, error: Option<String>) -> Self {
        Self { outcome, status: None, latency: Duration::ZERO, answer: String::new(), error, retry_after: None }
    }

    #[must_use]
    fn since(mut self, start: Instant) -> Self {
        self.latency = start.elapsed();
        self
    }

    /// The same answer read in another way than plain HTTP does.
    #[must_use]
    fn read_as(mut self, outcome: Outcome, error: Option<String>) -> Self {
        self.outcome = outcome;
        self.error = error;
        self
    }
}

/// An answer as it may be stored and shown: text, bounded, without control characters. A sequence cut
/// at the limit and a NUL, which PostgreSQL refuses, become U+FFFD.
pub fn printable(bytes: &[u8]) -> String {
    readable(bytes.get(..ANSWER_LIMIT).unwrap_or(bytes))
}

/// The same for an answer of any length.
fn readable(bytes: &[u8]) -> String {
    let replace = |c: char| if c.is_control() && c != '\n' && c != '\t' { char::REPLACEMENT_CHARACTER } else { c };
    String::from_utf8_lossy(bytes).replace("\r\n", "\n").chars().map(replace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_as_bounded_text_without_control_characters() {
        assert_eq!(printable(b"a\tb\r\nc\x00\x1b[31m\xff"), "a\tb\nc\u{fffd}\u{fffd}[31m\u{fffd}");
        assert_eq!(printable(&[b'x'; 10_000]).len(), ANSWER_LIMIT);
    }
}
