//! Submissions of missions, and what is given for them.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::{CONFIRMATION, POINTS, REWARD, SUBMISSION};

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "submission_confirmation",
        description: "Somebody without an account took part in a mission and confirms that the address is theirs.",
        can_be_switched_off: false,
        in_app: false,
        subject: "Please confirm: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\nsomebody took part in \"{{mission.title}}\" of {{organization.name}} with this address. If that was you, confirm it here:\n\n{{link}}\n\nThe link works until {{expires_at}} and only once. If it was not you, nothing has to be done.",
        variables: CONFIRMATION,
        ..USUAL
    },
    NotificationType {
        key: "submission_received",
        description: "Something was handed in for a mission and waits for a review; whoever made the mission hears of it.",
        optional: true,
        can_wait: true,
        subject: "To review: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\n{{submitter.name}} has taken part in \"{{mission.title}}\". What they handed in waits for your review:\n\n{{link}}",
        variables: SUBMISSION,
        ..USUAL
    },
    NotificationType {
        key: "submission_approved",
        description: "What somebody handed in was approved.",
        subject: "Thank you: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\nthank you for taking part in \"{{mission.title}}\". What you handed in is approved.\n\n{{submission.recognition}}\n\n{{link}}",
        variables: SUBMISSION,
        ..USUAL
    },
    NotificationType {
        key: "submission_rejected",
        description: "What somebody handed in was not accepted.",
        subject: "Not accepted: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\nthank you for taking part in \"{{mission.title}}\". What you handed in could not be accepted:\n\n{{reason}}\n\n{{link}}",
        variables: SUBMISSION,
        ..USUAL
    },
    NotificationType {
        key: "submission_changes_requested",
        description: "What somebody handed in has to be changed before it can be approved.",
        subject: "Please change: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\nthank you for taking part in \"{{mission.title}}\". Before it can be approved, please change this:\n\n{{reason}}\n\n{{link}}",
        variables: SUBMISSION,
        ..USUAL
    },
    NotificationType {
        key: "submission_revoked",
        description: "An approval was taken back, and with it what was given for it.",
        subject: "No longer approved: {{mission.title}}",
        body: "Hello {{recipient.name}},\n\nwhat you handed in for \"{{mission.title}}\" is no longer approved. What was given for it is taken back.\n\n{{reason}}\n\n{{link}}",
        variables: SUBMISSION,
        ..USUAL
    },
    NotificationType {
        key: "reward_given",
        description: "The staff gave somebody a reward.",
        subject: "For you: {{reward.name}}",
        body: "Hello {{recipient.name}},\n\n{{organization.name}} thanks you with a reward: {{reward.name}}. You hear from us again when it is on its way.",
        variables: REWARD,
        ..USUAL
    },
    NotificationType {
        key: "reward_handed_over",
        description: "A reward was handed over.",
        subject: "Your reward: {{reward.name}}",
        body: "Hello {{recipient.name}},\n\nyour reward is on its way: {{reward.name}}.\n\n{{reward.note}}",
        variables: REWARD,
        ..USUAL
    },
    NotificationType {
        key: "reward_cancelled",
        description: "Somebody does not get a reward after all.",
        subject: "No reward: {{reward.name}}",
        body: "Hello {{recipient.name}},\n\nthe reward \"{{reward.name}}\" was cancelled. Points that you gave for it are yours again.\n\n{{reason}}",
        variables: REWARD,
        ..USUAL
    },
    NotificationType {
        key: "reward_to_hand_over",
        description: "Somebody gets a reward, and it has to be handed over; admins hear of it.",
        optional: true,
        can_wait: true,
        subject: "To hand over: {{reward.name}}",
        body: "Hello {{recipient.name}},\n\n{{reward.recipient}} gets the reward \"{{reward.name}}\". Hand it over and say so here:\n\n{{link}}",
        variables: REWARD,
        ..USUAL
    },
    NotificationType {
        key: "points_corrected",
        description: "The staff corrected somebody's points.",
        optional: true,
        subject: "Your points were corrected",
        body: "Hello {{recipient.name}},\n\nyour points were corrected by {{points.change}}. You have {{points.balance}} now.\n\n{{reason}}\n\n{{link}}",
        variables: POINTS,
        ..USUAL
    },
];
