//! What matches announce.

use serde::Serialize;

use super::interviews::model::{Interview, InterviewStatus};
use super::model::{Match, MatchStatus};
use super::selections::model::{Selection, SelectionStatus};
use crate::kernel::ids::{EngagementId, InterviewId, MatchId, OrganizationId, SelectionId, UserId};
use crate::messaging::events::event;

/// Something that happened to a match, with where it stands afterwards.
#[derive(Serialize)]
pub struct MatchEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    match_id: MatchId,
    coachee_id: UserId,
    status: MatchStatus,
    engagement_id: Option<EngagementId>,
    /// The coach who was found.
    coach_id: Option<UserId>,
}

impl MatchEvent {
    pub fn new(name: &'static str, row: &Match, coach_id: Option<UserId>) -> Self {
        Self {
            name,
            organization_id: row.organization_id,
            match_id: row.id,
            coachee_id: row.coachee_id,
            status: row.status,
            engagement_id: row.engagement_id,
            coach_id,
        }
    }
}

event!(MatchEvent { name: name, subject: match_id });

/// Something that happened to an interview.
#[derive(Serialize)]
pub struct InterviewEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    interview_id: InterviewId,
    match_id: MatchId,
    coach_id: UserId,
    coachee_id: UserId,
    status: InterviewStatus,
    /// Whether an admin has to approve it.
    needs_approval: bool,
}

impl InterviewEvent {
    pub fn new(name: &'static str, row: &Interview) -> Self {
        Self {
            name,
            organization_id: row.organization_id,
            interview_id: row.id,
            match_id: row.match_id,
            coach_id: row.coach_id,
            coachee_id: row.coachee_id,
            status: row.status,
            needs_approval: row.status == InterviewStatus::Requested,
        }
    }
}

event!(InterviewEvent { name: name, subject: interview_id });

/// Something that happened to a selection.
#[derive(Serialize)]
pub struct SelectionEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    selection_id: SelectionId,
    match_id: MatchId,
    coach_id: UserId,
    status: SelectionStatus,
    /// Whether an admin has to approve it.
    needs_approval: bool,
}

impl SelectionEvent {
    pub fn new(name: &'static str, row: &Selection) -> Self {
        Self {
            name,
            organization_id: row.organization_id,
            selection_id: row.id,
            match_id: row.match_id,
            coach_id: row.coach_id,
            status: row.status,
            needs_approval: row.status == SelectionStatus::Pending,
        }
    }
}

event!(SelectionEvent { name: name, subject: selection_id });
