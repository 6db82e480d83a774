//! Notifications as the API shows them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::catalogue::{NotificationType, Variable};
use super::model::{Channel, Notification, NotificationState};
use crate::kernel::ids::{DeliveryId, EngagementId, EventId, MissionId, NotificationId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// A kind of notification.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NotificationType)]
pub struct NotificationTypeView {
    #[schema(example = "task_sent")]
    pub key: String,
    #[schema(example = "A task was sent.")]
    pub description: String,
    /// Whether the organization may use other words.
    pub customizable: bool,
    /// Whether the organization may switch it off.
    pub can_be_switched_off: bool,
    /// Whether each person may switch it off for themselves.
    pub optional: bool,
    pub channels: Vec<Channel>,
    /// Whether the organization has it switched on.
    pub enabled: bool,
    /// Whether the organization has words of its own.
    pub customized: bool,
    pub variables: Vec<Variable>,
}

impl NotificationTypeView {
    pub fn new(entry: &NotificationType, enabled: bool, customized: bool) -> Self {
        let variables = super::catalogue::VARIABLES.iter().filter(|variable| entry.variables.contains(&variable.name));
        Self {
            key: entry.key.into(),
            description: entry.description.into(),
            customizable: entry.customizable,
            can_be_switched_off: entry.can_be_switched_off,
            optional: entry.optional,
            channels: if entry.in_app { vec![Channel::Email, Channel::InApp] } else { vec![Channel::Email] },
            enabled,
            customized,
            variables: variables.copied().collect(),
        }
    }
}

list_schema!(NotificationTypeList of NotificationTypeView);

/// What one person hears by one channel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notification)]
pub struct NotificationView {
    pub id: NotificationId,
    #[serde(rename = "type")]
    #[schema(example = "task_sent")]
    pub notification_type: String,
    pub channel: Channel,
    pub recipient_id: Option<UserId>,
    /// Where it goes.
    #[schema(example = "ana@northwind.example")]
    pub address: String,
    pub state: NotificationState,
    /// Why it was not sent: a word such as `recipient_not_active`, or what the mail server said.
    pub reason: Option<String>,
    /// Its subject, once it was sent.
    #[schema(example = "A task for you: Three situations")]
    pub title: Option<String>,
    pub event_id: EventId,
    #[schema(example = "item.sent")]
    pub event_type: String,
    pub subject_id: String,
    pub engagement_id: Option<EngagementId>,
    pub mission_id: Option<MissionId>,
    pub due_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

list_schema!(NotificationList of NotificationView);

impl From<Notification> for NotificationView {
    fn from(row: Notification) -> Self {
        Self {
            id: row.id,
            notification_type: row.notification_type,
            channel: row.channel,
            recipient_id: row.recipient_id,
            address: row.address,
            state: row.state,
            reason: row.reason,
            title: row.title,
            event_id: row.event_id,
            event_type: row.event_type,
            subject_id: row.subject_id,
            engagement_id: row.engagement_id,
            mission_id: row.mission_id,
            due_at: row.due_at,
            sent_at: row.sent_at,
            created_at: row.created_at,
        }
    }
}

impl Resource for NotificationView {
    fn path(&self) -> String {
        format!("/notifications/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}

/// One step of the way to a notification.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplanationStep {
    /// What was asked.
    #[schema(example = "account")]
    pub check: String,
    /// Whether it let the notification through.
    pub passed: bool,
    /// The same for people.
    #[schema(example = "Ana Alvarez is active.")]
    pub detail: String,
}

/// Why a notification was sent, waits or was suppressed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Explanation {
    pub notification: NotificationView,
    /// In the order in which it is decided. Those about people and things say how they are now.
    pub steps: Vec<ExplanationStep>,
    /// Its way over the network; null where there is none.
    pub delivery_id: Option<DeliveryId>,
}

/// A notification in a person's list.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboxEntry {
    pub id: NotificationId,
    #[serde(rename = "type")]
    #[schema(example = "task_sent")]
    pub notification_type: String,
    #[schema(example = "A task for you: Three situations")]
    pub title: String,
    pub body: String,
    pub subject_id: String,
    pub engagement_id: Option<EngagementId>,
    /// Null while it is unread.
    pub read_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl From<Notification> for InboxEntry {
    fn from(row: Notification) -> Self {
        Self {
            id: row.id,
            notification_type: row.notification_type,
            title: row.title.unwrap_or_default(),
            body: row.body.unwrap_or_default(),
            subject_id: row.subject_id,
            engagement_id: row.engagement_id,
            read_at: row.read_at,
            created_at: row.created_at,
        }
    }
}

/// One page of one's own notifications, and how many of all are unread.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inbox {
    pub data: Vec<InboxEntry>,
    /// Whether there is a further page.
    pub has_more: bool,
    /// Give it as `cursor`, with the same filters, for the next page; null on the last.
    pub next_cursor: Option<String>,
    #[schema(example = 3)]
    pub unread_count: i64,
}

/// Which of one's own notifications were read.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct MarkRead {
    /// All when absent.
    #[schema(max_items = 1000)]
    pub notification_ids: Option<Vec<NotificationId>>,
}

/// How many of one's own notifications are unread.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnreadCount {
    #[schema(example = 0)]
    pub unread_count: i64,
}
