//! An interview as it is stored, and what requests say about one.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::db::schema::interviews;
use crate::db::{Json, MultiBackend};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{InterviewId, MatchId, OrganizationId, UserId};
use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Code, Problem, Result, Timestamp, text_enum};

text_enum! {
    /// Where an interview stands.
    pub enum InterviewStatus {
        /// An admin has to approve it.
        Requested = "requested",
        /// It can be scheduled.
        Approved = "approved",
        Scheduled = "scheduled",
        Completed = "completed",
        /// An admin or the coach has refused it.
        Declined = "declined",
        Cancelled = "cancelled",
    }
}

actions! {
    /// What can be done with an interview.
    pub enum Action {
        Approve = "approve",
        Decline = "decline",
        Propose = "propose_times",
        Schedule = "schedule",
        Complete = "complete",
        Cancel = "cancel",
    }
}

use Action::{Approve, Cancel, Complete, Decline, Propose, Schedule};
use InterviewStatus::{Approved, Cancelled, Completed, Declined, Requested, Scheduled};

/// From, action, to.
const TRANSITIONS: Transitions<InterviewStatus, Action> = Transitions::of(
    "interview",
    &[
        (Requested, Approve, Approved),
        (Requested, Decline, Declined),
        (Requested, Cancel, Cancelled),
        (Approved, Decline, Declined),
        (Approved, Propose, Approved),
        (Approved, Schedule, Scheduled),
        (Approved, Cancel, Cancelled),
        (Scheduled, Propose, Scheduled),
        (Scheduled, Schedule, Scheduled),
        (Scheduled, Complete, Completed),
        (Scheduled, Cancel, Cancelled),
    ],
);

/// Who does something with an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    Admin,
    Coach,
    Coachee,
}

impl Action {
    /// Admins may do anything of it.
    pub fn is_for(self, party: Party) -> bool {
        match self {
            Approve => party == Party::Admin,
            Decline | Propose | Complete => party != Party::Coachee,
            Schedule => party != Party::Coach,
            Cancel => true,
        }
    }
}

impl InterviewStatus {
    pub fn allowed_actions(self, party: Party) -> Vec<&'static str> {
        TRANSITIONS.open(self).filter(|action| action.is_for(party)).map(Action::as_str).collect()
    }

    pub fn is_open(self) -> bool {
        matches!(self, Requested | Approved | Scheduled)
    }

    /// Where an action leads, or the most telling problem.
    pub fn after(self, action: Action, party: Party) -> Result<Self> {
        TRANSITIONS.step(self, action).ok_or_else(|| match action {
            Schedule | Propose if self == Requested => Problem::new(Code::ApprovalPending),
            _ => TRANSITIONS.refuse(Code::InvalidTransition, self, action, self.allowed_actions(party)),
        })
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = interviews, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Interview {
    pub id: InterviewId,
    pub organization_id: OrganizationId,
    pub match_id: MatchId,
    pub coach_id: UserId,
    pub coachee_id: UserId,
    pub status: InterviewStatus,
    pub proposed_times: Json<Vec<Proposal>>,
    pub location: Option<String>,
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A time that the coach has proposed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// With whom.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RequestInterview {
    /// One of the coaches listed.
    pub coach_id: UserId,
}

/// Why not.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "No time before the summer."}))]
pub struct DeclineInterview {
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
}

/// Up to three times; earlier proposals no longer count.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"starts_at": ["2031-03-04T09:00:00+01:00", "2031-03-05T14:00:00+01:00"], "duration": "PT30M"}))]
pub struct ProposeTimes {
    #[schema(min_items = 1, max_items = 3)]
    pub starts_at: Vec<Timestamp>,
    /// PT5M to P1D; the organization's `session_duration` when absent.
    pub duration: Option<IsoDuration>,
    #[schema(min_length = 1, max_length = 500, example = "https://meet.example/room-7")]
    pub location: Option<String>,
}

/// A free slot of the coach, or one of the times that the coach has proposed.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"starts_at": "2031-03-04T09:00:00+01:00"}))]
pub struct ScheduleInterview {
    pub starts_at: Timestamp,
    /// Of a free slot; PT5M to P1D, the organization's `session_duration` when absent.
    pub duration: Option<IsoDuration>,
}
