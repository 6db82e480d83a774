//! Interviews as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Interview, InterviewStatus, Party, Proposal};
use crate::coaching::availability::model::SlotView;
use crate::coaching::engagements::views::Person;
use crate::coaching::sessions::views::SessionView;
use crate::kernel::ids::{InterviewId, MatchId};
use crate::kernel::{Resource, Timestamp};

/// A talk of a coachee with one of the coaches listed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Interview)]
pub struct InterviewView {
    pub id: InterviewId,
    pub match_id: MatchId,
    pub coach: Person,
    pub coachee: Person,
    pub status: InterviewStatus,
    /// Times that the coach has proposed, three at most.
    pub proposed_times: Vec<Proposal>,
    /// The appointment, once there is one.
    pub session: Option<SessionView>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// What the caller can do with it now.
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// An interview with the times at which it can be scheduled.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterviewOffer {
    #[serde(flatten)]
    pub interview: InterviewView,
    /// Free slots of the next 14 days, where the coach shares them and the interview can be scheduled.
    pub slots: Vec<SlotView>,
}

impl Resource for InterviewOffer {
    fn path(&self) -> String {
        format!("/interviews/{}", self.interview.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.interview.version)
    }
}

impl InterviewView {
    pub fn new(row: Interview, coach: Person, coachee: Person, session: Option<SessionView>, party: Party) -> Self {
        Self {
            id: row.id,
            match_id: row.match_id,
            coach,
            coachee,
            allowed_actions: row.status.allowed_actions(party),
            status: row.status,
            proposed_times: row.proposed_times.0,
            session,
            reason: row.reason,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
