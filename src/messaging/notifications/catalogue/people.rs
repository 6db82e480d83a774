//! Accounts: how people come in, and back in.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::PEOPLE;

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "invitation",
        description: "A person is invited to set a password and activate their account.",
        can_be_switched_off: false,
        in_app: false,
        subject: "{{organization.name}} invites you",
        body: "Hello {{recipient.name}},\n\n{{organization.name}} invites you to join. Choose a password here:\n\n{{link}}\n\nThe link works until {{expires_at}} and only once.",
        variables: PEOPLE,
        ..USUAL
    },
    NotificationType {
        key: "password_reset",
        description: "A person gets a link to a new password.",
        can_be_switched_off: false,
        in_app: false,
        subject: "A new password for {{organization.name}}",
        body: "Hello {{recipient.name}},\n\nwith this link you can choose a new password:\n\n{{link}}\n\nThe link works until {{expires_at}} and only once. If you did not ask for it, nothing has to be done.",
        variables: PEOPLE,
        ..USUAL
    },
];
