//! What is announced of missions to people and to the connections that a mission names.

use serde::Serialize;

use super::model::Skip;
use crate::advocacy::missions::model::Mission;
use crate::advocacy::types::MissionType;
use crate::kernel::Timestamp;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{MissionId, OrganizationId, UserId};
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::events::Event;

/// The mission that a notice is of, and by what it is told.
#[derive(Serialize)]
pub struct Notice<T: Serialize> {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    mission_id: MissionId,
    #[serde(rename = "type")]
    mission_type: MissionType,
    title: String,
    summary: Option<String>,
    expires_at: Option<Timestamp>,
    channels: Vec<ConnectionKind>,
    #[serde(flatten)]
    more: T,
}

impl<T: Serialize> Notice<T> {
    fn new(name: &'static str, mission: &Mission, more: T) -> Self {
        Self {
            name,
            organization_id: mission.organization_id,
            mission_id: mission.id,
            mission_type: mission.mission_type,
            title: mission.title.clone(),
            summary: mission.summary.clone(),
            expires_at: mission.expires_at,
            channels: mission.announced_by().to_vec(),
            more,
        }
    }
}

impl<T: Serialize> Event for Notice<T> {
    fn name(&self) -> &'static str {
        self.name
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.mission_id.to_string()
    }
    fn mission_id(&self) -> Option<MissionId> {
        Some(self.mission_id)
    }
}

#[derive(Serialize)]
pub struct Nothing {}

/// Everybody whom it is for can take part.
pub fn available(mission: &Mission) -> Notice<Nothing> {
    Notice::new("mission.available", mission, Nothing {})
}

#[derive(Serialize)]
pub struct Reminder {
    offset: IsoDuration,
    /// Null where it is everybody who has not taken part.
    user_ids: Option<Vec<UserId>>,
}

/// The time of a follow-up came.
pub fn reminder_due(mission: &Mission, offset: IsoDuration, user_ids: Option<Vec<UserId>>) -> Notice<Reminder> {
    Notice::new("mission.reminder_due", mission, Reminder { offset, user_ids })
}

#[derive(Serialize)]
pub struct Skipped {
    offset: IsoDuration,
    reason: Skip,
    /// How many assignments it concerned; null where it was everybody.
    assignments: Option<i64>,
}

/// The time of a follow-up came or had gone, and it does not go out.
pub fn follow_up_skipped(mission: &Mission, offset: IsoDuration, reason: Skip, assignments: Option<i64>) -> Notice<Skipped> {
    Notice::new("mission.follow_up_skipped", mission, Skipped { offset, reason, assignments })
}

#[derive(Serialize)]
pub struct Entries {
    entries: i64,
    since: Timestamp,
}

/// So many people were assigned it since then.
pub fn entries_gathered(mission: &Mission, entries: i64, since: Timestamp) -> Notice<Entries> {
    Notice::new("mission.entries_gathered", mission, Entries { entries, since })
}
