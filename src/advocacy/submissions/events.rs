//! What happens to submissions. What was handed in is never told, for subscribers need not be reviewers;
//! nor is who a guest is.

use serde::Serialize;

use super::model::Submission;
use super::state::SubmissionState;
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::MissionType;
use crate::kernel::ids::{GuestId, MissionId, OrganizationId, SubmissionId, UserId};
use crate::messaging::events::event;

/// Something that happened to a submission.
#[derive(Serialize)]
pub struct SubmissionEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    submission_id: SubmissionId,
    mission_id: MissionId,
    #[serde(rename = "type")]
    mission_type: MissionType,
    /// Null for a guest.
    user_id: Option<UserId>,
    /// Null for a user, and for a guest who has not confirmed their address.
    guest_id: Option<GuestId>,
    state: SubmissionState,
    /// How many times it was approved.
    round: i32,
    reason: Option<String>,
    /// What an approval gives, where one is told of.
    recognition: Option<Recognition>,
}

impl SubmissionEvent {
    pub fn new(name: &'static str, submission: &Submission) -> Self {
        Self {
            name,
            organization_id: submission.organization_id,
            submission_id: submission.id,
            mission_id: submission.mission_id,
            mission_type: submission.mission_type,
            user_id: submission.user_id,
            guest_id: submission.guest_id,
            state: submission.state,
            round: submission.round,
            reason: submission.reason.clone(),
            recognition: None,
        }
    }

    pub fn with_recognition(self, recognition: &Recognition) -> Self {
        Self { recognition: Some(recognition.clone()), ..self }
    }
}

event!(SubmissionEvent { name: name, subject: submission_id, mission: mission_id });
