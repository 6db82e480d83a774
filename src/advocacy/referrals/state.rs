//! The state machine of referrals. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::{Code, Problem, Result, text_enum};

text_enum! {
    /// What became of somebody who was referred.
    pub enum ReferralState {
        /// Nobody has looked at it yet.
        Received = "received",
        /// Worth pursuing.
        Qualified = "qualified",
        Won = "won",
        /// Nothing will come of it.
        Lost = "lost",
    }
}

/// What can be done with a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Qualify,
    Win,
    Lose,
}

use Action::{Lose, Qualify, Win};
use ReferralState::{Lost, Qualified, Received, Won};

const TRANSITIONS: &[(ReferralState, Action, ReferralState)] =
    &[(Received, Qualify, Qualified), (Received, Lose, Lost), (Qualified, Win, Won), (Qualified, Lose, Lost)];

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Qualify => "qualify",
            Win => "win",
            Lose => "lose",
        }
    }
}

impl ReferralState {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.iter().filter(|(from, ..)| *from == self).map(|(_, action, _)| action.as_str()).collect()
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        let step = TRANSITIONS.iter().find(|(from, possible, _)| *from == self && *possible == action);
        step.map(|(.., to)| *to).ok_or_else(|| {
            Problem::new(Code::InvalidTransition)
                .detail(format!("A referral that is {self} does not allow: {}.", action.as_str()))
                .with("allowed_actions", self.allowed_actions())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_is_looked_at_before_it_is_won() {
        assert_eq!(Received.allowed_actions(), ["qualify", "lose"]);
        assert_eq!(Qualified.allowed_actions(), ["win", "lose"]);
        assert!(Won.allowed_actions().is_empty() && Lost.allowed_actions().is_empty());
        assert_eq!(Received.after(Win).expect_err("nobody has looked at it").code(), Code::InvalidTransition);
    }
}
