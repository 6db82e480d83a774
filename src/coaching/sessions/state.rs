//! The state machine of sessions, as one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Result, text_enum};

text_enum! {
    /// Where a session stands.
    pub enum SessionStatus {
        Scheduled = "scheduled",
        /// It does not take place; scheduling its item again brings it back.
        Cancelled = "cancelled",
        Completed = "completed",
        /// Its time came and somebody did not. It can be moved to another time, or counted as completed.
        NoShow = "no_show",
    }
}

actions! {
    /// What can be done with a session.
    pub enum Action {
        Reschedule = "reschedule",
        Cancel = "cancel",
        Complete = "complete",
        NoShow = "no_show",
    }
}

use Action::{Cancel, Complete, NoShow, Reschedule};
use SessionStatus::Scheduled;

/// From, action, to.
const TRANSITIONS: Transitions<SessionStatus, Action> = Transitions::of(
    "session",
    &[
        (Scheduled, Reschedule, Scheduled),
        (Scheduled, Cancel, SessionStatus::Cancelled),
        (Scheduled, Complete, SessionStatus::Completed),
        (Scheduled, NoShow, SessionStatus::NoShow),
        (SessionStatus::NoShow, Reschedule, Scheduled),
        (SessionStatus::NoShow, Cancel, SessionStatus::Cancelled),
        (SessionStatus::NoShow, Complete, SessionStatus::Completed),
    ],
);

impl SessionStatus {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.allowed(self)
    }

    /// Where an action leads, or the problem that it cannot be done.
    pub fn after(self, action: Action) -> Result<Self> {
        TRANSITIONS.after(self, action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Code;

    #[test]
    fn what_is_cancelled_or_completed_stays_so() {
        for status in [SessionStatus::Cancelled, SessionStatus::Completed] {
            assert!(status.allowed_actions().is_empty());
            assert_eq!(status.after(Reschedule).expect_err("it is over").code(), Code::InvalidTransition);
        }
        assert_eq!(Scheduled.after(NoShow).expect("its time came"), SessionStatus::NoShow);
        assert_eq!(SessionStatus::NoShow.allowed_actions(), ["reschedule", "cancel", "complete"]);
    }
}
