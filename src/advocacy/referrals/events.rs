//! What referrals announce. Who it is about is never told: the log is kept, and they may ask to be forgotten.

use serde::Serialize;

use super::model::Referral;
use super::state::ReferralState;
use crate::advocacy::types::details::Relationship;
use crate::kernel::ids::{MissionId, OrganizationId, ReferralId, SubmissionId, UserId};
use crate::messaging::events::event;

/// Something that happened to a referral.
#[derive(Serialize)]
pub(super) struct ReferralEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    referral_id: ReferralId,
    mission_id: MissionId,
    submission_id: SubmissionId,
    referred_by: Option<UserId>,
    relationship: Relationship,
    state: ReferralState,
}

impl ReferralEvent {
    pub fn new(name: &'static str, referral: &Referral) -> Self {
        Self {
            name,
            organization_id: referral.organization_id,
            referral_id: referral.id,
            mission_id: referral.mission_id,
            submission_id: referral.submission_id,
            referred_by: referral.referred_by,
            relationship: referral.relationship,
            state: referral.state,
        }
    }
}

event!(ReferralEvent { name: name, subject: referral_id, mission: mission_id });
