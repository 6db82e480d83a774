//! A referral, and how the API shows it.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::state::ReferralState;
use crate::advocacy::types::details::Relationship;
use crate::db::schema::referrals;
use crate::db::{Json, MultiBackend};
use crate::kernel::ids::{MissionId, OrganizationId, ReferralId, SubmissionId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::text::fold;
use crate::kernel::{Resource, Timestamp};
use crate::questions::answers::AnswerValue;

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = referrals, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Referral {
    pub id: ReferralId,
    pub organization_id: OrganizationId,
    pub mission_id: MissionId,
    pub submission_id: SubmissionId,
    pub referred_by: Option<UserId>,
    pub relationship: Relationship,
    pub name: Option<String>,
    pub email: Option<String>,
    pub email_key: Option<String>,
    pub company: Option<String>,
    pub search_text: String,
    pub fields: Json<Map<String, Value>>,
    pub consent_text: Option<String>,
    pub consented_at: Option<Timestamp>,
    pub state: ReferralState,
    pub note: Option<String>,
    pub qualified_at: Option<Timestamp>,
    pub won_at: Option<Timestamp>,
    pub lost_at: Option<Timestamp>,
    pub erased_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Referral {
    /// What is looked through when somebody searches.
    pub fn index(&mut self) {
        let parts = [&self.name, &self.email, &self.company].map(|part| part.as_deref().unwrap_or_default());
        self.search_text = fold(&parts.join("\n"));
    }

    /// Whether the staff have done nothing with it yet.
    pub fn is_untouched(&self) -> bool {
        self.state == ReferralState::Received && self.erased_at.is_none()
    }

    /// Forgets who it is about.
    pub fn erase(&mut self, now: Timestamp) {
        (self.name, self.email, self.email_key, self.company, self.note) = (None, None, None, None, None);
        self.fields = Json(Map::new());
        self.index();
        self.erased_at = Some(now);
    }
}

/// Somebody who was referred.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Referral)]
pub struct ReferralView {
    pub id: ReferralId,
    pub mission_id: MissionId,
    pub submission_id: SubmissionId,
    /// The advocate; null for somebody without an account.
    pub referred_by: Option<UserId>,
    pub relationship: Relationship,
    #[schema(example = "Kim Ahn")]
    pub name: Option<String>,
    /// Null once it was erased.
    #[schema(example = "kim@fabrikam.example")]
    pub email: Option<String>,
    #[schema(example = "Fabrikam")]
    pub company: Option<String>,
    /// What else the mission asked for, by the ids of its fields.
    #[schema(value_type = HashMap<String, AnswerValue>)]
    pub fields: Map<String, Value>,
    /// What the advocate confirmed in their name.
    #[schema(example = "They know that I give you their address.")]
    pub consent_text: Option<String>,
    pub consented_at: Option<Timestamp>,
    pub state: ReferralState,
    /// What the staff last noted.
    #[schema(example = "Asked for an offer.")]
    pub note: Option<String>,
    /// What can be done with it.
    #[schema(example = json!(["qualify", "lose", "erase"]))]
    pub allowed_actions: Vec<&'static str>,
    pub qualified_at: Option<Timestamp>,
    pub won_at: Option<Timestamp>,
    pub lost_at: Option<Timestamp>,
    pub erased_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(ReferralList of ReferralView);

impl From<Referral> for ReferralView {
    fn from(referral: Referral) -> Self {
        let mut allowed_actions = referral.state.allowed_actions();
        if referral.erased_at.is_none() {
            allowed_actions.push("erase");
        }
        Self {
            id: referral.id,
            mission_id: referral.mission_id,
            submission_id: referral.submission_id,
            referred_by: referral.referred_by,
            relationship: referral.relationship,
            name: referral.name,
            email: referral.email,
            company: referral.company,
            fields: referral.fields.0,
            consent_text: referral.consent_text,
            consented_at: referral.consented_at,
            state: referral.state,
            note: referral.note,
            allowed_actions,
            qualified_at: referral.qualified_at,
            won_at: referral.won_at,
            lost_at: referral.lost_at,
            erased_at: referral.erased_at,
            version: referral.version,
            created_at: referral.created_at,
            updated_at: referral.updated_at,
        }
    }
}

impl Resource for ReferralView {
    fn path(&self) -> String {
        format!("/referrals/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
