//! The items of a template: how they are kept, shown and asked for. What they may be in a list
//! together stands in `sequence`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use validator::Validate;

use crate::coaching::items::details::{
    AssessmentDetails, CompletionRule, DetailFields, Details, FileDetails, FormDetails, ItemKind, LinkDetails, SessionDetails, TaskDetails,
    UpdateFile, UpdateFormDetails, UpdateInstructions, UpdateLink, UpdateSession,
};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::TemplateItemId;
use crate::kernel::patch::{apply, clearable};
use crate::kernel::{Code, FieldError, Problem, Result};

/// An item as it is kept in a version. Its kind is that of its details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateItem {
    pub id: TemplateItemId,
    pub title: String,
    pub description: Option<String>,
    pub details: Details,
    pub completion_rule: CompletionRule,
    /// The item of the same template after whose completion this one is sent.
    pub after_item_id: Option<TemplateItemId>,
    pub after_delay: Option<IsoDuration>,
}

impl TemplateItem {
    pub fn kind(&self) -> ItemKind {
        self.details.kind()
    }
}

/// An item of a template.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TemplateItem)]
pub struct TemplateItemView {
    pub id: TemplateItemId,
    /// Its place in the template, from 1.
    #[schema(example = 1)]
    pub position: u32,
    pub kind: ItemKind,
    #[schema(example = "Getting to know each other")]
    pub title: String,
    pub description: Option<String>,
    pub session: Option<SessionDetails>,
    pub assessment: Option<AssessmentDetails>,
    pub form: Option<FormDetails>,
    pub file: Option<FileDetails>,
    pub link: Option<LinkDetails>,
    pub task: Option<TaskDetails>,
    pub completion_rule: CompletionRule,
    /// It is sent by itself once this item of the template is completed.
    pub after_item_id: Option<TemplateItemId>,
    /// How long after that; at once when null.
    pub after_delay: Option<IsoDuration>,
}

impl TemplateItemView {
    pub fn new(item: TemplateItem, position: u32) -> Self {
        let kind = item.kind();
        let DetailFields { session, assessment, form, file, link, task } = item.details.into();
        Self {
            id: item.id,
            position,
            kind,
            title: item.title,
            description: item.description,
            session,
            assessment,
            form,
            file,
            link,
            task,
            completion_rule: item.completion_rule,
            after_item_id: item.after_item_id,
            after_delay: item.after_delay,
        }
    }
}

/// A new item of a template.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "link", "title": "How to listen", "link": {"url": "https://reading.example/listening"}}))]
pub struct CreateTemplateItem {
    pub kind: ItemKind,
    #[schema(min_length = 1, max_length = 200, example = "Getting to know each other")]
    pub title: String,
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    pub session: Option<SessionDetails>,
    pub assessment: Option<AssessmentDetails>,
    pub form: Option<FormDetails>,
    pub file: Option<FileDetails>,
    pub link: Option<LinkDetails>,
    pub task: Option<TaskDetails>,
    /// `all` when absent.
    pub completion_rule: Option<CompletionRule>,
    /// Another item of the template; this one is sent once that is completed. Not for sessions.
    pub after_item_id: Option<TemplateItemId>,
    /// How long after that; only together with `after_item_id`.
    pub after_delay: Option<IsoDuration>,
    /// Where it goes, from 1; at the end when absent.
    #[schema(minimum = 1, maximum = 200, example = 1)]
    pub position: Option<u32>,
}

impl CreateTemplateItem {
    /// The item, or the faults of its details.
    pub fn into_item(self, id: TemplateItemId) -> Result<TemplateItem> {
        let Self { session, assessment, form, file, link, task, .. } = self;
        let details = DetailFields { session, assessment, form, file, link, task }.into_details(self.kind)?;
        Ok(TemplateItem {
            id,
            title: self.title.trim().to_owned(),
            description: self.description,
            details,
            completion_rule: self.completion_rule.unwrap_or(CompletionRule::All),
            after_item_id: self.after_item_id,
            after_delay: self.after_delay,
        })
    }
}

/// An item of a new template. It waits for no other yet, for none has an id.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "session", "title": "First session", "session": {"duration": "PT45M"}}))]
pub struct FirstTemplateItem {
    pub kind: ItemKind,
    #[schema(min_length = 1, max_length = 200, example = "Getting to know each other")]
    pub title: String,
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    pub session: Option<SessionDetails>,
    pub assessment: Option<AssessmentDetails>,
    pub form: Option<FormDetails>,
    pub file: Option<FileDetails>,
    pub link: Option<LinkDetails>,
    pub task: Option<TaskDetails>,
    /// `all` when absent.
    pub completion_rule: Option<CompletionRule>,
}

