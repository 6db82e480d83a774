//! The state machine of sessions, as one table.

use crate::kernel::{Code, Problem, Result, text_enum};

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

/// What can be done with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Reschedule,
    Cancel,
    Complete,
    NoShow,
}

use Action::{Cancel, Complete, NoShow, Reschedule};
use SessionStatus::Scheduled;

/// From, action, to.
const TRANSITIONS: &[(SessionStatus, Action, SessionStatus)] = &[
    (Scheduled, Reschedule, Scheduled),
    (Scheduled, Cancel, SessionStatus::Cancelled),
    (Scheduled, Complete, SessionStatus::Completed),
    (Scheduled, NoShow, SessionStatus::NoShow),
    (SessionStatus::NoShow, Reschedule, Scheduled),
    (SessionStatus::NoShow, Cancel, SessionStatus::Cancelled),
    (SessionStatus::NoShow, Complete, SessionStatus::Completed),
];

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Reschedule => "reschedule",
            Cancel => "cancel",
            Complete => "complete",
            NoShow => "no_show",
        }
    }
}

impl SessionStatus {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(from, ..)| *from == self).map(|(_, action, _)| action.as_str()).collect()
    }

    /// Where an action leads, or the problem that it cannot be done.
    pub fn after(self, action: Action) -> Result<Self> {
        let found = TRANSITIONS.iter().find(|(from, possible, _)| *from == self && *possible == action);
        found.map(|(.., to)| *to).ok_or_else(|| {
            Problem::new(Code::InvalidTransition)
                .detail(format!("The session is {self}; {} is not possible.", action.as_str()))
                .with("allowed_actions", self.allowed_actions())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
