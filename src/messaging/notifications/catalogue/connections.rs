//! Connections to other systems.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::CONNECTION;

pub(super) const ALL: &[NotificationType] = &[NotificationType {
    key: "connection_disabled",
    description: "A webhook endpoint, Slack or email connection was disabled; its owners hear of it.",
    can_be_switched_off: false,
    subject: "Disabled: {{connection.name}}",
    body: "Hello {{recipient.name}},\n\nthe connection \"{{connection.name}}\" was disabled: {{connection.reason}}. Mend it, enable it, and recover what it missed.",
    variables: CONNECTION,
    ..USUAL
}];
