//! An organization and its settings.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::invoicing::{InvoiceSettings, UpdateInvoiceSettings};
use super::quiet_hours::QuietHours;
use crate::db::schema::organizations;
use crate::db::{Json, MultiBackend};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::patch::clearable;
use crate::kernel::{Resource, Timestamp, text_enum};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organizations, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Organization {
    pub id: OrganizationId,
    pub name: String,
    pub settings: Json<Settings>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What an organization decides for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Settings {
    /// Time zone of people who have not chosen one.
    #[schema(example = "Europe/Berlin", format = "time-zone")]
    pub time_zone: String,
    /// How long an invitation can be accepted.
    #[schema(example = "P14D")]
    pub invitation_lifetime: IsoDuration,
    /// How long a session takes when nothing else is said.
    #[schema(example = "PT1H")]
    pub session_duration: IsoDuration,
    /// Whether people who have not activated their account hear of engagements.
    pub inactive_coachee_delivery: InactiveDelivery,
    /// What is late by more than this, after the server was down, is not sent any more.
    #[schema(example = "P1D")]
    pub max_lateness: IsoDuration,
    /// How long before a session its attendees are reminded; at most five times.
    #[schema(example = json!(["P1D", "PT1H"]))]
    pub session_reminders: Vec<IsoDuration>,
    /// How long after its sending an item's recipients are reminded who have not completed it.
    #[schema(example = json!(["P3D"]))]
    pub item_reminders: Vec<IsoDuration>,
    /// Reminders wait for the end of these hours in the recipient's time zone. Null for none.
    pub quiet_hours: Option<QuietHours>,
    /// Whether an admin approves an interview before it is scheduled.
    pub interview_approval: bool,
    /// Whether an admin approves the coach whom a coachee selects.
    pub selection_approval: bool,
    /// Interviews that a coachee holds before selecting a coach; 0 to 20.
    #[schema(minimum = 0, maximum = 20, example = 1)]
    pub interviews_required: i32,
    /// Who may send items to people outside, who have no account.
    pub external_recipients: ExternalRecipients,
    /// How long the link to a form works that somebody outside gets; sending again begins it anew.
    #[schema(example = "P30D")]
    pub form_link_lifetime: IsoDuration,
    /// How many people have to answer before a goal shows what they said, so that nobody is found out.
    #[schema(example = 3)]
    pub feedback_min_raters: u32,
    /// How long a request for feedback can be answered when nothing else is said.
    #[schema(example = "P30D")]
    pub feedback_lifetime: IsoDuration,
    /// Where people's pages are; links in mails begin with it. Without it they lead to this API.
    #[schema(example = "https://app.northwind.example")]
    pub frontend_url: Option<String>,
    /// An uploaded picture that stands on invoices.
    pub logo_file_id: Option<FileId>,
    /// How invoices look and count.
    pub invoices: InvoiceSettings,
}

text_enum! {
    /// What people hear who have not activated their account.
    pub enum InactiveDelivery {
        /// Nothing but their invitation.
        Strict = "strict",
        /// Also sessions, assessments, forms and links that somebody chose to send them.
        Intentional = "intentional",
    }
}

text_enum! {
    /// Who may send items to people outside.
    pub enum ExternalRecipients {
        Admins = "admins",
        /// Coaches too.
        Coaches = "coaches",
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            time_zone: "UTC".into(),
            invitation_lifetime: IsoDuration::from_seconds(14 * 86_400),
            session_duration: IsoDuration::from_minutes(60),
            inactive_coachee_delivery: InactiveDelivery::Strict,
            max_lateness: IsoDuration::from_seconds(86_400),
            session_reminders: vec![IsoDuration::from_seconds(86_400), IsoDuration::from_minutes(60)],
            item_reminders: vec![IsoDuration::from_seconds(3 * 86_400)],
            quiet_hours: None,
            interview_approval: false,
            selection_approval: false,
            interviews_required: 1,
            external_recipients: ExternalRecipients::Admins,
            form_link_lifetime: IsoDuration::from_seconds(30 * 86_400),
            feedback_min_raters: 3,
            feedback_lifetime: IsoDuration::from_seconds(30 * 86_400),
            frontend_url: None,
            logo_file_id: None,
            invoices: InvoiceSettings::default(),
        }
    }
}

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organization)]
pub struct OrganizationView {
    pub id: OrganizationId,
    #[schema(example = "Northwind Coaching")]
    pub name: String,
    pub settings: Settings,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl From<Organization> for OrganizationView {
    fn from(organization: Organization) -> Self {
        let Organization { id, name, settings: Json(settings), version, created_at, updated_at } = organization;
        Self { id, name, settings, version, created_at, updated_at }
    }
}

impl Resource for OrganizationView {
    fn path(&self) -> String {
        "/organization".into()
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A change of an organization; what is absent stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"settings": {"session_duration": "PT45M"}}))]
pub struct UpdateOrganization {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[schema(nullable = false)]
    pub settings: Option<UpdateSettings>,
}

/// A change of settings; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateSettings {
    #[schema(nullable = false, example = "Europe/Berlin", format = "time-zone")]
    pub time_zone: Option<String>,
    #[schema(nullable = false)]
    pub invitation_lifetime: Option<IsoDuration>,
    #[schema(nullable = false)]
    pub session_duration: Option<IsoDuration>,
    #[schema(nullable = false)]
    pub inactive_coachee_delivery: Option<InactiveDelivery>,
    /// PT1M to P30D.
    #[schema(nullable = false)]
    pub max_lateness: Option<IsoDuration>,
    #[schema(nullable = false, max_items = 5)]
    pub session_reminders: Option<Vec<IsoDuration>>,
    #[schema(nullable = false, max_items = 5)]
    pub item_reminders: Option<Vec<IsoDuration>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<QuietHours>)]
    pub quiet_hours: Option<Option<QuietHours>>,
    #[schema(nullable = false)]
    pub interview_approval: Option<bool>,
    #[schema(nullable = false)]
    pub selection_approval: Option<bool>,
    #[schema(nullable = false, minimum = 0, maximum = 20)]
    pub interviews_required: Option<i32>,
    #[schema(nullable = false)]
    pub external_recipients: Option<ExternalRecipients>,
    #[schema(nullable = false)]
    pub form_link_lifetime: Option<IsoDuration>,
    #[schema(nullable = false, minimum = 1, maximum = 20)]
    pub feedback_min_raters: Option<u32>,
    #[schema(nullable = false)]
    pub feedback_lifetime: Option<IsoDuration>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, format = "uri", max_length = 500)]
    pub frontend_url: Option<Option<String>>,
    /// A PNG or JPEG that the caller can read, of at most 4 million pixels and 2 MB.
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<FileId>)]
    pub logo_file_id: Option<Option<FileId>>,
    #[schema(nullable = false)]
    pub invoices: Option<UpdateInvoiceSettings>,
}
