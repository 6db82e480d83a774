//! Goals: their milestones, and the feedback that is asked for.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::{FEEDBACK, GOAL, MILESTONE};

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "milestone_reminder",
        description: "A milestone of a goal is near.",
        optional: true,
        can_wait: true,
        subject: "Soon due: {{milestone.title}}",
        body: "Hello {{recipient.name}},\n\na reminder: \"{{milestone.title}}\", on the way to \"{{goal.name}}\", is due on {{milestone.due_at}}.\n\n{{link}}",
        variables: MILESTONE,
        ..USUAL
    },
    NotificationType {
        key: "feedback_request",
        description: "Somebody is asked what they think of a goal.",
        in_app: false,
        intentional: true,
        subject: "Your feedback is asked for",
        body: "Hello {{recipient.name}},\n\n{{organization.name}} asks for your feedback on this goal:\n\n{{goal.name}}\n\n{{goal.description}}\n\n{{feedback.message}}\n\nIt takes a minute:\n\n{{link}}\n\nThe link works until {{expires_at}} and only once. What you say is not shown beside your name.",
        variables: FEEDBACK,
        ..USUAL
    },
    NotificationType {
        key: "feedback_reminder",
        description: "Somebody who was asked about a goal has not answered.",
        in_app: false,
        intentional: true,
        subject: "A reminder: your feedback is asked for",
        body: "Hello {{recipient.name}},\n\nyou were asked for feedback on this goal:\n\n{{goal.name}}\n\n{{goal.description}}\n\nThe link works until {{expires_at}}:\n\n{{link}}",
        variables: FEEDBACK,
        ..USUAL
    },
    NotificationType {
        key: "feedback_received",
        description: "Somebody has said what they think of a goal; its coach hears that they did, and not who or what.",
        optional: true,
        subject: "Feedback on {{goal.name}}",
        body: "Hello {{recipient.name}},\n\nsomebody has answered: {{goal.answered}} have given feedback on \"{{goal.name}}\" of \"{{engagement.title}}\" so far.\n\n{{link}}",
        variables: GOAL,
        ..USUAL
    },
];
