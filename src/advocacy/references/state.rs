//! The state machine of reference profiles. What is allowed, and what an error lists as allowed, come from this
//! one table.

use crate::kernel::{Code, Problem, Result, text_enum};

text_enum! {
    /// Whether somebody may be asked.
    pub enum ProfileState {
        Active = "active",
        /// For now nobody asks them.
        Paused = "paused",
    }
}

/// What can be done with a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Update,
    Use,
    Pause,
    Resume,
}

use Action::{Pause, Resume, Update, Use};
use ProfileState::{Active, Paused};

const TRANSITIONS: &[(ProfileState, Action, ProfileState)] =
    &[(Active, Update, Active), (Active, Use, Active), (Active, Pause, Paused), (Paused, Update, Paused), (Paused, Resume, Active)];

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Update => "update",
            Use => "use",
            Pause => "pause",
            Resume => "resume",
        }
    }
}

impl ProfileState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(from, ..)| *from == self).map(|(_, action, _)| action.as_str()).collect()
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        let step = TRANSITIONS.iter().find(|(from, possible, _)| *from == self && *possible == action);
        step.map(|(.., to)| *to).ok_or_else(|| {
            Problem::new(Code::InvalidTransition)
                .detail(format!("A reference profile that is {self} does not allow: {}.", action.as_str()))
                .with("allowed_actions", self.allowed_actions())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_asks_who_is_paused() {
        assert_eq!(Active.allowed_actions(), ["update", "use", "pause"]);
        assert_eq!(Paused.allowed_actions(), ["update", "resume"]);
        assert_eq!(Paused.after(Use).expect_err("paused").code(), Code::InvalidTransition);
    }
}
