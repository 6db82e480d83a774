//! The state machine of referrals. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Result, text_enum};

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

actions! {
    /// What can be done with a referral.
    pub enum Action {
        Qualify = "qualify",
        Win = "win",
        Lose = "lose",
    }
}

use Action::{Lose, Qualify, Win};
use ReferralState::{Lost, Qualified, Received, Won};

const TRANSITIONS: Transitions<ReferralState, Action> =
    Transitions::of("referral", &[(Received, Qualify, Qualified), (Received, Lose, Lost), (Qualified, Win, Won), (Qualified, Lose, Lost)]);

impl ReferralState {
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
    fn a_lead_is_looked_at_before_it_is_won() {
        assert_eq!(Received.allowed_actions(), ["qualify", "lose"]);
        assert_eq!(Qualified.allowed_actions(), ["win", "lose"]);
        assert!(Won.allowed_actions().is_empty() && Lost.allowed_actions().is_empty());
        assert_eq!(Received.after(Win).expect_err("nobody has looked at it").code(), Code::InvalidTransition);
    }
}
