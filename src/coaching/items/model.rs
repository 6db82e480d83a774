//! An item as it is stored, and what requests say about one.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use validator::Validate;

use super::details::{
    AssessmentDetails, CompletionRule, DetailFields, Details, FileDetails, FormDetails, ItemKind, LinkDetails, SessionDetails, TaskDetails,
    UpdateFile, UpdateFormDetails, UpdateInstructions, UpdateLink, UpdateSession,
};
pub use super::state::{Action, ItemColor, ItemStatus, allowed_actions, ensure_allowed};
use crate::db::schema::items;
use crate::db::{Json, MultiBackend};
use crate::kernel::Timestamp;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{EngagementId, ItemId, OrganizationId, UserId};
use crate::kernel::patch::clearable;

/// Items of one engagement or template at most.
pub const MAX_ITEMS: i32 = 200;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = items, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Item {
    pub id: ItemId,
    pub organization_id: OrganizationId,
    pub engagement_id: EngagementId,
    pub position: i32,
    pub kind: ItemKind,
    pub title: String,
    pub description: Option<String>,
    pub details: Json<Details>,
    pub status: ItemStatus,
    pub completion_rule: CompletionRule,
    pub scheduled_at: Option<Timestamp>,
    pub time_zone: Option<String>,
    pub after_item_id: Option<ItemId>,
    pub after_delay_seconds: Option<i64>,
    pub released_at: Option<Timestamp>,
    pub send_due_at: Option<Timestamp>,
    pub reminders: Json<Vec<i64>>,
    pub next_reminder_at: Option<Timestamp>,
    pub form_version: Option<i64>,
    pub sent_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub completed_by: Option<UserId>,
    pub deleted_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Item {
    pub fn is_sent(&self) -> bool {
        self.sent_at.is_some()
    }

    /// Locked for reordering: from `scheduled` on.
    pub fn is_locked(&self) -> bool {
        self.status != ItemStatus::Unscheduled
    }

    pub fn is_session(&self) -> bool {
        self.kind == ItemKind::Session
    }

    pub fn after_delay(&self) -> IsoDuration {
        IsoDuration::from_seconds(self.after_delay_seconds.unwrap_or(0))
    }

    pub fn ensure_allowed(&self, action: Action) -> crate::kernel::Result<()> {
        ensure_allowed(action, self.status, self.is_sent(), self.kind)
    }

    /// When its schedule fires: only for what is sent, only while the engagement runs.
    pub fn due(&self, engagement_is_active: bool) -> Option<Timestamp> {
        let pending = engagement_is_active && !self.is_session() && !self.is_sent() && self.status == ItemStatus::Scheduled;
        self.scheduled_at.filter(|_| pending)
    }
}

impl Item {
    /// When its recipients are reminded: before a session, after the sending of anything else.
    pub fn reminder_times(&self) -> Vec<Timestamp> {
        if self.status != ItemStatus::Scheduled || self.deleted_at.is_some() {
            return Vec::new();
        }
        let offsets = self.reminders.0.iter().map(|seconds| TimeDelta::seconds(*seconds));
        match (self.is_session(), self.scheduled_at, self.sent_at) {
            (true, Some(at), _) => offsets.map(|offset| at.plus(-offset)).collect(),
            (false, _, Some(at)) => offsets.map(|offset| at.plus(offset)).collect(),
            _ => Vec::new(),
        }
    }

    /// The next of them. One whose time has come and that has not been fired yet stays the next.
    pub fn next_reminder(&self, engagement_is_active: bool, now: Timestamp) -> Option<Timestamp> {
        let times = self.reminder_times();
        let unfired = self.next_reminder_at.filter(|at| *at <= now && times.contains(at));
        unfired.or_else(|| times.into_iter().filter(|at| *at > now).min()).filter(|_| engagement_is_active)
    }
}

/// A new item. It arrives unscheduled; its recipients are the engagement's coachees.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "task", "title": "Three situations", "task": {"instructions": "Write down three situations."}}))]
pub struct CreateItem {
    pub kind: ItemKind,
    #[schema(min_length = 1, max_length = 200, example = "First session")]
    pub title: String,
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    /// Where it goes, counted from 1; the end when absent.
    #[schema(minimum = 1, maximum = 200, example = 1)]
    pub position: Option<i32>,
    pub session: Option<SessionDetails>,
    pub assessment: Option<AssessmentDetails>,
    pub form: Option<FormDetails>,
    pub file: Option<FileDetails>,
    pub link: Option<LinkDetails>,
    pub task: Option<TaskDetails>,
    /// It goes out by itself when that item is completed.
    pub after_item_id: Option<ItemId>,
    /// How long after that; at once when absent.
    pub after_delay: Option<IsoDuration>,
    /// `all` when absent.
    pub completion_rule: Option<CompletionRule>,
    /// How long before a session, or after the sending of anything else, its recipients are reminded;
    /// the organization's own when absent.
    #[schema(max_items = 5, example = json!(["P1D"]))]
    pub reminders: Option<Vec<IsoDuration>>,
}

impl CreateItem {
    pub fn take_details(&mut self) -> DetailFields {
        DetailFields {
            session: self.session.take(),
            assessment: self.assessment.take(),
            form: self.form.take(),
            file: self.file.take(),
            link: self.link.take(),
            task: self.task.take(),
        }
    }
}

/// A change of an item; what is absent stays, null clears.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Three difficult situations", "description": "Before we meet."}))]
pub struct UpdateItem {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
    #[schema(value_type = Option<UpdateSession>)]
    pub session: Option<Map<String, Value>>,
    #[schema(value_type = Option<UpdateFormDetails>)]
    pub assessment: Option<Map<String, Value>>,
    #[schema(value_type = Option<UpdateFormDetails>)]
    pub form: Option<Map<String, Value>>,
    #[schema(value_type = Option<UpdateFile>)]
    pub file: Option<Map<String, Value>>,
    #[schema(value_type = Option<UpdateLink>)]
    pub link: Option<Map<String, Value>>,
    #[schema(value_type = Option<UpdateInstructions>)]
    pub task: Option<Map<String, Value>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<ItemId>)]
    pub after_item_id: Option<Option<ItemId>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<IsoDuration>)]
    pub after_delay: Option<Option<IsoDuration>>,
    #[schema(nullable = false)]
    pub completion_rule: Option<CompletionRule>,
    #[schema(nullable = false, max_items = 5)]
    pub reminders: Option<Vec<IsoDuration>>,
}

