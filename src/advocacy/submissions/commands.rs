//! What authors do with their submissions.

use super::asked::Asked;
use super::bodies::{CreateSubmission, UpdateSubmission};
use super::events::SubmissionEvent;
use super::handing_in::{self, HandingIn};
use super::model::{Author, KeptTerms, Submission};
use super::state::{Action, Standing, SubmissionState};
use super::views::SubmissionView;
use super::{guests, outcomes, participation, queries, store};
use crate::advocacy::missions;
use crate::advocacy::missions::access::{Door, Visitor};
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::places::{self, Tally};
use crate::advocacy::types::{MissionDetails, SubmissionPatch};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::identity::users::model::User;
use crate::kernel::ids::{MissionId, SubmissionId, UserId};
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

/// Drafts of one mission that somebody may have at once.
const MAX_DRAFTS: i64 = 10;

/// By the mission's id.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, id: MissionId, mut new: CreateSubmission, asked: &Asked) -> Result<SubmissionView> {
    let mission = missions::store::find(tx.conn(), caller.organization_id, id)?;
    let user = account(tx, caller)?;
    let id = begin(tx, &mission, user, Door::Id, &new.take_content(), new.draft, asked)?.id;
    queries::get(tx.conn(), caller, id)
}

/// A user's submission, by whichever way they came to the mission: a draft, or handed in at once.
pub fn begin(
    tx: &mut Tx<'_>,
    mission: &Mission,
    user: User,
    door: Door,
    content: &SubmissionPatch,
    is_draft: bool,
    asked: &Asked,
) -> Result<Submission> {
    let now = tx.now();
    missions::access::ensure_can_take_part(tx.conn(), mission, Visitor::from(&user), door, now)?;
    guests::join(tx, &user, &user.email_key)?;
    let author = Author::User(Box::new(user));
    let mut submission = Submission::new(tx.new_id(), mission, now);
    submission.give_to(&author);
    submission.content = Json(submission.content.0.merged(content)?);
    let tally = Tally { started: 1, ..Tally::default() };
    if is_draft {
        let drafts = store::count_in(tx.conn(), mission.id, &submission.participant_key, SubmissionState::Draft)?;
        if drafts >= MAX_DRAFTS {
            return Err(Problem::new(Code::TooManyDrafts).detail(format!("There are {drafts} of this mission.")));
        }
        store::insert(tx.conn(), &submission)?;
        events::emit(tx, &SubmissionEvent::new("submission.created", &submission))?;
        places::add(tx.conn(), mission.organization_id, mission.id, tally)?;
    } else {
        let it = HandingIn { mission, author: &author, asked, is_new: true };
        handing_in::first(tx, &it, &mut submission, Action::Submit, tally)?;
    }
    Ok(submission)
}

/// Somebody looked at a mission for the first time: an update that wants no acknowledgement is completed by that.
pub fn complete_by_view(tx: &mut Tx<'_>, mission: &Mission, user_id: UserId) -> Result<()> {
    let now = tx.now();
    let is_completed = matches!(&mission.details.0, MissionDetails::SendUpdate(update) if !update.requires_ack);
    if !is_completed || !mission.state_at(now).is_running() {
        return Ok(());
    }
    let user = users::store::find(tx.conn(), mission.organization_id, user_id)?;
    let asked = Asked::without_patterns(KeptTerms::of(mission, now));
    // Who has come by its link may look at it as often as anybody.
    let taken = tx.attempt(|tx| begin(tx, mission, user, Door::Link, &SubmissionPatch::default(), false, &asked))?;
    match taken {
        Err(problem) if problem.code() == Code::ParticipationLimitReached => Ok(()),
        taken => taken.map(drop),
    }
}

/// Changes a draft, or what staff wanted changed. It is held to the terms once it is handed in.
pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: SubmissionId, mut change: UpdateSubmission) -> Result<SubmissionView> {
    let mut submission = open(tx, caller, id)?;
    submission.move_by(Action::Update, Standing::Author)?;
    let content = submission.content.0.merged(&change.take_content())?;
    if content != submission.content.0 {
        submission.content = Json(content);
        handing_in::save(tx, &mut submission)?;
        events::emit(tx, &SubmissionEvent::new("submission.updated", &submission))?;
    }
    queries::get(tx.conn(), caller, id)
}

/// Hands a draft in. Whoever has one came to the mission in a way that was open to them, perhaps by its link.
pub fn submit(tx: &mut Tx<'_>, caller: &Caller, id: SubmissionId, asked: &Asked) -> Result<SubmissionView> {
    let mut submission = open(tx, caller, id)?;
    submission.state.after(Action::Submit, Standing::Author)?;
    let (mission, user) = around(tx, caller, &submission)?;
    let now = tx.now();
    missions::access::ensure_can_take_part(tx.conn(), &mission, Visitor::from(&user), Door::Link, now)?;
    guests::join(tx, &user, &user.email_key)?;
    let author = Author::User(Box::new(user));
    let it = HandingIn { mission: &mission, author: &author, asked, is_new: false };
    handing_in::first(tx, &it, &mut submission, Action::Submit, Tally::default())?;
    queries::get(tx.conn(), caller, id)
}

/// Hands in again what staff wanted changed, also once the mission has ended: they asked for it.
pub fn resubmit(tx: &mut Tx<'_>, caller: &Caller, id: SubmissionId, asked: &Asked) -> Result<SubmissionView> {
    let mut submission = open(tx, caller, id)?;
    submission.state.after(Action::Resubmit, Standing::Author)?;
    let (mission, user) = around(tx, caller, &submission)?;
    let author = Author::User(Box::new(user));
    let it = HandingIn { mission: &mission, author: &author, asked, is_new: false };
    handing_in::again(tx, &it, &mut submission)?;
    queries::get(tx.conn(), caller, id)
}

/// Takes it back, and with it the place that it held.
pub fn withdraw(tx: &mut Tx<'_>, caller: &Caller, id: SubmissionId) -> Result<SubmissionView> {
    let mut submission = open(tx, caller, id)?;
    let held = submission.state.holds_place();
    submission.move_by(Action::Withdraw, Standing::Author)?;
    if held {
        participation::give_back(tx, &submission)?;
    }
    handing_in::save(tx, &mut submission)?;
    events::emit(tx, &SubmissionEvent::new("submission.withdrawn", &submission))?;
    outcomes::ended(tx, &submission)?;
    let tally = Tally { taken: -i64::from(held), ..Tally::default() };
    places::add(tx.conn(), submission.organization_id, submission.mission_id, tally)?;
    participation::reopen_assignment(tx, &submission)?;
    queries::get(tx.conn(), caller, id)
}

/// The submission, held until the transaction ends, for its author.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: SubmissionId) -> Result<Submission> {
    let submission = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    if submission.standing(caller)? != Standing::Author {
        return Err(Problem::new(Code::Forbidden).detail("Only whoever hands it in does that."));
    }
    tx.ensure_fresh(submission.version)?;
    Ok(submission)
}

fn around(tx: &mut Tx<'_>, caller: &Caller, submission: &Submission) -> Result<(Mission, User)> {
    let mission = missions::store::find(tx.conn(), submission.organization_id, submission.mission_id)?;
    Ok((mission, account(tx, caller)?))
}

fn account(tx: &mut Tx<'_>, caller: &Caller) -> Result<User> {
    let id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    users::store::find(tx.conn(), caller.organization_id, id)
}
