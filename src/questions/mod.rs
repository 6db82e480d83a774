//! Questions and answers, for whoever asks people something: forms and assessments, and surveys. What a
//! question is, when it is shown, whether an answer fits, and what it scores. All of it is pure; who may
//! answer, when, and where answers are kept is the business of those who ask.

pub mod answers;
pub mod conditions;
mod definition;
mod fit;
mod given;
mod matching;
pub mod model;
pub mod scoring;
pub mod shapes;
pub mod words;

pub use matching::Patterns;
pub use model::{Question, QuestionFields, Questionnaire, Section};
