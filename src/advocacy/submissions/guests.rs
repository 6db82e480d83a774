//! People who take part without an account. What they hand in is held until they confirm by a mailed link that
//! the address is theirs; only then it is looked at whether somebody here has that address. Before that nothing
//! tells a stranger whom we know.

use chrono::TimeDelta;

use super::asked::Asked;
use super::bodies::CreatePublicSubmission;
use super::events::SubmissionEvent;
use super::handing_in::{self, HandingIn};
use super::model::{Author, Guest, Submission, guest_key};
use super::state::{Action, SubmissionState};
use super::views::PublicSubmissionView;
use super::{commands, participations, store};
use crate::advocacy::missions;
use crate::advocacy::missions::access::{Door, Visitor};
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::places::Tally;
use crate::advocacy::points;
use crate::db::{Json, Tx, dialect};
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::identity::users::model::User;
use crate::kernel::ids::{OrganizationId, SubmissionId};
use crate::kernel::text::email_key;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// How long a guest has to confirm.
const PATIENCE: TimeDelta = TimeDelta::days(7);
/// How many of one address wait in a mission at once; more would only fill somebody's mailbox.
const MAX_HELD: i64 = 3;

/// Takes part by the mission's link: as a member of its organization, or else as a guest.
pub fn take_part(
    tx: &mut Tx<'_>,
    token: &str,
    member: Option<&Caller>,
    mut new: CreatePublicSubmission,
    asked: &Asked,
) -> Result<PublicSubmissionView> {
    let mission = missions::links::open(tx.conn(), token)?;
    let known = member.filter(|caller| caller.organization_id == mission.organization_id).and_then(Caller::user_id);
    let Some(user_id) = known else { return hold(tx, &mission, new, asked) };
    if new.email.is_some() || new.name.is_some() {
        let pointer = if new.email.is_some() { "/email" } else { "/name" };
        return Err(Problem::invalid(vec![FieldError::at(pointer, "not_for_members", "is known of who is logged in")]));
    }
    let user = users::store::find(tx.conn(), mission.organization_id, user_id)?;
    let submission = commands::begin(tx, &mission, user, Door::Link, &new.take_content(), false, asked)?;
    Ok(PublicSubmissionView { id: Some(submission.id), state: submission.state })
}

/// Keeps what a guest hands in until they confirm their address, and has them mailed. What is wrong with it is
/// told now; whether there is a place for them is asked then.
fn hold(tx: &mut Tx<'_>, mission: &Mission, mut new: CreatePublicSubmission, asked: &Asked) -> Result<PublicSubmissionView> {
    let now = tx.now();
    missions::access::ensure_can_take_part(tx.conn(), mission, Visitor::Guest, Door::Link, now)?;
    let guest = stranger(tx, mission, &new)?;
    let key = guest_key(&guest.email);
    if store::count_in(tx.conn(), mission.id, &key, SubmissionState::Held)? >= MAX_HELD {
        return Err(Problem::new(Code::RateLimited).retry_after(PATIENCE.num_seconds().unsigned_abs()));
    }
    let mut submission = Submission::new(tx.new_id(), mission, now);
    submission.content = Json(submission.content.0.merged(&new.take_content())?);
    let author = Author::Guest(guest.clone());
    handing_in::check(tx, &HandingIn { mission, author: &author, asked, is_new: true }, &mut submission)?;
    let held = Submission {
        state: SubmissionState::Held,
        participant_key: key,
        guest_name: guest.name,
        guest_email: Some(guest.email),
        // Who has not confirmed anything keeps nothing from others.
        unique_key: None,
        terms_version: asked.terms.version,
        confirm_by: Some(now.plus(PATIENCE)),
        ..submission
    };
    participations::keep_terms(tx.conn(), &asked.terms)?;
    store::insert(tx.conn(), &held)?;
    events::emit(tx, &SubmissionEvent::new("submission.confirmation_requested", &held))?;
    Ok(PublicSubmissionView { id: None, state: held.state })
}

