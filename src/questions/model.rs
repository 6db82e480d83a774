//! A question, and a list of them in sections.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::conditions::ShowIf;
use super::definition;
use super::matching::Patterns;
use super::scoring::QuestionScore;
use super::shapes::{
    ConsentQuestion, DateQuestion, FileQuestion, LongTextQuestion, MatrixQuestion, MultiChoiceQuestion, NpsQuestion, NumberQuestion,
    RankingQuestion, RatingQuestion, ScaleQuestion, ShortTextQuestion, SingleChoiceQuestion,
};
use crate::kernel::{Code, FieldError, text_enum};

/// Questions of one list at most.
pub const MAX_QUESTIONS: usize = 200;

text_enum! {
    /// What a question asks for.
    pub enum QuestionKind {
        ShortText = "short_text",
        LongText = "long_text",
        SingleChoice = "single_choice",
        MultiChoice = "multi_choice",
        /// How likely somebody is to recommend something, from 0 to 10.
        Nps = "nps",
        /// Stars.
        Rating = "rating",
        Number = "number",
        Date = "date",
        /// Choices put in order.
        Ranking = "ranking",
        /// Something to agree to.
        Consent = "consent",
        /// A whole number between two that have names.
        Scale = "scale",
        /// The same choices for several things.
        Matrix = "matrix",
        /// Files that were uploaded before.
        File = "file",
    }
}

/// A part of the list with a heading of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuestionSection)]
pub struct Section {
    #[schema(pattern = "^[a-z][a-z0-9_]{0,39}$", example = "energy")]
    pub id: String,
    #[schema(min_length = 1, max_length = 200, example = "Energy")]
    pub title: String,
    #[schema(max_length = 2_000)]
    pub description: Option<String>,
}

/// Declares the kinds once: their details, the enum that is kept, and the fields of requests and answers.
macro_rules! shapes {
    ($($variant:ident $field:ident $details:ident;)+) => {
        /// The details of a question, as they are kept.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Shape { $($variant($details)),+ }

        impl Shape {
            pub fn kind(&self) -> QuestionKind {
                match self { $(Shape::$variant(_) => QuestionKind::$variant),+ }
            }
        }

        /// A question. Of `short_text` … `file` the one named by `kind` is set.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        #[schema(as = Question, example = json!({
            "id": "mood", "kind": "scale", "label": "How are you these days?", "required": true,
            "scale": {"min": 1, "max": 5, "min_label": "Badly", "max_label": "Well"}
        }))]
        pub struct QuestionFields {
            /// What answers and conditions call it by.
            #[schema(pattern = "^[a-z][a-z0-9_]{0,39}$", example = "mood")]
            pub id: String,
            pub kind: QuestionKind,
            #[schema(min_length = 1, max_length = 1_000, example = "How are you these days?")]
            pub label: String,
            #[schema(max_length = 5_000)]
            pub help: Option<String>,
            /// The section that it stands in; questions of a section stand together, in the sections' order.
            #[schema(example = "energy")]
            pub section_id: Option<String>,
            /// Whether it has to be answered, where it is shown.
            #[serde(default)]
            pub required: bool,
            /// What has to be answered before for it to be shown; always when absent.
            pub show_if: Option<ShowIf>,
            /// How it counts; not at all when absent. Respondents do not see it.
            pub score: Option<QuestionScore>,
            $(pub $field: Option<$details>,)+
        }

        impl QuestionFields {
            /// Whether the field of this kind is set.
            fn given(&self) -> Vec<(QuestionKind, bool)> {
                vec![$((QuestionKind::$variant, self.$field.is_some())),+]
            }
        }

        impl From<Question> for QuestionFields {
            fn from(question: Question) -> Self {
                let kind = question.kind();
                let mut fields = QuestionFields {
                    id: question.id, kind, label: question.label, help: question.help, section_id: question.section_id,
                    required: question.required, show_if: question.show_if, score: question.score, $($field: None),+
                };
                match question.shape { $(Shape::$variant(details) => fields.$field = Some(details)),+ }
                fields
            }
        }
    };
}

shapes! {
    ShortText    short_text    ShortTextQuestion;
    LongText     long_text     LongTextQuestion;
    SingleChoice single_choice SingleChoiceQuestion;
    MultiChoice  multi_choice  MultiChoiceQuestion;
    Nps          nps           NpsQuestion;
    Rating       rating        RatingQuestion;
    Number       number        NumberQuestion;
    Date         date          DateQuestion;
    Ranking      ranking       RankingQuestion;
    Consent      consent       ConsentQuestion;
    Scale        scale         ScaleQuestion;
    Matrix       matrix        MatrixQuestion;
    File         file          FileQuestion;
}

