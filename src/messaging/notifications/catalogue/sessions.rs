//! What takes place at a time: sessions and interviews.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::{INTERVIEW, SESSION};

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "session_scheduled",
        description: "A session was scheduled.",
        intentional: true,
        subject: "{{item.title}}: {{session.starts_at}}",
        body: "Hello {{recipient.name}},\n\n\"{{item.title}}\" takes place on {{session.starts_at}}.\n\nLength: {{session.duration}}\nPlace: {{session.location}}\n\n{{item.description}}\n\n{{link}}",
        variables: SESSION,
        ..USUAL
    },
    NotificationType {
        key: "session_rescheduled",
        description: "A session was moved, or its length or place was changed.",
        intentional: true,
        subject: "Changed: {{item.title}}, {{session.starts_at}}",
        body: "Hello {{recipient.name}},\n\n\"{{item.title}}\" was changed. It now takes place on {{session.starts_at}}.\n\nLength: {{session.duration}}\nPlace: {{session.location}}\n\n{{link}}",
        variables: SESSION,
        ..USUAL
    },
    NotificationType {
        key: "session_cancelled",
        description: "A session will not take place.",
        intentional: true,
        subject: "Cancelled: {{item.title}}",
        body: "Hello {{recipient.name}},\n\n\"{{item.title}}\" of \"{{engagement.title}}\" does not take place.",
        variables: SESSION,
        ..USUAL
    },
    NotificationType {
        key: "session_reminder",
        description: "A session is near.",
        optional: true,
        intentional: true,
        can_wait: true,
        subject: "Soon: {{item.title}}, {{session.starts_at}}",
        body: "Hello {{recipient.name}},\n\na reminder: \"{{item.title}}\" takes place on {{session.starts_at}}.\n\nPlace: {{session.location}}\n\n{{link}}",
        variables: SESSION,
        ..USUAL
    },
    NotificationType {
        key: "interview_scheduled",
        description: "An interview has a time.",
        subject: "{{session.title}}: {{session.starts_at}}",
        body: "Hello {{recipient.name}},\n\n\"{{session.title}}\" takes place on {{session.starts_at}}.\n\nLength: {{session.duration}}\nPlace: {{session.location}}",
        variables: INTERVIEW,
        ..USUAL
    },
    NotificationType {
        key: "interview_rescheduled",
        description: "An interview was moved.",
        subject: "Changed: {{session.title}}, {{session.starts_at}}",
        body: "Hello {{recipient.name}},\n\n\"{{session.title}}\" was moved. It now takes place on {{session.starts_at}}.\n\nLength: {{session.duration}}\nPlace: {{session.location}}",
        variables: INTERVIEW,
        ..USUAL
    },
    NotificationType {
        key: "interview_cancelled",
        description: "An interview does not take place.",
        subject: "Cancelled: {{session.title}}",
        body: "Hello {{recipient.name}},\n\n\"{{session.title}}\" does not take place.",
        variables: INTERVIEW,
        ..USUAL
    },
];
