//! A template.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::notification_templates;
use crate::kernel::ids::OrganizationId;
use crate::kernel::{Resource, Timestamp, text_enum};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notification_templates, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Template {
    pub scope_id: String,
    pub notification_type: String,
    pub organization_id: OrganizationId,
    pub is_enabled: bool,
    pub subject: Option<String>,
    pub body: Option<String>,
    pub html: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

text_enum! {
    /// Whose words count.
    pub enum Layer {
        BuiltIn = "built_in",
        Organization = "organization",
        Engagement = "engagement",
        Item = "item",
    }
}

/// The words of a kind of notification, as they count here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NotificationTemplate)]
pub struct TemplateView {
    #[serde(rename = "type")]
    #[schema(example = "task_sent")]
    pub notification_type: String,
    /// The nearest layer that has words for it.
    pub layer: Layer,
    /// Whether it is sent at all.
    pub enabled: bool,
    #[schema(example = "A task for you: {{item.title}}")]
    pub subject: String,
    /// The text of the mail. `{{variable}}` is filled in.
    pub body: String,
    /// HTML in place of what is made from the body.
    pub html: Option<String>,
    /// Null while the built-in words count.
    pub version: Option<i64>,
    #[serde(skip)]
    pub path: String,
}

impl Resource for TemplateView {
    fn path(&self) -> String {
        self.path.clone()
    }
    fn version(&self) -> Option<i64> {
        self.version
    }
}

/// Words of one's own. What is absent is taken from the layer below.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"subject": "For you: {{item.title}}", "body": "Dear {{recipient.name}},\n\nplease have a look: {{link}}"}))]
pub struct PutTemplate {
    /// `false` switches it off here; `true` when absent.
    pub enabled: Option<bool>,
    #[schema(min_length = 1, max_length = 300)]
    pub subject: Option<String>,
    #[schema(min_length = 1, max_length = 20_000)]
    pub body: Option<String>,
    /// Scripts, styles and remote content are taken out.
    #[schema(min_length = 1, max_length = 50_000)]
    pub html: Option<String>,
}
