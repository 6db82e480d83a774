//! Submissions of missions.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::CONFIRMATION;

pub(super) const ALL: &[NotificationType] = &[NotificationType {
    key: "submission_confirmation",
    description: "Somebody without an account took part in a mission and confirms that the address is theirs.",
    can_be_switched_off: false,
    in_app: false,
    subject: "Please confirm: {{mission.title}}",
    body: "Hello {{recipient.name}},\n\nsomebody took part in \"{{mission.title}}\" of {{organization.name}} with this address. If that was you, confirm it here:\n\n{{link}}\n\nThe link works until {{expires_at}} and only once. If it was not you, nothing has to be done.",
    variables: CONFIRMATION,
    ..USUAL
}];
