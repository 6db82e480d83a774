//! The state machine of engagements. What is allowed, what an error lists as allowed, and what the
//! documentation says all come from this one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Code, Problem, Result, text_enum};

text_enum! {
    /// Where an engagement stands.
    pub enum EngagementStatus {
        /// Being prepared; the coachees know nothing of it.
        Draft = "draft",
        /// Running: what is scheduled goes out.
        Active = "active",
        /// Every item is completed and somebody said so.
        Completed = "completed",
        /// Ended before its time.
        Cancelled = "cancelled",
    }
}

actions! {
    /// What can be done with an engagement.
    pub enum Action {
        Activate = "activate",
        Share = "share",
        Unshare = "unshare",
        Complete = "complete",
        Cancel = "cancel",
        Reopen = "reopen",
        Delete = "delete",
    }
}

use Action::{Activate, Cancel, Complete, Delete, Reopen, Share, Unshare};
use EngagementStatus::{Active, Cancelled, Completed, Draft};

const TRANSITIONS: Transitions<EngagementStatus, Action> = Transitions::of(
    "engagement",
    &[
        (Draft, Activate, Active),
        (Draft, Delete, Draft),
        (Active, Share, Active),
        (Active, Unshare, Active),
        (Active, Complete, Completed),
        (Active, Cancel, Cancelled),
        (Completed, Reopen, Active),
        (Cancelled, Reopen, Active),
    ],
);

impl EngagementStatus {
    /// Moves of the state machine that are open; sharing depends on whether it is shared already.
    pub fn allowed_actions(self, is_shared: bool) -> Vec<&'static str> {
        let fits = |action: Action| match action {
            Share => !is_shared,
            Unshare => is_shared,
            _ => true,
        };
        TRANSITIONS.open(self).filter(|action| fits(*action)).map(Action::as_str).collect()
    }

    /// The status after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action, is_shared: bool) -> Result<Self> {
        let open = self.allowed_actions(is_shared);
        match TRANSITIONS.step(self, action) {
            Some(to) if open.contains(&action.as_str()) => Ok(to),
            // Sharing asks for an active engagement before anything else.
            _ if matches!(action, Share | Unshare) && self != Active => Err(self.not_active(is_shared)),
            _ => Err(TRANSITIONS.refuse(Code::InvalidTransition, self, action, open)),
        }
    }

    pub fn not_active(self, is_shared: bool) -> Problem {
        Problem::new(Code::EngagementNotActive)
            .detail(format!("The engagement is {self}."))
            .with("allowed_actions", self.allowed_actions(is_shared))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_can_only_be_activated_or_deleted() {
        assert_eq!(Draft.allowed_actions(false), ["activate", "delete"]);
        assert_eq!(Draft.after(Share, false).expect_err("a draft").code(), Code::EngagementNotActive);
        assert_eq!(Draft.after(Complete, false).expect_err("a draft").code(), Code::InvalidTransition);
    }

    #[test]
    fn what_is_shared_can_be_unshared_and_not_shared_again() {
        assert_eq!(Active.allowed_actions(true), ["unshare", "complete", "cancel"]);
        assert_eq!(Active.after(Share, true).expect_err("shared").code(), Code::InvalidTransition);
    }
}
