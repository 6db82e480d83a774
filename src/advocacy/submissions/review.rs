//! Review: staff approve, reject, ask for changes and take an approval back. A place is let go by a
//! rejection; recognition is given by an approval and taken back with it, each once.

use std::collections::BTreeMap;

use super::bodies::BulkReview;
use super::events::SubmissionEvent;
use super::model::Submission;
use super::state::{Action, Standing};
use super::views::{BulkReviewView, ReviewOutcome, SubmissionView};
use super::{handing_in, outcomes, participation, participations, queries, store};
use crate::advocacy::missions::places::{self, Tally};
use crate::advocacy::points;
use crate::advocacy::recognition::{self, Approval, Recipient};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{MissionId, SubmissionId, UserId};
use crate::kernel::list::distinct;
use crate::kernel::{Problem, Result};
use crate::messaging::events;

/// What is decided, and why.
#[derive(Debug, Clone)]
pub struct Verdict {
    pub action: Action,
    pub reason: Option<String>,
}

impl Verdict {
    pub fn approval() -> Self {
        Self { action: Action::Approve, reason: None }
    }
}

pub fn decide(tx: &mut Tx<'_>, caller: &Caller, id: SubmissionId, verdict: Verdict) -> Result<SubmissionView> {
    let mut submission = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    submission.ensure_reviewer(caller)?;
    tx.ensure_fresh(submission.version)?;
    let tally = settle(tx, &mut submission, verdict, caller.user_id(), Standing::Reviewer)?;
    places::add(tx.conn(), submission.organization_id, submission.mission_id, tally)?;
    participation::reopen_assignment(tx, &submission)?;
    queries::get(tx.conn(), caller, id)
}

/// Decides the same about many, each for itself: what cannot be decided leaves the others as they are.
///
/// Rows are held in one order and the missions' counters are changed last, so that two who review at once
/// wait for each other and neither for both.
pub fn decide_many(tx: &mut Tx<'_>, caller: &Caller, request: BulkReview) -> Result<BulkReviewView> {
    request.ensure_reason()?;
    let ids = distinct(request.submission_ids);
    let verdict = Verdict { action: request.action.into(), reason: request.reason };
    let mut found = store::find_many_for_update(tx.conn(), caller.organization_id, &ids)?;
    found.sort_by(|a, b| (&a.participant_key, a.mission_id, a.id).cmp(&(&b.participant_key, b.mission_id, b.id)));
    let mut outcomes: BTreeMap<SubmissionId, ReviewOutcome> = BTreeMap::new();
    let (mut tallies, mut decided) = (BTreeMap::<MissionId, Tally>::new(), Vec::new());
    for mut submission in found {
        let result = tx.attempt(|tx| {
            submission.ensure_reviewer(caller)?;
            settle(tx, &mut submission, verdict.clone(), caller.user_id(), Standing::Reviewer)
        })?;
        match result {
            Ok(tally) => {
                *tallies.entry(submission.mission_id).or_default() += tally;
                outcomes.insert(submission.id, ReviewOutcome::done(&submission));
                decided.push(submission);
            }
            Err(problem) if problem.code().status() < 500 => {
                outcomes.insert(submission.id, ReviewOutcome::refused(submission.id, &problem));
            }
            Err(problem) => return Err(problem),
        }
    }
    for (mission_id, tally) in tallies {
        places::add(tx.conn(), caller.organization_id, mission_id, tally)?;
    }
    for submission in &decided {
        participation::reopen_assignment(tx, submission)?;
    }
    let absent = |id: SubmissionId| ReviewOutcome::refused(id, &Problem::not_found());
    Ok(BulkReviewView::new(ids.into_iter().map(|id| outcomes.remove(&id).unwrap_or_else(|| absent(id))).collect()))
}

/// Moves a submission that is held, and does what follows from it. What that means for the mission's counters
/// is for the caller to write down, last of all.
pub fn settle(
    tx: &mut Tx<'_>,
    submission: &mut Submission,
    verdict: Verdict,
    decided_by: Option<UserId>,
    standing: Standing,
) -> Result<Tally> {
    let held = submission.state.holds_place();
    submission.move_by(verdict.action, standing)?;
    submission.decided_at = Some(tx.now());
    submission.decided_by = decided_by;
    submission.reason = verdict.reason;
    let mut tally = Tally::default();
    if held && !submission.state.holds_place() {
        participation::give_back(tx, submission)?;
        tally.taken = -1;
    }
    match verdict.action {
        Action::Approve => approve(tx, submission, &mut tally)?,
        Action::Revoke => revoke(tx, submission, &mut tally)?,
        Action::Reject => {
            announce(tx, "submission.rejected", submission)?;
            outcomes::ended(tx, submission)?;
        }
        _ => announce(tx, "submission.changes_requested", submission)?,
    }
    Ok(tally)
}

fn announce(tx: &mut Tx<'_>, event: &'static str, submission: &mut Submission) -> Result<()> {
    handing_in::save(tx, submission)?;
    events::emit(tx, &SubmissionEvent::new(event, submission))
}

/// Gives what the terms promise. The person's totals are held before the reward's stock, everywhere.
fn approve(tx: &mut Tx<'_>, submission: &mut Submission, tally: &mut Tally) -> Result<()> {
    submission.round += 1;
    handing_in::save(tx, submission)?;
    let terms = participations::find_terms(tx.conn(), submission.mission_id, submission.terms_version)?.content.0;
    let approved = SubmissionEvent::new("submission.approved", submission).with_recognition(&terms.recognition);
    events::emit(tx, &approved)?;
    if let Some(user_id) = submission.user_id {
        points::commands::count_approval(tx, submission.organization_id, user_id, 1)?;
    }
    let approval = Approval {
        organization_id: submission.organization_id,
        recipient: recipient(submission)?,
        mission_id: submission.mission_id,
        submission_id: submission.id,
        round: submission.round,
    };
    recognition::give(tx, &approval, &terms.recognition)?;
    outcomes::approved(tx, submission, &terms, &approval)?;
    tally.approved += 1;
    Ok(())
}

fn revoke(tx: &mut Tx<'_>, submission: &mut Submission, tally: &mut Tally) -> Result<()> {
    announce(tx, "submission.revoked", submission)?;
    if let Some(user_id) = submission.user_id {
        points::commands::count_approval(tx, submission.organization_id, user_id, -1)?;
    }
    recognition::take_back(tx, submission.organization_id, submission.id, submission.round)?;
    outcomes::revoked(tx, submission)?;
    tally.approved -= 1;
    Ok(())
}

/// A guest is reached by the address that they have confirmed.
fn recipient(submission: &Submission) -> Result<Recipient> {
    match (submission.user_id, &submission.guest_email) {
        (Some(user_id), _) => Ok(Recipient::User(user_id)),
        (None, Some(email)) => Ok(Recipient::Guest { name: submission.guest_name.clone(), email: email.clone() }),
        (None, None) => Err(Problem::internal("a submission is nobody's")),
    }
}
