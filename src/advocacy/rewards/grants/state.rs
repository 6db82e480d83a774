//! The state machine of grants. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::{Code, Problem, Result, text_enum};

text_enum! {
    /// Where a grant stands.
    pub enum GrantState {
        /// Somebody of the staff has to hand it over.
        Pending = "pending",
        Fulfilled = "fulfilled",
        /// They do not get it; points that were spent on it came back.
        Cancelled = "cancelled",
    }
}

/// What can be done with a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Fulfil,
    Cancel,
}

const TRANSITIONS: &[(GrantState, Action, GrantState)] =
    &[(GrantState::Pending, Action::Fulfil, GrantState::Fulfilled), (GrantState::Pending, Action::Cancel, GrantState::Cancelled)];

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Fulfil => "fulfil",
            Action::Cancel => "cancel",
        }
    }
}

impl GrantState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(from, ..)| *from == self).map(|(_, action, _)| action.as_str()).collect()
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        let step = TRANSITIONS.iter().find(|(from, possible, _)| *from == self && *possible == action);
        step.map(|(.., to)| *to).ok_or_else(|| {
            Problem::new(Code::InvalidTransition)
                .detail(format!("A grant that is {self} does not allow: {}.", action.as_str()))
                .with("allowed_actions", self.allowed_actions())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_ends_once() {
        assert_eq!(GrantState::Pending.allowed_actions(), ["fulfil", "cancel"]);
        for state in [GrantState::Fulfilled, GrantState::Cancelled] {
            assert!(state.allowed_actions().is_empty());
            assert_eq!(state.after(Action::Cancel).expect_err("it has ended").code(), Code::InvalidTransition);
        }
    }
}
