//! The state machine of invoices. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::{Code, Problem, Result, text_enum};

text_enum! {
    /// Where an invoice stands. Whether one that was sent is late is derived from its due date.
    pub enum InvoiceState {
        /// Being prepared; whom it is for knows nothing of it.
        Draft = "draft",
        /// Has its number and is out; nothing in it changes any more.
        Sent = "sent",
        Paid = "paid",
        /// Counts no more; its number stays taken.
        Void = "void",
    }
}

/// What can be done with an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Update,
    Delete,
    Send,
    Resend,
    MarkPaid,
    Void,
}

use Action::{Delete, MarkPaid, Resend, Send, Update};
use InvoiceState::{Draft, Paid, Sent, Void};

const TRANSITIONS: &[(InvoiceState, Action, InvoiceState)] = &[
    (Draft, Update, Draft),
    (Draft, Delete, Draft),
    (Draft, Send, Sent),
    (Sent, Resend, Sent),
    (Sent, MarkPaid, Paid),
    (Sent, Action::Void, Void),
];

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Update => "update",
            Delete => "delete",
            Send => "send",
            Resend => "resend",
            MarkPaid => "mark_paid",
            Action::Void => "void",
        }
    }
}

impl InvoiceState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(from, ..)| *from == self).map(|(_, action, _)| action.as_str()).collect()
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        let step = TRANSITIONS.iter().find(|(from, possible, _)| *from == self && *possible == action);
        step.map(|(.., to)| *to).ok_or_else(|| {
            let words = action.as_str().replace('_', " ");
            Problem::new(Code::InvalidTransition)
                .detail(format!("An invoice that is {self} does not allow: {words}."))
                .with("allowed_actions", self.allowed_actions())
        })
    }

    pub fn is_draft(self) -> bool {
        self == Draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_changes_once_it_is_sent_but_how_it_ends() {
        assert_eq!(Draft.allowed_actions(), ["update", "delete", "send"]);
        assert_eq!(Sent.allowed_actions(), ["resend", "mark_paid", "void"]);
        assert!(Paid.allowed_actions().is_empty() && Void.allowed_actions().is_empty());
        assert_eq!(Sent.after(Update).expect_err("frozen").code(), Code::InvalidTransition);
    }
}
