//! Engagements, and the items and resources in them. (Sessions are items too, and have a file of their own.)

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::{COACH, ENGAGEMENT, RESOURCE};

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "engagement_shared",
        description: "A coachee can now see an engagement.",
        subject: "{{engagement.title}} is open for you",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} has shared \"{{engagement.title}}\" with you. You can see every step here:\n\n{{link}}",
        variables: ENGAGEMENT,
        ..USUAL
    },
    NotificationType {
        key: "resource_shared",
        description: "A file or link was shared with everybody in an engagement.",
        optional: true,
        subject: "New in {{engagement.title}}: {{resource.title}}",
        body: "Hello {{recipient.name}},\n\n\"{{resource.title}}\" was shared with everybody in \"{{engagement.title}}\".\n\n{{resource.description}}\n\n{{link}}",
        variables: RESOURCE,
        ..USUAL
    },
    NotificationType {
        key: "assessment_sent",
        description: "An assessment waits for its recipients.",
        intentional: true,
        subject: "Please complete: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} asks you to complete the assessment \"{{item.title}}\".\n\n{{item.description}}\n\n{{link}}",
        ..USUAL
    },
    NotificationType {
        key: "form_sent",
        description: "A form waits for its recipients.",
        intentional: true,
        subject: "Please fill in: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} asks you to fill in \"{{item.title}}\".\n\n{{item.description}}\n\n{{link}}",
        ..USUAL
    },
    NotificationType {
        key: "file_sent",
        description: "A file was sent.",
        subject: "A file for you: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} has sent you the file \"{{item.title}}\".\n\n{{item.description}}\n\n{{item.url}}\n\n{{link}}",
        ..USUAL
    },
    NotificationType {
        key: "link_sent",
        description: "A link was sent.",
        intentional: true,
        subject: "A link for you: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} recommends \"{{item.title}}\":\n\n{{item.url}}\n\n{{item.description}}",
        ..USUAL
    },
    NotificationType {
        key: "task_sent",
        description: "A task was sent.",
        subject: "A task for you: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} has a task for you: \"{{item.title}}\".\n\n{{item.description}}\n\n{{link}}",
        ..USUAL
    },
    NotificationType {
        key: "item_reminder",
        description: "Something that was sent is not completed yet.",
        optional: true,
        intentional: true,
        can_wait: true,
        subject: "A reminder: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n\"{{item.title}}\" still waits for you.\n\n{{link}}",
        ..USUAL
    },
    NotificationType {
        key: "item_completed",
        description: "A recipient completed an item; its coach hears of it.",
        optional: true,
        subject: "{{actor.name}} completed {{item.title}}",
        body: "Hello {{recipient.name}},\n\n{{actor.name}} has completed \"{{item.title}}\" of \"{{engagement.title}}\".\n\n{{link}}",
        variables: COACH,
        ..USUAL
    },
    NotificationType {
        key: "item_missed",
        description: "An item was not sent because its date had passed too long ago; its coach hears of it.",
        can_be_switched_off: false,
        subject: "Not sent: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n\"{{item.title}}\" of \"{{engagement.title}}\" was due while messages could not be sent, too long ago to send it now. Give it another date or send it by hand.\n\n{{link}}",
        variables: COACH,
        ..USUAL
    },
];
