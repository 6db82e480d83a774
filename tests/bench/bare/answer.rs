//! The bare answers, and the SQL that both engines understand.

use std::sync::LazyLock;

use rapport::identity::tokens::Claims;
use rapport::kernel::Timestamp;
use rapport::kernel::ids::IdSource;
use serde::{Deserialize, Serialize};

/// Columns of an engagement with its coach; the bare servers read them by place.
pub const ENGAGEMENT: &str = "SELECT e.id, e.title, e.description, e.status, e.is_shared, e.coach_id, u.name, \
    e.items_total, e.items_unscheduled, e.items_scheduled, e.items_completed, e.template_id, e.template_version, e.batch_id, \
    e.cancel_reason, e.activated_at, e.completed_at, e.cancelled_at, e.version, e.created_at, e.updated_at \
    FROM engagements e LEFT JOIN users u ON u.id = e.coach_id ";
pub const ONE: &str = "WHERE e.id = $1 AND e.organization_id = $2";
pub const OF_COACH: &str =
    "WHERE e.organization_id = $1 AND e.coach_id = $2 AND e.status = $3 ORDER BY e.created_at DESC, e.id DESC LIMIT 51";
pub const COACHEES: &str = "SELECT u.id, u.name FROM engagement_coachees c JOIN users u ON u.id = c.coachee_id \
    WHERE c.engagement_id = $1 ORDER BY c.position";
pub const ITEMS: &str = "SELECT id, engagement_id, position, kind, title, description, details, status, completion_rule, scheduled_at, \
    time_zone, after_item_id, after_delay_seconds, sent_at, completed_at, completed_by, version, created_at, updated_at \
    FROM items WHERE engagement_id = $1 AND deleted_at IS NULL ORDER BY position, id";
pub const INSERT: &str = "INSERT INTO events (transaction_id, id, organization_id, type, subject_id, engagement_id, actor_kind, actor_id, \
    data, occurred_at) VALUES (0, $1, $2, 'item.updated', $3, NULL, 'user', $4, $5, $6)";
/// `GATHER` stands for what joins texts in the engine at hand.
pub const EXPORT: &str = "SELECT e.id, e.title, e.status, e.is_shared, u.name, u.email, \
    (SELECT GATHER(p.name, '; ') FROM engagement_coachees c JOIN users p ON p.id = c.coachee_id WHERE c.engagement_id = e.id), \
    (SELECT GATHER(p.email, '; ') FROM engagement_coachees c JOIN users p ON p.id = c.coachee_id WHERE c.engagement_id = e.id), \
    e.items_total, e.items_unscheduled, e.items_scheduled, e.items_completed, e.template_id, e.batch_id, \
    e.created_at, e.activated_at, e.completed_at, e.cancelled_at, e.cancel_reason \
    FROM engagements e LEFT JOIN users u ON u.id = e.coach_id WHERE e.organization_id = $1 ORDER BY e.created_at, e.id";
pub const EXPORT_HEAD: &[&str] = &[
    "engagement_id",
    "title",
    "status",
    "shared",
    "coach_name",
    "coach_email",
    "coachee_names",
    "coachee_emails",
    "items_total",
    "items_unscheduled",
    "items_scheduled",
    "items_completed",
    "template_id",
    "batch_id",
    "created_at",
    "activated_at",
    "completed_at",
    "cancelled_at",
    "cancel_reason",
];

#[derive(Serialize)]
pub struct Person {
    pub id: String,
    pub name: String,
}

#[derive(Serialize)]
pub struct Progress {
    pub total: i32,
    pub unscheduled: i32,
    pub scheduled: i32,
    pub completed: i32,
}

#[derive(Serialize)]
pub struct Engagement {
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    pub status: String,
    pub shared: bool,
    pub coach: Option<Person>,
    pub coachees: Vec<Person>,
    pub progress: Progress,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    pub template_id: Option<String>,
    pub template_version: Option<i64>,
    pub batch_id: Option<String>,
    pub cancel_reason: Option<String>,
    pub activated_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub allowed_actions: &'static [&'static str],
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Stands for the moves of the state machine, which a bare server does not know.
pub const ACTIONS: &[&str] = &["complete", "cancel", "update", "duplicate", "save_as_template", "add_item", "replace_coach"];

#[derive(Serialize)]
pub struct Item {
    pub id: String,
    pub engagement_id: String,
    pub position: i32,
    pub kind: String,
    pub title: String,
    pub description: Option<String>,
    pub status: String,
    pub color: &'static str,
    pub locked: bool,
    pub scheduled_at: Option<Timestamp>,
    pub time_zone: Option<String>,
    pub sent_at: Option<Timestamp>,
    pub completed_at: Option<Timestamp>,
    pub completed_by: Option<String>,
    pub session: Option<Session>,
    pub assessment: Option<Instructions>,
    pub form: Option<Instructions>,
    pub file: Option<File>,
    pub link: Option<Link>,
    pub task: Option<Instructions>,
    pub after_item_id: Option<String>,
    pub after_delay: Option<i64>,
    pub waiting: bool,
    pub completion_rule: String,
    pub allowed_actions: &'static [&'static str],
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The document in the column `details`.
#[derive(Deserialize)]
pub struct Details {
    pub session: Option<Session>,
    pub assessment: Option<Instructions>,
    pub form: Option<Instructions>,
    pub file: Option<File>,
    pub link: Option<Link>,
    pub task: Option<Instructions>,
}

#[derive(Serialize, Deserialize)]
pub struct Session {
    duration: Option<String>,
    location: Option<String>,
    calendar_uid: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct Instructions {
    instructions: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct File {
    name: String,
    url: String,
}

#[derive(Serialize, Deserialize)]
pub struct Link {
    url: String,
}

/// Where new ids come from.
pub static IDS: LazyLock<IdSource> = LazyLock::new(Default::default);

/// A row of the event log, as large as Rapport's.
pub struct Event {
    pub id: String,
    pub organization_id: String,
    pub subject_id: String,
    pub actor_id: String,
    pub data: String,
    pub occurred_at: Timestamp,
}

impl Event {
    pub fn new(caller: &Claims, subject_id: String, now: Timestamp) -> Self {
        let id: rapport::kernel::ids::EventId = IDS.next(now);
        let data = format!(
            r#"{{"item_id":"{subject_id}","engagement_id":"eng_01jf000000e008000000000001","kind":"session","title":"First session, moved","status":"scheduled","scheduled_at":"{now}","time_zone":"Europe/Berlin","sent_at":null,"completed_at":null,"held":false}}"#
        );
        Self {
            id: id.to_string(),
            organization_id: caller.org.to_string(),
            subject_id,
            actor_id: caller.sub.to_string(),
            data,
            occurred_at: now,
        }
    }
}