/// A question as it is kept. Its kind is that of its shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub id: String,
    pub label: String,
    pub help: Option<String>,
    pub section_id: Option<String>,
    pub required: bool,
    pub show_if: Option<ShowIf>,
    pub score: Option<QuestionScore>,
    pub shape: Shape,
}

impl Question {
    pub fn kind(&self) -> QuestionKind {
        self.shape.kind()
    }

    /// The same without what respondents are not to know.
    #[must_use]
    pub fn without_scores(mut self) -> Self {
        self.score = None;
        let choices = match &mut self.shape {
            Shape::SingleChoice(shape) => &mut shape.choices,
            Shape::MultiChoice(shape) => &mut shape.choices,
            Shape::Ranking(shape) => &mut shape.choices,
            Shape::Matrix(shape) => &mut shape.columns,
            _ => return self,
        };
        for choice in choices {
            choice.points = None;
        }
        self
    }
}

impl QuestionFields {
    /// The question, or what is wrong with its kind and details. `at` points at it.
    pub fn into_question(self, at: &str) -> Result<Question, Vec<FieldError>> {
        let stray = |kind: QuestionKind| FieldError::at(format!("{at}/{kind}"), Code::KindMismatch.as_str(), "belongs to another kind");
        let faults: Vec<FieldError> =
            self.given().into_iter().filter(|(kind, given)| *given && *kind != self.kind).map(|(kind, _)| stray(kind)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let required = || vec![FieldError::at(format!("{at}/{}", self.kind), "required", "is required")];
        let shape = match self.kind {
            QuestionKind::ShortText => Shape::ShortText(self.short_text.unwrap_or_default()),
            QuestionKind::LongText => Shape::LongText(self.long_text.unwrap_or_default()),
            QuestionKind::SingleChoice => Shape::SingleChoice(self.single_choice.ok_or_else(required)?),
            QuestionKind::MultiChoice => Shape::MultiChoice(self.multi_choice.ok_or_else(required)?),
            QuestionKind::Nps => Shape::Nps(self.nps.unwrap_or_default()),
            QuestionKind::Rating => Shape::Rating(self.rating.unwrap_or_default()),
            QuestionKind::Number => Shape::Number(self.number.unwrap_or_default()),
            QuestionKind::Date => Shape::Date(self.date.unwrap_or_default()),
            QuestionKind::Ranking => Shape::Ranking(self.ranking.ok_or_else(required)?),
            QuestionKind::Consent => Shape::Consent(self.consent.unwrap_or_default()),
            QuestionKind::Scale => Shape::Scale(self.scale.unwrap_or_default()),
            QuestionKind::Matrix => Shape::Matrix(self.matrix.ok_or_else(required)?),
            QuestionKind::File => Shape::File(self.file.unwrap_or_default()),
        };
        let Self { id, label, help, section_id, required, show_if, score, .. } = self;
        Ok(Question { id, label, help, section_id, required, show_if, score, shape })
    }
}

/// Questions in their order, and the sections that they stand in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Questionnaire {
    pub sections: Vec<Section>,
    pub questions: Vec<Question>,
}

impl Questionnaire {
    /// Reads sections and questions of a request; everything that is wrong with them at once, with
    /// pointers that begin with `at`. The patterns are those of the questions.
    pub fn read(at: &str, sections: Vec<Section>, questions: Vec<QuestionFields>, patterns: &Patterns) -> Result<Self, Vec<FieldError>> {
        let (mut read, mut faults) = (Vec::with_capacity(questions.len()), Vec::new());
        for (index, fields) in questions.into_iter().enumerate() {
            match fields.into_question(&format!("{at}/questions/{index}")) {
                Ok(question) => read.push(question),
                Err(more) => faults.extend(more),
            }
        }
        // Indexes are those of the request only while every question was read.
        if !faults.is_empty() {
            return Err(faults);
        }
        Self { sections, questions: read }.sensible(Some(patterns), at)
    }

    /// The same questions in these sections.
    pub fn in_sections(self, at: &str, sections: Vec<Section>) -> Result<Self, Vec<FieldError>> {
        Self { sections, ..self }.sensible(None, at)
    }

    fn sensible(self, patterns: Option<&Patterns>, at: &str) -> Result<Self, Vec<FieldError>> {
        let faults = definition::faults(&self, patterns, at);
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    pub fn fields(self) -> Vec<QuestionFields> {
        self.questions.into_iter().map(Into::into).collect()
    }

    /// The same as respondents see it.
    #[must_use]
    pub fn without_scores(self) -> Self {
        Self { sections: self.sections, questions: self.questions.into_iter().map(Question::without_scores).collect() }
    }

    /// The same for those who cannot upload anything.
    #[must_use]
    pub fn without_files(mut self) -> Self {
        self.questions.retain(|question| question.kind() != QuestionKind::File);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }
}
