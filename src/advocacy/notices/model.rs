//! A broadcast: one thing that many people are told of a mission, and how far it has come.

use diesel::prelude::*;

use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::settings::TriggerKind;
use crate::db::MultiBackend;
use crate::db::schema::{mission_broadcasts, mission_gatherings};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{BroadcastId, EventId, MissionId, OrganizationId};
use crate::kernel::{Timestamp, text_enum};
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::notifications::model::Reason;

text_enum! {
    /// What is told.
    pub enum BroadcastKind {
        Launch = "launch",
        FollowUp = "follow_up",
    }
}

text_enum! {
    /// Whom it concerns.
    pub enum BroadcastScope {
        /// Everybody whom the mission is for, at one time.
        Audience = "audience",
        /// Each who was assigned it, in their own time.
        Assignments = "assignments",
    }
}

text_enum! {
    /// How far it has come.
    pub enum BroadcastState {
        /// For its time, or for somebody to be assigned.
        Waiting = "waiting",
        Running = "running",
        /// The mission stopped running in the middle of it.
        Stopped = "stopped",
        Done = "done",
        /// Its time came when it could not go out.
        Skipped = "skipped",
        /// Follow-ups were switched off, or this one was taken out.
        Off = "off",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = mission_broadcasts, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Broadcast {
    pub id: BroadcastId,
    pub organization_id: OrganizationId,
    pub mission_id: MissionId,
    pub kind: BroadcastKind,
    pub offset_seconds: i64,
    pub scope: BroadcastScope,
    pub state: BroadcastState,
    pub reason: Option<String>,
    pub event_id: Option<EventId>,
    pub due_at: Option<Timestamp>,
    pub resumed_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub after_id: Option<String>,
    pub after_at: Option<Timestamp>,
    pub reached: i64,
    pub skipped: i64,
    pub created_at: Timestamp,
}

impl Broadcast {
    /// To everybody whom the mission is for, beginning now.
    pub fn launch(id: BroadcastId, mission: &Mission, event_id: EventId, now: Timestamp) -> Self {
        let row = Self::new(id, mission, BroadcastKind::Launch, 0, now);
        Self { state: BroadcastState::Running, event_id: Some(event_id), due_at: Some(now), ..row }
    }

    /// A reminder so long after the launch or an assignment; when it is due is decided elsewhere.
    pub fn follow_up(id: BroadcastId, mission: &Mission, offset_seconds: i64, now: Timestamp) -> Self {
        Self::new(id, mission, BroadcastKind::FollowUp, offset_seconds, now)
    }

    fn new(id: BroadcastId, mission: &Mission, kind: BroadcastKind, offset_seconds: i64, now: Timestamp) -> Self {
        let scope = match mission.trigger_kind {
            TriggerKind::Instant => BroadcastScope::Audience,
            TriggerKind::Segment => BroadcastScope::Assignments,
        };
        Self {
            id,
            organization_id: mission.organization_id,
            mission_id: mission.id,
            kind,
            offset_seconds,
            scope,
            state: BroadcastState::Waiting,
            reason: None,
            event_id: None,
            due_at: None,
            resumed_at: None,
            finished_at: None,
            after_id: None,
            after_at: None,
            reached: 0,
            skipped: 0,
            created_at: now,
        }
    }

    pub fn offset(&self) -> IsoDuration {
        IsoDuration::from_seconds(self.offset_seconds)
    }

    /// Who was assigned by then is reminded by this moment.
    pub fn assigned_until(&self, now: Timestamp) -> Timestamp {
        now.minus(self.offset().delta())
    }

    pub fn is_open(&self) -> bool {
        matches!(self.state, BroadcastState::Waiting | BroadcastState::Running | BroadcastState::Stopped)
    }

    pub fn end(&mut self, state: BroadcastState, reason: Option<Skip>, now: Timestamp) {
        self.state = state;
        self.reason = reason.map(|reason| reason.as_str().to_owned());
        self.due_at = None;
        self.finished_at = Some(now);
    }
}

/// People who were assigned a mission since Slack was told last.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = mission_gatherings, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Gathering {
    pub id: MissionId,
    pub organization_id: OrganizationId,
    pub entries: i64,
    pub since: Timestamp,
    pub due_at: Option<Timestamp>,
    pub posted_at: Option<Timestamp>,
}

text_enum! {
    /// Why a reminder did not go out.
    pub enum Skip {
        /// The mission was paused, closed or had expired when it was due.
        MissionNotRunning = "mission_not_running",
        /// It would have been due before follow-ups were switched on, or this one was added.
        TurnedOnLate = "turned_on_late",
        /// More time had passed than `max_lateness` allows.
        TooLate = "too_late",
        /// The person has taken part already.
        AlreadyCompleted = "already_completed",
        /// The mission is not for the person any more.
        NotEligible = "not_eligible",
    }
}

impl Skip {
    /// The same as it stands at a notification.
    pub fn reason(self) -> Reason {
        match self {
            Skip::MissionNotRunning => Reason::MissionNotRunning,
            Skip::TurnedOnLate | Skip::TooLate => Reason::TooLate,
            Skip::AlreadyCompleted => Reason::AlreadyCompleted,
            Skip::NotEligible => Reason::NotEligible,
        }
    }
}

/// The offsets at which a mission reminds, in seconds: none before its launch, and none where nobody could be
/// told on their own.
pub fn follow_up_offsets(mission: &Mission) -> Vec<i64> {
    let follow_ups = &mission.follow_ups.0;
    let tells_people = mission.announced_by().iter().any(|channel| *channel != ConnectionKind::Slack);
    let reminds = follow_ups.enabled && mission.launched_at.is_some() && tells_people && mission.mission_type.allows_follow_ups();
    if reminds { follow_ups.offsets.iter().map(|offset| offset.seconds()).collect() } else { Vec::new() }
}
