//! Items as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::details::{CompletionRule, DetailFields, FileDetails, ItemKind, LinkDetails, TaskDetails};
use super::model::{Item, ItemColor, ItemStatus, allowed_actions};
use crate::coaching::sessions;
use crate::files::links::FileLinks;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{EngagementId, FileId, FormId, ItemId, SessionId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Result, Timestamp};

/// Whose eyes an item is seen with.
#[derive(Debug, Clone, Copy)]
pub enum Perspective {
    /// Its coach, or an admin.
    Manager,
    Coachee(UserId),
}

/// What the view depends on besides the item.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    pub perspective: Perspective,
    pub engagement_is_open: bool,
    /// Whether the item that this one waits for is not completed yet.
    pub waiting: bool,
    /// Whether the coachee who looks has this item to complete.
    pub to_complete: bool,
}

/// A session's length and place, and the appointment behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ItemSession)]
pub struct ItemSessionView {
    /// The appointment, once there is one: `GET /sessions/{id}`.
    pub id: SessionId,
    /// Null until it is set or scheduled; then the organization's `session_duration` unless it was set.
    #[schema(example = "PT1H")]
    pub duration: Option<IsoDuration>,
    #[schema(example = "https://meet.example/room-7")]
    pub location: Option<String>,
    /// The appointment's iCalendar UID. Scheduling, rescheduling and cancelling never change it.
    #[schema(example = "item_01kfq8v6n2e9t8w4x3y5z7a1bc@rapport")]
    pub calendar_uid: String,
}

/// The questions of a form or an assessment, and what to keep in mind while answering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemForm {
    /// Null where the questions are asked elsewhere.
    pub form_id: Option<FormId>,
    /// The published version that was sent, which everybody answers; null before it is sent.
    #[schema(example = 3)]
    pub form_version: Option<i64>,
    #[schema(example = "Answer for the last four weeks.")]
    pub instructions: Option<String>,
}

/// A step of an engagement. Of `session` … `task` the one named by `kind` is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Item)]
pub struct ItemView {
    pub id: ItemId,
    pub engagement_id: EngagementId,
    /// Its place, counted from 1.
    #[schema(example = 1)]
    pub position: i32,
    pub kind: ItemKind,
    #[schema(example = "First session")]
    pub title: String,
    pub description: Option<String>,
    pub status: ItemStatus,
    pub color: ItemColor,
    /// Whether it keeps its place when items are reordered.
    pub locked: bool,
    /// A session's start, or the moment at which it is sent.
    pub scheduled_at: Option<Timestamp>,
    /// Zone that the moment was chosen in.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: Option<String>,
    pub sent_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub completed_by: Option<UserId>,
    pub session: Option<ItemSessionView>,
    pub assessment: Option<ItemForm>,
    pub form: Option<ItemForm>,
    pub file: Option<ItemFileView>,
    pub link: Option<LinkDetails>,
    pub task: Option<TaskDetails>,
    /// It goes out by itself when that item is completed.
    pub after_item_id: Option<ItemId>,
    pub after_delay: Option<IsoDuration>,
    /// Whether the item that it waits for is not completed yet.
    pub waiting: bool,
    pub completion_rule: CompletionRule,
    /// How long before a session, or after the sending of anything else, its recipients are reminded.
    #[schema(example = json!(["P1D", "PT1H"]))]
    pub reminders: Vec<IsoDuration>,
    /// What the caller can do with it now.
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(ItemList of ItemView);

/// A file that was uploaded or is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ItemFile)]
pub struct ItemFileView {
    #[schema(example = "values-workbook.pdf")]
    pub name: String,
    /// The uploaded file; null when it is kept elsewhere.
    pub file_id: Option<FileId>,
    /// Where it is. For an uploaded file a link that needs no credentials and works for ten minutes, in
    /// answers to reading; null in answers to changes.
    #[schema(format = "uri", example = "https://files.example/values-workbook.pdf")]
    pub url: Option<String>,
    /// When the link stops working; null for a file that is kept elsewhere.
    pub url_expires_at: Option<Timestamp>,
}

impl From<FileDetails> for ItemFileView {
    fn from(file: FileDetails) -> Self {
        Self { name: file.name.unwrap_or_default(), file_id: file.file_id, url: file.url, url_expires_at: None }
    }
}

impl ItemView {
    pub fn new(item: Item, context: Context) -> Self {
        let color = match context.perspective {
            Perspective::Coachee(_) if context.waiting && item.status != ItemStatus::Completed => ItemColor::Gray,
            _ => item.status.color(),
        };
        let allowed_actions = actions(&item, context);
        let (locked, after_delay) = (item.is_locked(), item.after_delay_seconds.map(IsoDuration::from_seconds));
        let DetailFields { session, assessment, form, file, link, task } = item.details.0.into();
        let session = session.map(|session| ItemSessionView {
            id: sessions::model::of_item(item.id),
            duration: session.duration,
            location: session.location,
            calendar_uid: sessions::model::uid_of_item(item.id),
        });
        let form_version = item.form_version;
        let asked = |form_id, instructions| ItemForm { form_id, form_version, instructions };
        Self {
            id: item.id,
            engagement_id: item.engagement_id,
            position: item.position,
            kind: item.kind,
            title: item.title,
            description: item.description,
            status: item.status,
            color,
            locked,
            scheduled_at: item.scheduled_at,
            time_zone: item.time_zone,
            sent_at: item.sent_at,
            completed_at: item.completed_at,
            completed_by: item.completed_by,
            session,
            assessment: assessment.map(|details| asked(details.form_id, details.instructions)),
            form: form.map(|details| asked(details.form_id, details.instructions)),
            file: file.map(Into::into),
            link,
            task,
            after_item_id: item.after_item_id,
            after_delay,
            waiting: context.waiting,
            completion_rule: item.completion_rule,
            reminders: item.reminders.0.iter().map(|seconds| IsoDuration::from_seconds(*seconds)).collect(),
            allowed_actions,
            version: item.version,
            created_at: item.created_at,
            updated_at: item.updated_at,
        }
    }
}

impl ItemView {
    /// With a link to the uploaded file, for whoever reads the item.
    pub fn linked(mut self, links: &FileLinks) -> Result<Self> {
        if let Some((file, id)) = self.file.as_mut().and_then(|file| file.file_id.map(|id| (file, id))) {
            let link = links.make(id)?;
            (file.url, file.url_expires_at) = (Some(link.url), Some(link.expires_at));
        }
        Ok(self)
    }
}

fn actions(item: &Item, context: Context) -> Vec<&'static str> {
    match context.perspective {
        Perspective::Manager if context.engagement_is_open => {
            let mut actions = allowed_actions(item.status, item.is_sent(), item.kind);
            actions.extend(["update", "duplicate", "delete"]);
            actions
        }
        // What has questions here is completed by handing in the answers.
        Perspective::Coachee(_) if context.to_complete && item.form_version.is_some() => vec!["answer"],
        Perspective::Coachee(_) if context.to_complete => vec!["complete"],
        _ => Vec::new(),
    }
}

impl Resource for ItemView {
    fn path(&self) -> String {
        format!("/items/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