/// Who somebody says they are.
fn stranger(tx: &Tx<'_>, mission: &Mission, new: &CreatePublicSubmission) -> Result<Guest> {
    let required = || Problem::invalid(vec![FieldError::at("/email", "required", "is required of who is not logged in")]);
    let email = new.email.as_deref().ok_or_else(required)?.trim().to_owned();
    Ok(Guest {
        id: tx.new_id(),
        organization_id: mission.organization_id,
        email_key: email_key(&email),
        email,
        name: new.name.as_deref().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        created_at: tx.now(),
    })
}

/// The address is theirs: from here on it is handed in like any other.
pub fn confirm(tx: &mut Tx<'_>, id: SubmissionId, asked: &Asked) -> Result<PublicSubmissionView> {
    let mut submission = store::find_anywhere_for_update(tx.conn(), id)?;
    let now = tx.now();
    submission.ensure_confirmable(now)?;
    let mission = missions::store::find(tx.conn(), submission.organization_id, submission.mission_id)?;
    missions::access::ensure_can_take_part(tx.conn(), &mission, Visitor::Guest, Door::Link, now)?;
    let author = author(tx, &submission)?;
    submission.give_to(&author);
    events::emit(tx, &SubmissionEvent::new("submission.confirmed", &submission))?;
    let it = HandingIn { mission: &mission, author: &author, asked, is_new: false };
    handing_in::first(tx, &it, &mut submission, Action::Confirm, Tally { started: 1, ..Tally::default() })?;
    Ok(PublicSubmissionView { id: None, state: submission.state })
}

/// Whoever here has the address that was confirmed, or else a guest, held until the transaction ends.
fn author(tx: &mut Tx<'_>, submission: &Submission) -> Result<Author> {
    let organization_id = submission.organization_id;
    let email = submission.guest_email.clone().ok_or_else(|| Problem::internal("a guest has no address"))?;
    let guest = Guest {
        id: tx.new_id(),
        organization_id,
        email_key: email_key(&email),
        email,
        name: submission.guest_name.clone(),
        created_at: tx.now(),
    };
    if let Some(user) = users::store::find_by_email(tx.conn(), organization_id, &guest.email)? {
        join(tx, &user, &user.email_key)?;
        return Ok(Author::User(Box::new(user)));
    }
    participations::insert_guest(tx.conn(), &guest)?;
    match held_guest(tx, organization_id, &guest.email_key)? {
        Some(guest) => Ok(Author::Guest(guest)),
        // In this moment somebody with this address began to take part as a user.
        None => Err(Problem::new(Code::Overloaded)),
    }
}

/// The guest with this address, held, so that nobody makes a user of them meanwhile.
fn held_guest(tx: &mut Tx<'_>, organization_id: OrganizationId, email_key: &str) -> Result<Option<Guest>> {
    let Some(guest) = participations::find_guest(tx.conn(), organization_id, email_key)? else { return Ok(None) };
    dialect::lock_row(tx.conn(), "guests", &guest.id.to_string())?;
    participations::find_guest(tx.conn(), organization_id, email_key)
}

/// What somebody did as a guest is theirs once they take part as a user: it counts against the same limits.
/// The address was confirmed by both. Of who is deleted it is under their former address, and nameless then.
pub fn join(tx: &mut Tx<'_>, user: &User, email_key: &str) -> Result<()> {
    let Some(guest) = held_guest(tx, user.organization_id, email_key)? else { return Ok(()) };
    let (from, to) = (guest_key(&guest.email), user.id.to_string());
    for mission_id in store::missions_of_guest(tx.conn(), guest.id)? {
        participations::move_places(tx.conn(), mission_id, &from, &to)?;
    }
    let approved = store::approved_of_guest(tx.conn(), guest.id)?;
    let now = tx.now();
    store::hand_over(tx.conn(), guest.id, user.id, now)?;
    participations::delete_guest(tx.conn(), guest.id)?;
    if approved > 0 { points::commands::count_approval(tx, user.organization_id, user.id, approved) } else { Ok(()) }
}

/// Forgets what nobody has confirmed in time, so many at a time.
pub fn forget(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let now = tx.now();
    store::delete_unconfirmed(tx.conn(), now, limit)
}
