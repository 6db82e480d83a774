//! Reference profiles as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::ReferenceProfile;
use super::state::ProfileState;
use crate::advocacy::types::details::ReferenceActivity;
use crate::identity::users::model::User;
use crate::kernel::ids::{MissionId, ReferenceProfileId, SubmissionId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

/// Somebody who speaks for the organization when asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceProfile)]
pub struct ReferenceProfileView {
    pub id: ReferenceProfileId,
    /// Null for somebody without an account.
    pub user_id: Option<UserId>,
    #[schema(example = "Avi Advocate")]
    pub name: Option<String>,
    #[schema(example = "avi@demo.example")]
    pub email: Option<String>,
    pub activities: Vec<ReferenceActivity>,
    #[schema(example = json!(["Onboarding"]))]
    pub topics: Vec<String>,
    #[schema(example = "Tuesdays after 14:00 CET")]
    pub availability: Option<String>,
    /// How often they may be asked in a quarter; null for as often as one likes.
    #[schema(example = 2)]
    pub max_per_quarter: Option<i32>,
    /// How often they were asked in this quarter.
    #[schema(example = 1)]
    pub used_this_quarter: i64,
    pub state: ProfileState,
    /// Where they agreed to it.
    pub mission_id: MissionId,
    pub submission_id: SubmissionId,
    /// What can be done with it. Whether a further use is within the quarter's is another matter.
    #[schema(example = json!(["update", "use", "pause"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(ReferenceProfileList of ReferenceProfileView);

impl ReferenceProfileView {
    pub fn new(profile: ReferenceProfile, user: Option<&User>, used_this_quarter: i64) -> Self {
        Self {
            id: profile.id,
            user_id: profile.user_id,
            name: user.map(|user| user.name.clone()).or(profile.guest_name),
            email: user.map(|user| user.email.clone()).or(profile.guest_email),
            activities: profile.activities.0,
            topics: profile.topics.0,
            availability: profile.availability,
            max_per_quarter: profile.max_per_quarter,
            used_this_quarter,
            state: profile.state,
            mission_id: profile.mission_id,
            submission_id: profile.submission_id,
            allowed_actions: profile.state.allowed_actions(),
            version: profile.version,
            created_at: profile.created_at,
            updated_at: profile.updated_at,
        }
    }
}

impl Resource for ReferenceProfileView {
    fn path(&self) -> String {
        format!("/reference-profiles/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}
