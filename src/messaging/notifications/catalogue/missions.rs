//! Missions, as advocates hear of them.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::MISSION;

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "mission_available",
        description: "An advocate can take part in a mission: it was launched, or they entered its segment.",
        optional: true,
        can_wait: true,
        subject: "For you: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\n{{organization.name}} has something for you: \"{{mission.title}}\".\n\n{{mission.summary}}\n\n{{mission.recognition}}\n\n{{mission.until}}\n\nYou find it here:\n\n{{link}}",
        variables: MISSION,
        ..USUAL
    },
    NotificationType {
        key: "mission_reminder",
        description: "An advocate has not taken part in a mission yet.",
        optional: true,
        can_wait: true,
        subject: "A reminder: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\n\"{{mission.title}}\" still waits for you.\n\n{{mission.summary}}\n\n{{mission.recognition}}\n\n{{mission.until}}\n\nTake part here:\n\n{{link}}",
        variables: MISSION,
        ..USUAL
    },
];
