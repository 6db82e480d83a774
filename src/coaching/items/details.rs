//! What an item holds beyond title and description, by kind. In JSON a thing of kind `link` has its
//! details in the one field `link`; those of other kinds are refused on the way in and null on the way
//! out. Templates and engagements share this.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

pub use super::file_details::FileDetails;
pub use super::patches::{UpdateFile, UpdateFormDetails, UpdateInstructions, UpdateLink, UpdateSession};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{FileId, FormId};
use crate::kernel::patch::merge;
use crate::kernel::{Code, FieldError, Problem, Result, text_enum};

text_enum! {
    /// What an item is.
    pub enum ItemKind {
        /// A meeting at a time and a place.
        Session = "session",
        /// Questions with a score.
        Assessment = "assessment",
        /// Questions.
        Form = "form",
        /// Something to read or watch.
        File = "file",
        /// A web page.
        Link = "link",
        /// Something to do.
        Task = "task",
    }
}

impl ItemKind {
    /// Whether people without an account can receive it. Files and tasks are completed by logging in.
    pub fn reaches_outside(self) -> bool {
        !matches!(self, ItemKind::File | ItemKind::Task)
    }
}

text_enum! {
    /// When an item with several recipients is completed.
    pub enum CompletionRule {
        /// When all required recipients are done.
        All = "all",
        /// When one of them is done.
        Any = "any",
    }
}

/// A session's length and place. Its time is the item's `scheduled_at`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SessionDetails {
    /// The organization's `session_duration` is taken at scheduling when there is none.
    #[schema(example = "PT1H")]
    pub duration: Option<IsoDuration>,
    /// An address, a room or a link to a call. Needed by the time the session is scheduled.
    #[schema(max_length = 500, example = "https://meet.example/room-7")]
    pub location: Option<String>,
}

/// Which questions, and what to keep in mind while answering.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssessmentDetails {
    /// A form of kind `assessment`. Sending pins the item to its newest published version. Without one the
    /// questions are asked elsewhere, and the item is completed by hand.
    pub form_id: Option<FormId>,
    #[schema(max_length = 10_000, example = "Answer for the last four weeks.")]
    pub instructions: Option<String>,
}

/// Which questions, and what to keep in mind while answering.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FormDetails {
    /// A form of kind `form`. Sending pins the item to its newest published version. Without one the
    /// questions are asked elsewhere, and the item is completed by hand.
    pub form_id: Option<FormId>,
    #[schema(max_length = 10_000, example = "Takes about ten minutes.")]
    pub instructions: Option<String>,
}

/// An absolute http or https address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkDetails {
    #[schema(format = "uri", max_length = 2_000, example = "https://reading.example/feedback")]
    pub url: String,
}

/// What is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaskDetails {
    #[schema(max_length = 10_000, example = "Write down three situations.")]
    pub instructions: Option<String>,
}

/// The details of one item, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Details {
    Session(SessionDetails),
    Assessment(AssessmentDetails),
    Form(FormDetails),
    File(FileDetails),
    Link(LinkDetails),
    Task(TaskDetails),
}

/// The six fields of a request or an answer, of which one is the kind's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailFields {
    pub session: Option<SessionDetails>,
    pub assessment: Option<AssessmentDetails>,
    pub form: Option<FormDetails>,
    pub file: Option<FileDetails>,
    pub link: Option<LinkDetails>,
    pub task: Option<TaskDetails>,
}

impl Details {
    pub fn kind(&self) -> ItemKind {
        match self {
            Details::Session(_) => ItemKind::Session,
            Details::Assessment(_) => ItemKind::Assessment,
            Details::Form(_) => ItemKind::Form,
            Details::File(_) => ItemKind::File,
            Details::Link(_) => ItemKind::Link,
            Details::Task(_) => ItemKind::Task,
        }
    }

    /// The address that a link or file has.
    pub fn url(&self) -> Option<&str> {
        match self {
            Details::Link(link) => Some(&link.url),
            Details::File(file) => file.url.as_deref(),
            _ => None,
        }
    }

    /// The form whose questions are asked.
    pub fn form_id(&self) -> Option<FormId> {
        match self {
            Details::Assessment(AssessmentDetails { form_id, .. }) | Details::Form(FormDetails { form_id, .. }) => *form_id,
            _ => None,
        }
    }

