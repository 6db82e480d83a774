//! The state machine of items, as one table.

use super::details::ItemKind;
use crate::kernel::transitions::{actions, refuse};
use crate::kernel::{Code, Problem, Result, text_enum};

text_enum! {
    /// Where an item stands. One that was sent and is not finished is `scheduled` with `sent_at` set.
    pub enum ItemStatus {
        Unscheduled = "unscheduled",
        Scheduled = "scheduled",
        Completed = "completed",
    }
}

text_enum! {
    /// The colour that frontends show an item in.
    pub enum ItemColor {
        /// Not scheduled, or waiting for another item.
        Gray = "gray",
        /// Scheduled or sent.
        Purple = "purple",
        /// Completed.
        Green = "green",
    }
}

impl ItemStatus {
    pub fn color(self) -> ItemColor {
        match self {
            ItemStatus::Unscheduled => ItemColor::Gray,
            ItemStatus::Scheduled => ItemColor::Purple,
            ItemStatus::Completed => ItemColor::Green,
        }
    }
}

actions! {
    /// What can be done with an item.
    pub enum Action {
        Schedule = "schedule",
        Unschedule = "unschedule",
        Send = "send",
        Resend = "resend",
        Complete = "complete",
        Reopen = "reopen",
    }
}

use Action::{Complete, Reopen, Resend, Schedule, Send, Unschedule};
use ItemStatus::{Completed, Scheduled, Unscheduled};

/// From, whether it was sent, action. Where it leads depends on `sent_at` and is in `lifecycle`.
const TRANSITIONS: &[(ItemStatus, bool, Action)] = &[
    (Unscheduled, false, Schedule),
    (Unscheduled, false, Send),
    (Unscheduled, false, Complete),
    (Scheduled, false, Schedule),
    (Scheduled, false, Unschedule),
    (Scheduled, false, Send),
    (Scheduled, false, Complete),
    (Scheduled, true, Resend),
    (Scheduled, true, Complete),
    (Completed, false, Reopen),
    (Completed, true, Reopen),
];

pub fn allowed_actions(status: ItemStatus, sent: bool, kind: ItemKind) -> Vec<&'static str> {
    TRANSITIONS
        .iter()
        .filter(|(from, was_sent, action)| *from == status && *was_sent == sent && !(kind == ItemKind::Session && *action == Send))
        .map(|(_, _, action)| action.as_str())
        .collect()
}

/// Fails with the most telling problem when the action cannot be done now.
pub fn ensure_allowed(action: Action, status: ItemStatus, sent: bool, kind: ItemKind) -> Result<()> {
    if kind == ItemKind::Session && matches!(action, Send | Resend) {
        return Err(Problem::new(Code::KindNotSendable));
    }
    if TRANSITIONS.contains(&(status, sent, action)) {
        return Ok(());
    }
    let code = match action {
        Schedule | Unschedule | Send if sent && status == Scheduled => Code::AlreadySent,
        Resend if !sent => Code::NotSent,
        _ => Code::InvalidTransition,
    };
    let actions = allowed_actions(status, sent, kind);
    let state = if sent && status == Scheduled { "sent" } else { status.as_str() };
    Err(refuse(code, "item", state, action.as_str(), actions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sent_item_is_not_sent_or_scheduled_again() {
        for action in [Send, Schedule, Unschedule] {
            let problem = ensure_allowed(action, Scheduled, true, ItemKind::Task).expect_err("it was sent");
            assert_eq!(problem.code(), Code::AlreadySent);
        }
        assert_eq!(allowed_actions(Scheduled, true, ItemKind::Task), ["resend", "complete"]);
    }

    #[test]
    fn a_session_is_never_sent() {
        assert_eq!(ensure_allowed(Send, Unscheduled, false, ItemKind::Session).expect_err("a session").code(), Code::KindNotSendable);
        assert_eq!(allowed_actions(Unscheduled, false, ItemKind::Session), ["schedule", "complete"]);
    }
}
