//! A session as it is stored, and what requests say about one.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

pub use super::state::{Action, SessionStatus};
use crate::coaching::items::model::Item;
use crate::db::MultiBackend;
use crate::db::schema::sessions;
use crate::kernel::Timestamp;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{EngagementId, Id, InterviewId, ItemId, OrganizationId, SessionId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::wall_clock;

/// A session lasts a month at most.
pub const LONGEST: chrono::TimeDelta = chrono::TimeDelta::days(31);

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sessions, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Session {
    pub id: SessionId,
    pub organization_id: OrganizationId,
    pub engagement_id: Option<EngagementId>,
    pub item_id: Option<ItemId>,
    pub interview_id: Option<InterviewId>,
    pub coach_id: Option<UserId>,
    pub attendee_id: Option<UserId>,
    pub title: String,
    pub status: SessionStatus,
    pub is_held: bool,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub time_zone: String,
    pub local_starts_at: String,
    pub location: Option<String>,
    pub sequence: i32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Session {
    /// The same in every mail, feed and answer, whatever happens to it.
    pub fn calendar_uid(&self) -> String {
        match (self.item_id, self.interview_id) {
            (Some(id), _) => uid_of_item(id),
            (None, Some(id)) => format!("{id}@rapport"),
            (None, None) => format!("{}@rapport", self.id),
        }
    }

    pub fn duration(&self) -> IsoDuration {
        IsoDuration::from_seconds((self.ends_at.micros() - self.starts_at.micros()) / 1_000_000)
    }

    /// Whether its time is taken, as others see it.
    pub fn is_announced(&self) -> bool {
        self.status == SessionStatus::Scheduled && !self.is_held
    }

    pub fn ensure_allowed(&self, action: Action) -> crate::kernel::Result<SessionStatus> {
        self.status.after(action)
    }
}

/// The session of an item has the item's id with another prefix.
pub fn of_item(id: ItemId) -> SessionId {
    Id::of(id.uuid())
}

/// The session of an interview likewise.
pub fn of_interview(id: InterviewId) -> SessionId {
    Id::of(id.uuid())
}

pub fn uid_of_item(id: ItemId) -> String {
    format!("{id}@rapport")
}

/// When and where, however it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub time_zone: String,
    pub location: Option<String>,
}

impl Slot {
    /// Of an item that has a date.
    pub fn of(item: &Item) -> Option<Self> {
        let (starts_at, session) = (item.scheduled_at?, item.details.0.session()?);
        let duration = session.duration.unwrap_or(IsoDuration::from_minutes(60));
        Some(Self {
            starts_at,
            ends_at: starts_at.plus(duration.delta()),
            time_zone: item.time_zone.clone().unwrap_or_else(|| "UTC".into()),
            location: session.location.clone(),
        })
    }

    /// What the clock of its zone shows at the beginning.
    pub fn local_starts_at(&self) -> String {
        let zone = self.time_zone.parse().unwrap_or(chrono_tz::UTC);
        wall_clock::shown(self.starts_at, zone).format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

/// Another time, and with it another length or place if wanted.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"starts_at": "2031-03-04T09:00:00+01:00", "time_zone": "Europe/Berlin"}))]
pub struct RescheduleSession {
    /// When it begins. Either this or `local_starts_at`.
    pub starts_at: Option<Timestamp>,
    /// The same by the clock of `time_zone`, as `2031-03-04T09:00`. A time that the clock leaves out comes
    /// as much later, of one that comes twice the first is meant.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$", example = "2031-03-04T09:00")]
    pub local_starts_at: Option<String>,
    /// Zone that the time was chosen in; the caller's own when absent.
    #[schema(format = "time-zone", example = "Europe/Berlin")]
    pub time_zone: Option<String>,
    pub duration: Option<IsoDuration>,
    #[schema(min_length = 1, max_length = 500)]
    pub location: Option<String>,
    /// Whether it may lie over another session of the coach.
    pub allow_overlap: Option<bool>,
}

/// A change of a session's details; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"location": "Room 9"}))]
pub struct UpdateSessionDetails {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
    #[schema(nullable = false)]
    pub duration: Option<IsoDuration>,
    #[schema(nullable = false, min_length = 1, max_length = 500)]
    pub location: Option<String>,
}
