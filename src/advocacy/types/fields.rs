//! What missions ask: the questions of surveys, and the fields of referrals and tasks. They are questions of
//! the kinds that make sense there, without scores or sections.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{FieldError, text_enum};
use crate::questions::conditions::ShowIf;
use crate::questions::model::QuestionKind;
use crate::questions::shapes::{
    ConsentQuestion, DateQuestion, FileQuestion, LongTextQuestion, MultiChoiceQuestion, NpsQuestion, NumberQuestion, RankingQuestion,
    RatingQuestion, ShortTextQuestion, SingleChoiceQuestion,
};
use crate::questions::{Patterns, Question, QuestionFields, Questionnaire};

/// Declares questions of some kinds: the enum of these kinds, and the shape in requests and answers.
macro_rules! questions_of_kinds {
    (
        $(#[doc = $doc:literal])* $name:ident,
        $(#[doc = $kind_doc:literal])* $kinds:ident { $($variant:ident = $word:literal $field:ident $details:ident;)+ }
    ) => {
        text_enum! {
            $(#[doc = $kind_doc])*
            pub enum $kinds { $($variant = $word),+ }
        }

        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// What answers and conditions call it by.
            #[schema(pattern = "^[a-z][a-z0-9_]{0,39}$", example = "why")]
            pub id: String,
            pub kind: $kinds,
            #[schema(min_length = 1, max_length = 1_000, example = "What is the main reason?")]
            pub label: String,
            #[schema(max_length = 5_000)]
            pub help: Option<String>,
            /// Whether it has to be answered, where it is shown.
            #[serde(default)]
            pub required: bool,
            /// What has to be answered before for it to be shown; always when absent.
            pub show_if: Option<ShowIf>,
            $(pub $field: Option<$details>,)+
        }

        impl From<$name> for QuestionFields {
            fn from(asked: $name) -> Self {
                let kind = match asked.kind { $($kinds::$variant => QuestionKind::$variant),+ };
                Self {
                    help: asked.help,
                    required: asked.required,
                    show_if: asked.show_if,
                    $($field: asked.$field,)+
                    ..bare(asked.id, kind, asked.label)
                }
            }
        }
    };
}

questions_of_kinds! {
    /// A question of a survey. Of `short_text` … `consent` the one named by `kind` is set.
    SurveyQuestion,
    /// What a survey's question asks for.
    SurveyQuestionKind {
        ShortText = "short_text" short_text ShortTextQuestion;
        LongText = "long_text" long_text LongTextQuestion;
        SingleChoice = "single_choice" single_choice SingleChoiceQuestion;
        MultiChoice = "multi_choice" multi_choice MultiChoiceQuestion;
        Nps = "nps" nps NpsQuestion;
        Rating = "rating" rating RatingQuestion;
        Number = "number" number NumberQuestion;
        Date = "date" date DateQuestion;
        Ranking = "ranking" ranking RankingQuestion;
        Consent = "consent" consent ConsentQuestion;
    }
}

questions_of_kinds! {
    /// A field of a form. Of `short_text` … `consent` the one named by `kind` is set.
    FormField,
    /// What a field of a form asks for.
    FormFieldKind {
        ShortText = "short_text" short_text ShortTextQuestion;
        LongText = "long_text" long_text LongTextQuestion;
        SingleChoice = "single_choice" single_choice SingleChoiceQuestion;
        MultiChoice = "multi_choice" multi_choice MultiChoiceQuestion;
        Number = "number" number NumberQuestion;
        Date = "date" date DateQuestion;
        Consent = "consent" consent ConsentQuestion;
    }
}

questions_of_kinds! {
    /// What is asked of whoever did a task. Of `short_text` … `file` the one named by `kind` is set.
    ProofField,
    /// What such a field asks for.
    ProofFieldKind {
        ShortText = "short_text" short_text ShortTextQuestion;
        LongText = "long_text" long_text LongTextQuestion;
        SingleChoice = "single_choice" single_choice SingleChoiceQuestion;
        MultiChoice = "multi_choice" multi_choice MultiChoiceQuestion;
        Number = "number" number NumberQuestion;
        Date = "date" date DateQuestion;
        Consent = "consent" consent ConsentQuestion;
        File = "file" file FileQuestion;
    }
}

/// A question without anything that it could do without.
fn bare(id: String, kind: QuestionKind, label: String) -> QuestionFields {
    QuestionFields {
        id,
        kind,
        label,
        help: None,
        section_id: None,
        required: false,
        show_if: None,
        score: None,
        short_text: None,
        long_text: None,
        single_choice: None,
        multi_choice: None,
        nps: None,
        rating: None,
        number: None,
        date: None,
        ranking: None,
        consent: None,
        scale: None,
        matrix: None,
        file: None,
    }
}

/// As the engine of questions reads them.
pub(super) fn asked<T: Clone + Into<QuestionFields>>(list: &[T]) -> Vec<QuestionFields> {
    list.iter().cloned().map(Into::into).collect()
}

/// The questions, as they were read before; one that was not is left out.
pub(super) fn questions(fields: Vec<QuestionFields>) -> Vec<Question> {
    fields.into_iter().filter_map(|fields| fields.into_question("").ok()).collect()
}

/// What is wrong with questions that are about to be asked. `at` is where the list stands, `name` included.
pub(super) fn faults(fields: Vec<QuestionFields>, at: &str, name: &str, patterns: &Patterns) -> Vec<FieldError> {
    let worth = fields.iter().enumerate().flat_map(|(index, question)| {
        let lists = [
            ("single_choice", question.single_choice.as_ref().map(|shape| &shape.choices)),
            ("multi_choice", question.multi_choice.as_ref().map(|shape| &shape.choices)),
            ("ranking", question.ranking.as_ref().map(|shape| &shape.choices)),
        ];
        lists.into_iter().filter(|(_, choices)| choices.is_some_and(|all| all.iter().any(|choice| choice.points.is_some()))).map(
            move |(kind, _)| {
                FieldError::at(
                    format!("{at}/{name}/{index}/{kind}/choices"),
                    "not_allowed",
                    "choices have no points where nothing is scored",
                )
            },
        )
    });
    let mut faults: Vec<FieldError> = worth.collect();
    faults.extend(Questionnaire::read(at, Vec::new(), fields, patterns).err().into_iter().flatten().map(|mut fault| {
        // The engine calls every list `questions`.
        let below = fault.pointer.as_deref().and_then(|pointer| pointer.strip_prefix(at)?.strip_prefix("/questions"));
        fault.pointer = below.map(|below| format!("{at}/{name}{below}")).or(fault.pointer.clone());
        fault
    }));
    faults
}