impl From<FirstTemplateItem> for CreateTemplateItem {
    fn from(first: FirstTemplateItem) -> Self {
        let FirstTemplateItem { kind, title, description, session, assessment, form, file, link, task, completion_rule } = first;
        Self {
            kind,
            title,
            description,
            session,
            assessment,
            form,
            file,
            link,
            task,
            completion_rule,
            after_item_id: None,
            after_delay: None,
            position: None,
        }
    }
}

/// The items of a new template, or the faults of all of them.
pub fn first_items(new: Vec<FirstTemplateItem>, mut new_id: impl FnMut() -> TemplateItemId) -> Result<Vec<TemplateItem>> {
    let (mut items, mut faults) = (Vec::with_capacity(new.len()), Vec::new());
    for (index, first) in new.into_iter().enumerate() {
        match CreateTemplateItem::from(first).into_item(new_id()) {
            Ok(item) => items.push(item),
            Err(problem) => {
                let place = |fault: &FieldError| format!("/items/{index}{}", fault.pointer.as_deref().unwrap_or_default());
                faults.extend(faults_of(problem)?.into_iter().map(|fault| FieldError { pointer: Some(place(&fault)), ..fault }));
            }
        }
    }
    if faults.is_empty() { Ok(items) } else { Err(refusal(faults)) }
}

/// The field errors of a problem; one that has none stays what it is.
pub(super) fn faults_of(problem: Problem) -> Result<Vec<FieldError>> {
    if problem.errors().is_empty() { Err(problem) } else { Ok(problem.errors().to_vec()) }
}

/// One answer for all faults. Details of another kind have a code of their own when that is all.
pub(super) fn refusal(faults: Vec<FieldError>) -> Problem {
    if faults.iter().all(|fault| fault.code == Code::KindMismatch.as_str()) {
        Problem::new(Code::KindMismatch).with_errors(faults)
    } else {
        Problem::invalid(faults)
    }
}

/// A change of an item; what is absent stays, null clears. Its kind stays what it is.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Where do you stand today?"}))]
pub struct UpdateTemplateItem {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
    #[schema(nullable = false, value_type = Option<UpdateSession>)]
    pub session: Option<Map<String, Value>>,
    #[schema(nullable = false, value_type = Option<UpdateFormDetails>)]
    pub assessment: Option<Map<String, Value>>,
    #[schema(nullable = false, value_type = Option<UpdateFormDetails>)]
    pub form: Option<Map<String, Value>>,
    #[schema(nullable = false, value_type = Option<UpdateFile>)]
    pub file: Option<Map<String, Value>>,
    #[schema(nullable = false, value_type = Option<UpdateLink>)]
    pub link: Option<Map<String, Value>>,
    #[schema(nullable = false, value_type = Option<UpdateInstructions>)]
    pub task: Option<Map<String, Value>>,
    #[schema(nullable = false)]
    pub completion_rule: Option<CompletionRule>,
    /// Another item of the template; null takes the delay away with it. Not for sessions.
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<TemplateItemId>)]
    pub after_item_id: Option<Option<TemplateItemId>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<IsoDuration>)]
    pub after_delay: Option<Option<IsoDuration>>,
}

impl UpdateTemplateItem {
    /// Changes the item and tells the faults of its details.
    pub(super) fn apply_to(self, item: &mut TemplateItem) -> Result<Vec<FieldError>> {
        apply(&mut item.title, self.title.map(|title| title.trim().to_owned()));
        apply(&mut item.description, self.description);
        apply(&mut item.completion_rule, self.completion_rule);
        if self.after_item_id == Some(None) {
            item.after_delay = None;
        }
        apply(&mut item.after_item_id, self.after_item_id);
        apply(&mut item.after_delay, self.after_delay);
        let patches = [
            (ItemKind::Session, self.session),
            (ItemKind::Assessment, self.assessment),
            (ItemKind::Form, self.form),
            (ItemKind::File, self.file),
            (ItemKind::Link, self.link),
            (ItemKind::Task, self.task),
        ];
        item.details.merge(patches).map_or_else(faults_of, |_| Ok(Vec::new()))
    }
}

/// A new order of a template's items.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ReorderTemplateItems {
    /// Every item of the template, once.
    pub item_ids: Vec<TemplateItemId>,
}
