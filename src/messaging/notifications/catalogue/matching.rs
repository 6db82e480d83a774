//! How a coachee comes to a coach. When an interview takes place stands with the sessions.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::CHOICE;

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "match_started",
        description: "A coachee is asked to choose a coach.",
        subject: "Choose your coach",
        body: "Hello {{recipient.name}},\n\n{{organization.name}} has found coaches for you. Talk to them and choose one:\n\n{{link}}\n\n{{match.message}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "interview_approval",
        description: "An interview waits for the approval of an admin.",
        subject: "To approve: an interview of {{coachee.name}} with {{coach.name}}",
        body: "Hello {{recipient.name}},\n\n{{coachee.name}} asks for an interview with {{coach.name}}. Approve or decline it:\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "interview_requested",
        description: "A coachee wants to talk to a coach.",
        subject: "{{coachee.name}} would like to talk to you",
        body: "Hello {{recipient.name}},\n\n{{coachee.name}} asks for an interview. They book one of your free slots if you share them; else propose up to three times:\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "interview_approved",
        description: "An interview may be scheduled.",
        subject: "Arrange your interview with {{coach.name}}",
        body: "Hello {{recipient.name}},\n\nyour interview with {{coach.name}} was approved. Choose a time:\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "interview_declined",
        description: "An interview was refused.",
        subject: "No interview with {{coach.name}}",
        body: "Hello {{recipient.name}},\n\nthe interview with {{coach.name}} does not come about.\n\n{{reason}}\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "interview_times_proposed",
        description: "A coach proposed times for an interview.",
        subject: "{{coach.name}} proposes times",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} can talk to you at these times:\n\n{{interview.times}}\n\nChoose one:\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "coach_selection_due",
        description: "Enough interviews were held to select a coach.",
        subject: "Who is to be your coach?",
        body: "Hello {{recipient.name}},\n\nyou have talked to coaches; now choose the one you want to work with:\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "selection_approval",
        description: "The selection of a coach waits for the approval of an admin.",
        subject: "To approve: {{coachee.name}} chooses {{coach.name}}",
        body: "Hello {{recipient.name}},\n\n{{coachee.name}} would like to work with {{coach.name}}. Approve or reject it:\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "selection_rejected",
        description: "The selection of a coach was refused.",
        subject: "Please choose another coach",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} cannot be your coach this time.\n\n{{reason}}\n\nPlease choose again:\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
    NotificationType {
        key: "coach_selected",
        description: "A coach was found.",
        subject: "{{coach.name}} coaches {{coachee.name}}",
        body: "Hello {{recipient.name}},\n\n{{coach.name}} and {{coachee.name}} will work together.\n\n{{link}}",
        variables: CHOICE,
        ..USUAL
    },
];
