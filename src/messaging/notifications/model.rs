//! A notification: what one person hears by one channel.

use diesel::prelude::*;

use super::subject::Around;
use crate::db::MultiBackend;
use crate::db::schema::notifications;
use crate::kernel::ids::{EngagementId, EventId, MissionId, NotificationId, OrganizationId, UserId};
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// By what a person hears.
    pub enum Channel {
        Email = "email",
        /// The list in the application.
        InApp = "in_app",
    }
}

text_enum! {
    /// Where a notification stands.
    pub enum NotificationState {
        /// It goes out when it is due.
        Pending = "pending",
        /// The mail server took it, or it stands in the person's list.
        Sent = "sent",
        /// It could not be delivered.
        Failed = "failed",
        /// It was not sent, for the reason that is given.
        Suppressed = "suppressed",
        /// It was so late that it was not sent any more.
        Missed = "missed",
    }
}

text_enum! {
    /// Why a notification was not sent.
    pub enum Reason {
        /// The person has not activated their account.
        RecipientNotActive = "recipient_not_active",
        /// The person was deactivated or deleted.
        RecipientDeactivated = "recipient_deactivated",
        /// The organization, engagement or item has switched it off.
        SwitchedOff = "switched_off",
        /// The person does not want to hear it there.
        Unsubscribed = "unsubscribed",
        /// The address refused mail for good, or its owner complained.
        AddressSuppressed = "address_suppressed",
        /// The item was completed, changed or deleted meanwhile.
        NoLongerNeeded = "no_longer_needed",
        /// The engagement does not run.
        EngagementNotActive = "engagement_not_active",
        /// The link that it would carry was used, replaced or has expired.
        LinkNotValid = "link_not_valid",
        /// More time passed than `max_lateness` allows.
        TooLate = "too_late",
        /// The mission is paused, closed or has expired.
        MissionNotRunning = "mission_not_running",
        /// The mission is not, or no longer, for this person.
        NotEligible = "not_eligible",
        /// The person has done already what they would be reminded of.
        AlreadyCompleted = "already_completed",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = notifications, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Notification {
    pub id: NotificationId,
    pub organization_id: OrganizationId,
    pub intent: String,
    pub notification_type: String,
    pub channel: Channel,
    pub event_id: EventId,
    pub event_type: String,
    pub subject_id: String,
    pub engagement_id: Option<EngagementId>,
    pub recipient_id: Option<UserId>,
    /// The name of somebody outside, when one is known.
    pub recipient_name: Option<String>,
    pub address: String,
    pub state: NotificationState,
    pub reason: Option<String>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub due_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub read_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub mission_id: Option<MissionId>,
}

impl Notification {
    /// What it is known to belong to.
    pub fn around(&self) -> Around {
        Around { engagement_id: self.engagement_id, mission_id: self.mission_id }
    }
}
