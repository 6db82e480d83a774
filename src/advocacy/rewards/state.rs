//! The state machine of rewards. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Result, text_enum};

text_enum! {
    /// Where a reward stands.
    pub enum RewardState {
        /// In the catalogue that advocates see.
        Active = "active",
        /// Nobody gets it any more, but where it was promised before.
        Archived = "archived",
    }
}

actions! {
    /// What can be done with a reward.
    pub enum Action {
        Update = "update",
        Archive = "archive",
        Restore = "restore",
        Delete = "delete",
        Grant = "grant",
        Redeem = "redeem",
    }
}

use Action::{Archive, Delete, Grant, Redeem, Restore, Update};
use RewardState::{Active, Archived};

const TRANSITIONS: Transitions<RewardState, Action> = Transitions::of(
    "reward",
    &[
        (Active, Update, Active),
        (Active, Archive, Archived),
        (Active, Delete, Active),
        (Active, Grant, Active),
        (Active, Redeem, Active),
        (Archived, Update, Archived),
        (Archived, Restore, Active),
        (Archived, Delete, Archived),
    ],
);

impl Action {
    /// Advocates redeem, staff do everything else.
    pub fn is_for_staff(self) -> bool {
        self != Redeem
    }
}

impl RewardState {
    pub fn actions(self) -> impl Iterator<Item = Action> {
        TRANSITIONS.open(self)
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
    fn nobody_gets_what_is_archived() {
        assert_eq!(Archived.actions().map(Action::as_str).collect::<Vec<_>>(), ["update", "restore", "delete"]);
        assert_eq!(Active.after(Archive).expect("allowed"), Archived);
        for action in [Grant, Redeem, Archive] {
            assert_eq!(Archived.after(action).expect_err("not in the catalogue").code(), Code::InvalidTransition);
        }
    }
}
