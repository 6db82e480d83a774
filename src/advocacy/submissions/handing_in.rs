//! What handing in brings about, whoever does it and however often: the content is held to the terms, a place
//! is taken, leads are made, and where the terms say so it is approved at once.

use super::asked::Asked;
use super::events::SubmissionEvent;
use super::model::{Author, Submission};
use super::review::{self, Verdict};
use super::state::{Action, Standing};
use super::{outcomes, participation, participations, store};
use crate::advocacy::missions;
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::places::Tally;
use crate::advocacy::types::Submitter;
use crate::db::{Json, Tx};
use crate::files;
use crate::kernel::ids::FileId;
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;
use crate::questions::answers::KnownFiles;

/// Somebody, what they hand in for, and what that is held to.
pub struct HandingIn<'a> {
    pub mission: &'a Mission,
    pub author: &'a Author,
    pub asked: &'a Asked,
    /// Whether it was never stored.
    pub is_new: bool,
}

/// Hands in for the first time. `action` moves a draft on, or a guest's submission once it is confirmed.
/// The mission's counters come last, and with them the total cap: everybody waits for them.
pub fn first(tx: &mut Tx<'_>, it: &HandingIn<'_>, submission: &mut Submission, action: Action, mut tally: Tally) -> Result<()> {
    check(tx, it, submission)?;
    participation::take(tx, it.mission, submission)?;
    submission.move_by(action, Standing::Author)?;
    submission.terms_version = it.asked.terms.version;
    submission.submitted_at = Some(tx.now());
    submission.confirm_by = None;
    submission.depth = depth(tx, it)?;
    participations::keep_terms(tx.conn(), &it.asked.terms)?;
    if it.is_new {
        store::insert(tx.conn(), submission)?;
    } else {
        save(tx, submission)?;
    }
    name_files(tx, it, submission)?;
    events::emit(tx, &SubmissionEvent::new("submission.submitted", submission))?;
    outcomes::handed_in(tx, submission, &it.asked.terms.content.0)?;
    tally.submitted += 1;
    tally.approved += i64::from(approve_by_itself(tx, it, submission)?);
    let now = tx.now();
    if !missions::places::take(tx.conn(), it.mission, tally, now)? {
        return Err(missions::places::refusal(tx.conn(), it.mission, now)?.unwrap_or_else(|| participation::full(it.mission.total_cap)));
    }
    match it.author.user() {
        Some(user) => missions::assignments::commands::complete(tx, it.mission, user.id),
        None => Ok(()),
    }
}

/// Hands in once more what staff wanted changed. Its place is kept, and so are its terms.
pub fn again(tx: &mut Tx<'_>, it: &HandingIn<'_>, submission: &mut Submission) -> Result<()> {
    check(tx, it, submission)?;
    submission.move_by(Action::Resubmit, Standing::Author)?;
    submission.submitted_at = Some(tx.now());
    save(tx, submission)?;
    name_files(tx, it, submission)?;
    events::emit(tx, &SubmissionEvent::new("submission.resubmitted", submission))?;
    outcomes::handed_in(tx, submission, &it.asked.terms.content.0)
}

/// Holds the content to the terms and to what others have handed in; what is tidied is kept tidy.
pub fn check(tx: &mut Tx<'_>, it: &HandingIn<'_>, submission: &mut Submission) -> Result<()> {
    let content = submission.content.0.clone();
    let files = uploads(tx, it, &it.asked.terms.content.0.details.files_of(&content))?;
    let by = Submitter { email: Some(it.author.email()), files: &files };
    let details = &it.asked.terms.content.0.details;
    let content = details.check_submission(content, &by, &it.asked.patterns).map_err(Problem::invalid)?;
    submission.unique_key = content.unique_key();
    if let Some(key) = submission.unique_key.clone()
        && store::shows_already(tx.conn(), submission.mission_id, &key, submission.id)?
    {
        return Err(Problem::new(Code::AlreadyHandedIn));
    }
    submission.content = Json(content);
    Ok(())
}

/// Those of the files that the author has uploaded, with their types. Guests cannot upload anything.
fn uploads(tx: &mut Tx<'_>, it: &HandingIn<'_>, ids: &[FileId]) -> Result<KnownFiles> {
    let Some(user) = it.author.user().filter(|_| !ids.is_empty()) else { return Ok(KnownFiles::new()) };
    let files = files::commands::uploads_of(tx, it.mission.organization_id, &user.id.to_string(), ids)?;
    Ok(files.into_iter().map(|file| (file.id.to_string(), file.media_type)).collect())
}

fn name_files(tx: &mut Tx<'_>, it: &HandingIn<'_>, submission: &Submission) -> Result<()> {
    let files = it.asked.terms.content.0.details.files_of(&submission.content.0);
    if it.is_new && files.is_empty() {
        return Ok(());
    }
    store::set_files(tx.conn(), submission.id, &files)
}

/// How many automatic steps led here: those that led to the assignment that it answers.
fn depth(tx: &mut Tx<'_>, it: &HandingIn<'_>) -> Result<i32> {
    match it.author.user() {
        Some(user) => store::depth_of_assignment(tx.conn(), it.mission.id, user.id),
        None => Ok(0),
    }
}

/// Approves what needs no review; whether it did. Where there is nothing left to give it waits for staff
/// like any other.
fn approve_by_itself(tx: &mut Tx<'_>, it: &HandingIn<'_>, submission: &mut Submission) -> Result<bool> {
    if !it.asked.terms.content.0.auto_approve {
        return Ok(false);
    }
    let (before, depth) = (submission.clone(), tx.depth());
    let approved = tx.attempt(|tx| {
        tx.set_depth(submission.depth + 1);
        let tally = review::settle(tx, submission, Verdict::approval(), None, Standing::Reviewer)?;
        tx.set_depth(depth);
        Ok(tally)
    })?;
    match approved {
        Ok(_) => Ok(true),
        Err(problem) if problem.code() == Code::OutOfStock => {
            *submission = before;
            Ok(false)
        }
        Err(problem) => Err(problem),
    }
}

/// Writes the next version of one that is stored.
pub fn save(tx: &mut Tx<'_>, submission: &mut Submission) -> Result<()> {
    submission.version += 1;
    submission.updated_at = tx.now();
    store::update(tx.conn(), submission)
}
