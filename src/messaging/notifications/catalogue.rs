//! Every kind of notification with its built-in words. What a feature adds comes with it.

use super::variables::{
    CHOICE, COACH, CONNECTION, ENGAGEMENT, FEEDBACK, GOAL, INTERVIEW, INVOICE, ITEM, MILESTONE, PEOPLE, RESOURCE, SESSION,
};
pub use super::variables::{VARIABLES, Variable};
use crate::kernel::{Problem, Result};

/// A kind of notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotificationType {
    /// A stable name.
    pub key: &'static str,
    pub description: &'static str,
    /// Whether the organization may use other words.
    pub customizable: bool,
    /// Whether the organization may switch it off.
    pub can_be_switched_off: bool,
    /// Whether each person may switch it off for themselves.
    pub optional: bool,
    /// Whether it also comes in the app. What is for people who cannot log in yet does not.
    pub in_app: bool,
    /// With `inactive_coachee_delivery` set to `intentional` it also goes to people who have not
    /// activated their account.
    pub intentional: bool,
    /// Waits for the end of the recipient's quiet hours.
    pub can_wait: bool,
    pub subject: &'static str,
    pub body: &'static str,
    /// What can be put into its words.
    pub variables: &'static [&'static str],
}

/// What most have in common.
const USUAL: NotificationType = NotificationType {
    key: "",
    description: "",
    customizable: true,
    can_be_switched_off: true,
    optional: false,
    in_app: true,
    intentional: false,
    can_wait: false,
    subject: "",
    body: "",
    variables: ITEM,
};

/// The table.
pub const ALL: &[NotificationType] = &[
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
    NotificationType {
        key: "invoice_sent",
        description: "An invoice, with its document, and a payment link where it can be paid by card.",
        can_be_switched_off: false,
        intentional: true,
        subject: "Invoice {{invoice.number}} from {{organization.name}}",
        body: "Hello {{recipient.name}},\n\nattached is the invoice {{invoice.number}} over {{invoice.total}}, payable by {{invoice.due_on}}.\n\n{{invoice.payment}}\n\nYou can also see it here:\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_reminder",
        description: "The day on which an invoice was due is over.",
        intentional: true,
        can_wait: true,
        subject: "Reminder: invoice {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthe invoice {{invoice.number}} over {{invoice.total}} was payable by {{invoice.due_on}}. If you have paid it meanwhile, nothing has to be done.\n\n{{invoice.payment}}\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_receipt",
        description: "An invoice was paid; who paid it gets a receipt.",
        intentional: true,
        subject: "Paid: invoice {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthank you: the invoice {{invoice.number}} over {{invoice.total}} is paid.\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_paid",
        description: "An invoice was paid; its coach hears of it.",
        optional: true,
        subject: "{{invoice.payer}} paid {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthe invoice {{invoice.number}} to {{invoice.payer}} over {{invoice.total}} is paid.\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_voided",
        description: "An invoice that was sent counts no more.",
        intentional: true,
        subject: "Void: invoice {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthe invoice {{invoice.number}} over {{invoice.total}} counts no more. There is nothing to pay.",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_payment_unexpected",
        description: "Money came in that an invoice did not wait for; admins hear of it.",
        can_be_switched_off: false,
        subject: "Unexpected payment for {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nmoney came in for the invoice {{invoice.number}} to {{invoice.payer}} that it did not wait for. Look at its payments, and give it back where that is due.\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
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
    NotificationType {
        key: "connection_disabled",
        description: "A webhook endpoint, Slack or email connection was disabled; its owners hear of it.",
        can_be_switched_off: false,
        subject: "Disabled: {{connection.name}}",
        body: "Hello {{recipient.name}},\n\nthe connection \"{{connection.name}}\" was disabled: {{connection.reason}}. Mend it, enable it, and recover what it missed.",
        variables: CONNECTION,
        ..USUAL
    },
];

pub fn find_opt(key: &str) -> Option<&'static NotificationType> {
    ALL.iter().find(|entry| entry.key == key)
}

pub fn find(key: &str) -> Result<&'static NotificationType> {
    find_opt(key).ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messaging::notifications::render;

    #[test]
    fn every_type_says_what_it_is_with_words_that_it_has() {
        for entry in ALL {
            assert!(!entry.subject.is_empty() && !entry.body.is_empty() && entry.description.ends_with('.'), "{}", entry.key);
            assert_eq!(ALL.iter().filter(|other| other.key == entry.key).count(), 1, "{}", entry.key);
            for text in [entry.subject, entry.body] {
                assert!(render::unknown_variables(text, entry.variables).is_empty(), "{}: {text}", entry.key);
            }
            for name in entry.variables {
                assert!(VARIABLES.iter().any(|variable| variable.name == *name), "{name}");
            }
        }
    }
}
