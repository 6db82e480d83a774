//! Sessions as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Session, SessionStatus};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{EngagementId, InterviewId, ItemId, SessionId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// An appointment in the calendar: behind a session item, or behind an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// The id of its item or interview, with the prefix `ses`.
    pub id: SessionId,
    pub item_id: Option<ItemId>,
    pub interview_id: Option<InterviewId>,
    pub engagement_id: Option<EngagementId>,
    pub coach_id: Option<UserId>,
    #[schema(example = "First session")]
    pub title: String,
    pub status: SessionStatus,
    /// Whether it waits for its engagement to be activated; its attendees do not know of it until then.
    pub held: bool,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    #[schema(example = "PT1H")]
    pub duration: IsoDuration,
    /// Zone that the time was chosen in.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// What the clock of that zone shows at the beginning.
    #[schema(example = "2026-03-02T10:00:00")]
    pub local_starts_at: String,
    #[schema(example = "https://meet.example/room-7")]
    pub location: Option<String>,
    /// The iCalendar UID, which never changes.
    #[schema(example = "item_01kfq8v6n2e9t8w4x3y5z7a1bc@rapport")]
    pub calendar_uid: String,
    /// iCalendar's SEQUENCE.
    #[schema(example = 0)]
    pub sequence: i32,
    /// What the caller can do with it now.
    pub allowed_actions: Vec<&'static str>,
    /// The same as its item's.
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(SessionList of SessionView);

impl SessionView {
    pub fn new(session: Session, manages: bool) -> Self {
        let manages = manages && session.item_id.is_some();
        Self {
            allowed_actions: if manages { session.status.allowed_actions() } else { Vec::new() },
            duration: session.duration(),
            calendar_uid: session.calendar_uid(),
            id: session.id,
            item_id: session.item_id,
            interview_id: session.interview_id,
            engagement_id: session.engagement_id,
            coach_id: session.coach_id,
            title: session.title,
            status: session.status,
            held: session.is_held,
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            time_zone: session.time_zone,
            local_starts_at: session.local_starts_at,
            location: session.location,
            sequence: session.sequence,
            version: session.version,
            created_at: session.created_at,
            updated_at: session.updated_at,
        }
    }
}

impl Resource for SessionView {
    fn path(&self) -> String {
        format!("/sessions/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