    /// The uploaded file that it is about.
    pub fn file_id(&self) -> Option<FileId> {
        match self {
            Details::File(file) => file.file_id,
            _ => None,
        }
    }

    /// What to keep in mind while answering or doing it.
    pub fn instructions(&self) -> Option<&str> {
        match self {
            Details::Assessment(AssessmentDetails { instructions, .. })
            | Details::Form(FormDetails { instructions, .. })
            | Details::Task(TaskDetails { instructions }) => instructions.as_deref(),
            _ => None,
        }
    }

    /// Whether a file has a name; other kinds need none.
    pub fn is_named(&self) -> bool {
        !matches!(self, Details::File(FileDetails { name: None, .. }))
    }

    pub fn session(&self) -> Option<&SessionDetails> {
        match self {
            Details::Session(session) => Some(session),
            _ => None,
        }
    }

    /// Applies a merge patch to the details. Only the field of this kind may be in it; the shapes of
    /// its values were checked against the schema before.
    pub fn merge(&mut self, patches: [(ItemKind, Option<Map<String, Value>>); 6]) -> Result<bool> {
        let mut faults = Vec::new();
        let before = self.clone();
        for (kind, patch) in patches {
            let Some(patch) = patch else { continue };
            if kind != self.kind() {
                faults.push(mismatch(kind));
                continue;
            }
            let mut stored = serde_json::to_value(&*self).map_err(Problem::internal)?;
            if let Some(Value::Object(own)) = stored.get_mut(kind.as_str()) {
                merge(own, patch);
            }
            *self = serde_json::from_value(stored)
                .map_err(|_| Problem::invalid(vec![FieldError::at(format!("/{kind}"), "required", "a field of it cannot be cleared")]))?;
        }
        if let (Details::File(file), Details::File(before)) = (&mut *self, &before) {
            file.supersede(before);
            file.ensure_whole()?;
        }
        if faults.is_empty() { Ok(*self != before) } else { Err(Problem::new(Code::KindMismatch).with_errors(faults)) }
    }
}

fn mismatch(kind: ItemKind) -> FieldError {
    FieldError::at(format!("/{kind}"), Code::KindMismatch.as_str(), Code::KindMismatch.title())
}

impl DetailFields {
    /// Picks the kind's own field. A file or link has no details that could be left out.
    pub fn into_details(self, kind: ItemKind) -> Result<Details> {
        let given = [
            (ItemKind::Session, self.session.is_some()),
            (ItemKind::Assessment, self.assessment.is_some()),
            (ItemKind::Form, self.form.is_some()),
            (ItemKind::File, self.file.is_some()),
            (ItemKind::Link, self.link.is_some()),
            (ItemKind::Task, self.task.is_some()),
        ];
        let faults: Vec<FieldError> =
            given.iter().filter(|(other, given)| *given && *other != kind).map(|(other, _)| mismatch(*other)).collect();
        if !faults.is_empty() {
            return Err(Problem::new(Code::KindMismatch).with_errors(faults));
        }
        let required = || Problem::invalid(vec![FieldError::at(format!("/{kind}"), "required", "is required")]);
        Ok(match kind {
            ItemKind::Session => Details::Session(self.session.unwrap_or_default()),
            ItemKind::Assessment => Details::Assessment(self.assessment.unwrap_or_default()),
            ItemKind::Form => Details::Form(self.form.unwrap_or_default()),
            ItemKind::File => Details::File(self.file.ok_or_else(required)?.whole()?),
            ItemKind::Link => Details::Link(self.link.ok_or_else(required)?),
            ItemKind::Task => Details::Task(self.task.unwrap_or_default()),
        })
    }
}

impl From<Details> for DetailFields {
    fn from(details: Details) -> Self {
        let mut fields = DetailFields::default();
        match details {
            Details::Session(session) => fields.session = Some(session),
            Details::Assessment(assessment) => fields.assessment = Some(assessment),
            Details::Form(form) => fields.form = Some(form),
            Details::File(file) => fields.file = Some(file),
            Details::Link(link) => fields.link = Some(link),
            Details::Task(task) => fields.task = Some(task),
        }
        fields
    }
}
