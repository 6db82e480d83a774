//! The state machine of missions. What is allowed, what an error lists as allowed, and what the
//! documentation says all come from this one table.

use super::settings::TriggerKind;
use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Code, Result, text_enum};

text_enum! {
    /// Where a mission stands.
    pub enum MissionState {
        /// Being prepared; nobody but staff knows of it.
        Draft = "draft",
        /// Will launch by itself when its time comes, if nothing is missing then.
        Scheduled = "scheduled",
        /// Everybody it is for can take part.
        Live = "live",
        /// Waits for people to enter its segment; they can take part.
        Armed = "armed",
        /// Taken back for now: nothing goes out and nobody hands in.
        Paused = "paused",
        /// Ended by hand.
        Closed = "closed",
        /// Ended by its date.
        Expired = "expired",
    }
}

actions! {
    /// What can be done with a mission.
    pub enum Action {
        Launch = "launch",
        Schedule = "schedule",
        Unschedule = "unschedule",
        Pause = "pause",
        Resume = "resume",
        Close = "close",
        Reopen = "reopen",
        Delete = "delete",
    }
}

/// Where an action leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    State(MissionState),
    /// `live`, or `armed` where a segment triggers it.
    Running,
}

use Action::{Close, Delete, Launch, Pause, Reopen, Resume, Schedule, Unschedule};
use MissionState::{Armed, Closed, Draft, Expired, Live, Paused, Scheduled};
use To::{Running, State};

const TRANSITIONS: Transitions<MissionState, Action, To> = Transitions::of(
    "mission",
    &[
        (Draft, Launch, Running),
        (Draft, Schedule, State(Scheduled)),
        (Draft, Delete, State(Draft)),
        (Scheduled, Launch, Running),
        (Scheduled, Schedule, State(Scheduled)),
        (Scheduled, Unschedule, State(Draft)),
        (Live, Pause, State(Paused)),
        (Live, Close, State(Closed)),
        (Armed, Pause, State(Paused)),
        (Armed, Close, State(Closed)),
        (Paused, Resume, Running),
        (Paused, Close, State(Closed)),
        (Closed, Reopen, Running),
        (Expired, Reopen, Running),
    ],
);

impl MissionState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.allowed(self)
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action, trigger: TriggerKind) -> Result<Self> {
        match TRANSITIONS.step(self, action) {
            Some(State(state)) => Ok(state),
            Some(Running) => Ok(Self::running(trigger)),
            None => Err(TRANSITIONS.refuse(Code::InvalidState, self, action, self.allowed_actions())),
        }
    }

    fn running(trigger: TriggerKind) -> Self {
        match trigger {
            TriggerKind::Instant => Live,
            TriggerKind::Segment => Armed,
        }
    }

    /// Whether it has not been launched yet: nobody but staff knows of it and everything may change.
    pub fn is_in_preparation(self) -> bool {
        matches!(self, Draft | Scheduled)
    }

    /// Whether people can take part.
    pub fn is_running(self) -> bool {
        matches!(self, Live | Armed)
    }

    /// Whether its date can end it.
    pub fn can_expire(self) -> bool {
        matches!(self, Live | Armed | Paused)
    }

    pub fn has_ended(self) -> bool {
        matches!(self, Closed | Expired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mission_runs_as_its_trigger_says() {
        assert_eq!(Draft.after(Launch, TriggerKind::Instant).expect("allowed"), Live);
        assert_eq!(Draft.after(Launch, TriggerKind::Segment).expect("allowed"), Armed);
        assert_eq!(Paused.after(Resume, TriggerKind::Segment).expect("allowed"), Armed);
        assert_eq!(Expired.after(Reopen, TriggerKind::Instant).expect("allowed"), Live);
    }

    #[test]
    fn what_runs_is_not_launched_and_only_a_draft_is_deleted() {
        assert_eq!(Live.after(Launch, TriggerKind::Instant).expect_err("runs").code(), Code::InvalidState);
        assert_eq!(Live.allowed_actions(), ["pause", "close"]);
        for state in MissionState::ALL.iter().filter(|state| **state != Draft) {
            assert!(!state.allowed_actions().contains(&"delete"), "{state}");
        }
    }
}
