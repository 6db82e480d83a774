//! A reference profile.

use diesel::prelude::*;

use super::state::ProfileState;
use crate::advocacy::recognition::Recipient;
use crate::advocacy::types::details::ReferenceActivity;
use crate::db::schema::reference_profiles;
use crate::db::{Json, MultiBackend};
use crate::kernel::Timestamp;
use crate::kernel::ids::{MissionId, OrganizationId, ReferenceProfileId, SubmissionId, UserId};
use crate::kernel::text::{email_key, fold};

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reference_profiles, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct ReferenceProfile {
    pub id: ReferenceProfileId,
    pub organization_id: OrganizationId,
    /// Tells people apart, those without an account too.
    pub person_key: String,
    pub user_id: Option<UserId>,
    pub guest_name: Option<String>,
    pub guest_email: Option<String>,
    pub activities: Json<Vec<ReferenceActivity>>,
    pub topics: Json<Vec<String>>,
    pub search_text: String,
    pub availability: Option<String>,
    pub max_per_quarter: Option<i32>,
    pub state: ProfileState,
    pub mission_id: MissionId,
    pub submission_id: SubmissionId,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl ReferenceProfile {
    /// What is looked through when somebody searches.
    pub fn index(&mut self) {
        self.search_text = fold(&self.topics.0.join("\n"));
    }
}

/// One person has one profile.
pub fn person_key(person: &Recipient) -> String {
    match person {
        Recipient::User(id) => id.to_string(),
        Recipient::Guest { email, .. } => format!("guest:{}", email_key(email)),
    }
}
