//! The state machine of grants. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Result, text_enum};

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

actions! {
    /// What can be done with a grant.
    pub enum Action {
        Fulfil = "fulfil",
        Cancel = "cancel",
    }
}

const TRANSITIONS: Transitions<GrantState, Action> = Transitions::of(
    "grant",
    &[(GrantState::Pending, Action::Fulfil, GrantState::Fulfilled), (GrantState::Pending, Action::Cancel, GrantState::Cancelled)],
);

impl GrantState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.allowed(self)
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        TRANSITIONS.after(self, action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Code;

    #[test]
    fn a_grant_ends_once() {
        assert_eq!(GrantState::Pending.allowed_actions(), ["fulfil", "cancel"]);
        for state in [GrantState::Fulfilled, GrantState::Cancelled] {
            assert!(state.allowed_actions().is_empty());
            assert_eq!(state.after(Action::Cancel).expect_err("it has ended").code(), Code::InvalidTransition);
        }
    }
}