impl UpdateItem {
    pub fn take_details(&mut self) -> [(ItemKind, Option<Map<String, Value>>); 6] {
        [
            (ItemKind::Session, self.session.take()),
            (ItemKind::Assessment, self.assessment.take()),
            (ItemKind::Form, self.form.take()),
            (ItemKind::File, self.file.take()),
            (ItemKind::Link, self.link.take()),
            (ItemKind::Task, self.task.take()),
        ]
    }
}

/// When an item takes place or is sent.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"scheduled_at": "2031-03-03T09:00:00+01:00", "time_zone": "Europe/Berlin"}))]
pub struct ScheduleItem {
    /// A session's start, or the moment at which anything else is sent. Either this or
    /// `local_scheduled_at` is required.
    pub scheduled_at: Option<Timestamp>,
    /// The same by the clock of `time_zone`, as `2031-03-03T09:00`. A time that the clock leaves out comes
    /// as much later, of one that comes twice the first is meant.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$", example = "2031-03-03T09:00")]
    pub local_scheduled_at: Option<String>,
    /// Zone that the moment was chosen in; the caller's own when absent.
    #[schema(format = "time-zone", example = "Europe/Berlin")]
    pub time_zone: Option<String>,
    /// A session's length and place, where the item does not have them yet.
    #[schema(value_type = Option<UpdateSession>)]
    pub session: Option<Map<String, Value>>,
    /// Whether a session may lie over another one of its coach.
    pub allow_overlap: Option<bool>,
}

/// When an item was done.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"completed_at": "2026-03-01T09:00:00Z"}))]
pub struct CompleteItem {
    /// May lie in the past, also before the engagement; now when absent. Recipients leave it out.
    pub completed_at: Option<Timestamp>,
}

/// The whole list of items in their new order.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ItemOrder {
    #[schema(max_items = 200)]
    pub item_ids: Vec<ItemId>,
}
