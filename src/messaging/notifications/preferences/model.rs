//! A preference.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::notification_preferences;
use crate::kernel::Timestamp;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::messaging::notifications::model::Channel;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = notification_preferences, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Preference {
    pub user_id: UserId,
    pub notification_type: String,
    pub channel: Channel,
    pub organization_id: OrganizationId,
    pub is_enabled: bool,
    pub updated_at: Timestamp,
}

/// What a person wants to hear of one kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NotificationPreference)]
pub struct PreferenceView {
    #[serde(rename = "type")]
    #[schema(example = "session_reminder")]
    pub notification_type: String,
    #[schema(example = "A session is near.")]
    pub description: String,
    pub email: bool,
    pub in_app: bool,
}

/// Everything that a person may switch off.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NotificationPreferences)]
pub struct PreferencesView {
    pub preferences: Vec<PreferenceView>,
}

/// What is to be changed; other kinds stay as they are.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"preferences": [{"type": "session_reminder", "email": false, "in_app": true}]}))]
pub struct PutPreferences {
    #[schema(max_items = 100)]
    pub preferences: Vec<PutPreference>,
}

/// What a person wants to hear of one kind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutPreference {
    #[serde(rename = "type")]
    #[schema(example = "session_reminder")]
    pub notification_type: String,
    pub email: bool,
    pub in_app: bool,
}

/// What a link in a mail stands for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unsubscription {
    #[serde(rename = "type")]
    #[schema(example = "session_reminder")]
    pub notification_type: String,
    #[schema(example = "A session is near.")]
    pub description: String,
    /// Whether such mails still go out to this person.
    pub subscribed: bool,
}
