//! The state machine of submissions. What is allowed, what an error lists as allowed, and what the
//! documentation says all come from this one table.

use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Code, Result, text_enum};

text_enum! {
    /// Where a submission stands.
    pub enum SubmissionState {
        /// Being written; nobody else sees it.
        Draft = "draft",
        /// A guest's, until they confirm their address.
        Held = "held",
        /// It waits for staff.
        PendingReview = "pending_review",
        /// Staff asked for something else; it waits for whoever handed it in.
        ChangesRequested = "changes_requested",
        /// It counts, and recognition was given.
        Approved = "approved",
        Rejected = "rejected",
        /// Taken back by whoever handed it in.
        Withdrawn = "withdrawn",
        /// An approval was taken back, and with it the recognition.
        Revoked = "revoked",
    }
}

/// Who does something with a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Whoever hands it in.
    Author,
    /// Staff, of what is not their own.
    Reviewer,
}

actions! {
    /// What can be done with a submission.
    pub enum Action {
        Update = "update",
        Submit = "submit",
        Resubmit = "resubmit",
        Withdraw = "withdraw",
        /// By the guest's mailed link.
        Confirm = "confirm",
        Approve = "approve",
        Reject = "reject",
        RequestChanges = "request_changes",
        Revoke = "revoke",
    }
}

use Action::{Approve, Confirm, Reject, RequestChanges, Resubmit, Revoke, Submit, Update, Withdraw};
use SubmissionState::{Approved, ChangesRequested, Draft, Held, PendingReview, Rejected, Revoked, Withdrawn};

const TRANSITIONS: Transitions<SubmissionState, Action> = Transitions::of(
    "submission",
    &[
        (Draft, Update, Draft),
        (Draft, Submit, PendingReview),
        (Draft, Withdraw, Withdrawn),
        (Held, Confirm, PendingReview),
        (PendingReview, Withdraw, Withdrawn),
        (PendingReview, Approve, Approved),
        (PendingReview, Reject, Rejected),
        (PendingReview, RequestChanges, ChangesRequested),
        (ChangesRequested, Update, ChangesRequested),
        (ChangesRequested, Resubmit, PendingReview),
        (ChangesRequested, Withdraw, Withdrawn),
        (ChangesRequested, Approve, Approved),
        (ChangesRequested, Reject, Rejected),
        (Approved, Revoke, Revoked),
        (Revoked, Approve, Approved),
    ],
);

impl Action {
    fn is_open_to(self, standing: Standing) -> bool {
        match self {
            Update | Submit | Resubmit | Withdraw => standing == Standing::Author,
            Approve | Reject | RequestChanges | Revoke => standing == Standing::Reviewer,
            Confirm => false,
        }
    }

    /// Whether it settles what becomes of a submission, so that a second reviewer comes too late with it.
    fn is_verdict(self) -> bool {
        matches!(self, Approve | Reject | RequestChanges)
    }
}

impl SubmissionState {
    /// Whether it counts against the limits of its mission.
    pub fn holds_place(self) -> bool {
        matches!(self, PendingReview | ChangesRequested | Approved | Revoked)
    }

    /// Whether staff have settled what becomes of it.
    fn is_decided(self) -> bool {
        matches!(self, Approved | Rejected | Revoked)
    }

    pub fn allowed_actions(self, standing: Standing) -> Vec<&'static str> {
        TRANSITIONS.open(self).filter(|action| action.is_open_to(standing)).map(Action::as_str).collect()
    }

    /// The state after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action, standing: Standing) -> Result<Self> {
        TRANSITIONS.step(self, action).ok_or_else(|| {
            let is_late = action.is_verdict() && (self.is_decided() || (self, action) == (ChangesRequested, RequestChanges));
            let code = if is_late { Code::AlreadyDecided } else { Code::InvalidTransition };
            TRANSITIONS.refuse(code, self, action, self.allowed_actions(standing))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIONS: [Action; 9] = [Update, Submit, Resubmit, Withdraw, Confirm, Approve, Reject, RequestChanges, Revoke];

    #[test]
    fn every_state_meets_every_action_and_what_is_allowed_is_what_works() {
        for state in SubmissionState::ALL {
            for standing in [Standing::Author, Standing::Reviewer] {
                let allowed = state.allowed_actions(standing);
                for action in ACTIONS.iter().filter(|action| action.is_open_to(standing)) {
                    assert_eq!(state.after(*action, standing).is_ok(), allowed.contains(&action.as_str()), "{state} {action:?}");
                }
            }
        }
    }

    #[test]
    fn who_comes_second_with_a_verdict_is_told_that_it_was_decided() {
        for (state, action) in
            [(Approved, Approve), (Approved, Reject), (Rejected, Approve), (Revoked, Reject), (ChangesRequested, RequestChanges)]
        {
            assert_eq!(state.after(action, Standing::Reviewer).expect_err("late").code(), Code::AlreadyDecided, "{state} {action:?}");
        }
        assert_eq!(Rejected.after(Revoke, Standing::Reviewer).expect_err("never approved").code(), Code::InvalidTransition);
        assert_eq!(Withdrawn.after(Approve, Standing::Reviewer).expect_err("withdrawn").code(), Code::InvalidTransition);
    }

    #[test]
    fn a_place_is_held_by_what_waits_or_was_approved() {
        let holding: Vec<_> = SubmissionState::ALL.iter().filter(|state| state.holds_place()).collect();
        assert_eq!(holding, [&PendingReview, &ChangesRequested, &Approved, &Revoked]);
    }
}
