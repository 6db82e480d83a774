//! The state machine of rewards. What is allowed, and what an error lists as allowed, come from this one table.

use crate::kernel::{Code, Problem, Result, text_enum};

text_enum! {
    /// Where a reward stands.
    pub enum RewardState {
        /// In the catalogue that advocates see.
        Active = "active",
        /// Nobody gets it any more, but where it was promised before.
        Archived = "archived",
    }
}

/// What can be done with a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Update,
    Archive,
    Restore,
    Delete,
    Grant,
    Redeem,
}

use Action::{Archive, Delete, Grant, Redeem, Restore, Update};
use RewardState::{Active, Archived};

const TRANSITIONS: &[(RewardState, Action, RewardState)] = &[
    (Active, Update, Active),
    (Active, Archive, Archived),
    (Active, Delete, Active),
    (Active, Grant, Active),
    (Active, Redeem, Active),
    (Archived, Update, Archived),
    (Archived, Restore, Active),
    (Archived, Delete, Archived),
];

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Update => "update",
            Archive => "archive",
            Restore => "restore",
            Delete => "delete",
            Grant => "grant",
            Redeem => "redeem",
        }
    }

    /// Advocates redeem, staff do everything else.
    pub fn is_for_staff(self) -> bool {
        self != Redeem
    }
}

impl RewardState {
    pub fn actions(self) -> impl Iterator<Item = Action> {
        TRANSITIONS.iter().filter(move |(from, ..)| *from == self).map(|(_, action, _)| *action)
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        let step = TRANSITIONS.iter().find(|(from, possible, _)| *from == self && *possible == action);
        step.map(|(.., to)| *to).ok_or_else(|| {
            Problem::new(Code::InvalidTransition)
                .detail(format!("A reward that is {self} does not allow: {}.", action.as_str()))
                .with("allowed_actions", self.actions().map(Action::as_str).collect::<Vec<_>>())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_what_is_archived() {
        assert_eq!(Archived.actions().map(Action::as_str).collect::<Vec<_>>(), ["update", "restore", "delete"]);
        assert_eq!(Active.after(Archive).expect("allowed"), Archived);
        for action in [Grant, Redeem, Archive] {
            assert_eq!(Archived.after(action).expect_err("not in the catalogue").code(), Code::InvalidTransition);
        }
    }
}
