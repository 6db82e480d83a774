//! The state machine of reference profiles. What is allowed, and what an error lists as allowed, come from this
//! one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Result, text_enum};

text_enum! {
    /// Whether somebody may be asked.
    pub enum ProfileState {
        Active = "active",
        /// For now nobody asks them.
        Paused = "paused",
    }
}

actions! {
    /// What can be done with a profile.
    pub enum Action {
        Update = "update",
        Use = "use",
        Pause = "pause",
        Resume = "resume",
    }
}

use Action::{Pause, Resume, Update, Use};
use ProfileState::{Active, Paused};

const TRANSITIONS: Transitions<ProfileState, Action> = Transitions::of(
    "reference profile",
    &[(Active, Update, Active), (Active, Use, Active), (Active, Pause, Paused), (Paused, Update, Paused), (Paused, Resume, Active)],
);

impl ProfileState {
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
    fn nobody_asks_who_is_paused() {
        assert_eq!(Active.allowed_actions(), ["update", "use", "pause"]);
        assert_eq!(Paused.allowed_actions(), ["update", "resume"]);
        assert_eq!(Paused.after(Use).expect_err("paused").code(), Code::InvalidTransition);
    }
}
