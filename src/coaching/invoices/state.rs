//! The state machine of invoices. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Result, text_enum};

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

actions! {
    /// What can be done with an invoice.
    pub enum Action {
        Update = "update",
        Delete = "delete",
        Send = "send",
        Resend = "resend",
        MarkPaid = "mark_paid",
        Void = "void",
    }
}

use Action::{Delete, MarkPaid, Resend, Send, Update};
use InvoiceState::{Draft, Paid, Sent, Void};

const TRANSITIONS: Transitions<InvoiceState, Action> = Transitions::of(
    "invoice",
    &[
        (Draft, Update, Draft),
        (Draft, Delete, Draft),
        (Draft, Send, Sent),
        (Sent, Resend, Sent),
        (Sent, MarkPaid, Paid),
        (Sent, Action::Void, Void),
    ],
);

impl InvoiceState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.allowed(self)
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        TRANSITIONS.after(self, action)
    }

    pub fn is_draft(self) -> bool {
        self == Draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Code;

    #[test]
    fn nothing_changes_once_it_is_sent_but_how_it_ends() {
        assert_eq!(Draft.allowed_actions(), ["update", "delete", "send"]);
        assert_eq!(Sent.allowed_actions(), ["resend", "mark_paid", "void"]);
        assert!(Paid.allowed_actions().is_empty() && Void.allowed_actions().is_empty());
        assert_eq!(Sent.after(Update).expect_err("frozen").code(), Code::InvalidTransition);
    }
}
