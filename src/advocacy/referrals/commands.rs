//! How leads come in, and what becomes of them.

use std::collections::HashSet;

use super::events::ReferralEvent;
use super::model::{Referral, ReferralView};
use super::requests::MoveReferral;
use super::state::{Action, ReferralState};
use super::store;
use crate::advocacy::submissions;
use crate::advocacy::types::submissions::{ReferralEntry, SubmitReferralSubmission};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{MissionId, OrganizationId, ReferralId, SubmissionId, UserId};
use crate::kernel::text::email_key;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// Who referred somebody, and how.
#[derive(Debug, Clone)]
pub struct Referrer {
    pub organization_id: OrganizationId,
    pub mission_id: MissionId,
    pub submission_id: SubmissionId,
    /// Nobody where it was somebody without an account.
    pub user_id: Option<UserId>,
    /// What the mission asks them to confirm.
    pub consent_text: Option<String>,
}

/// Makes a lead of each of them. Handed in again, leads that nobody has touched give way to the new ones. Who was
/// referred before, by anybody in the organization, is refused, all of them at once.
pub fn receive(tx: &mut Tx<'_>, referrer: &Referrer, given: &SubmitReferralSubmission) -> Result<()> {
    let kept = withdraw_untouched(tx, referrer.organization_id, referrer.submission_id)?;
    let kept: HashSet<String> = kept.into_iter().filter_map(|referral| referral.email_key).collect();
    let new: Vec<(usize, &ReferralEntry)> =
        given.referrals.iter().enumerate().filter(|(_, entry)| !kept.contains(&email_key(&entry.email))).collect();
    ensure_unknown(tx, referrer.organization_id, &new)?;
    let leads: Vec<Referral> = new.into_iter().map(|(_, entry)| lead(tx, referrer, entry, given.consent_accepted)).collect();
    store::insert_many(tx.conn(), &leads)?;
    let received: Vec<ReferralEvent> = leads.iter().map(|lead| ReferralEvent::new("referral.received", lead)).collect();
    events::emit_all(tx, &received)
}

fn ensure_unknown(tx: &mut Tx<'_>, organization_id: OrganizationId, new: &[(usize, &ReferralEntry)]) -> Result<()> {
    let keys: Vec<String> = new.iter().map(|(_, entry)| email_key(&entry.email)).collect();
    let mut known: HashSet<String> = store::known_emails(tx.conn(), organization_id, &keys)?.into_iter().collect();
    // Whoever is named twice is known the second time.
    let taken = new.iter().zip(keys).filter(|(_, key)| !known.insert(key.clone())).map(|((index, _), _)| {
        let pointer = format!("/submit_referral/referrals/{index}/email");
        FieldError::at(pointer, Code::ReferralDuplicate.as_str(), Code::ReferralDuplicate.title())
    });
    let faults: Vec<FieldError> = taken.collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::new(Code::ReferralDuplicate).with_errors(faults)) }
}

fn lead(tx: &Tx<'_>, referrer: &Referrer, entry: &ReferralEntry, has_consented: bool) -> Referral {
    let consent_text = referrer.consent_text.clone().filter(|_| has_consented);
    let mut lead = Referral {
        id: tx.new_id(),
        organization_id: referrer.organization_id,
        mission_id: referrer.mission_id,
        submission_id: referrer.submission_id,
        referred_by: referrer.user_id,
        relationship: entry.relationship,
        name: entry.name.clone(),
        email: Some(entry.email.trim().to_owned()),
        email_key: Some(email_key(&entry.email)),
        company: entry.company.clone(),
        search_text: String::new(),
        fields: Json(entry.fields.clone()),
        consented_at: consent_text.as_ref().map(|_| tx.now()),
        consent_text,
        state: ReferralState::Received,
        note: None,
        qualified_at: None,
        won_at: None,
        lost_at: None,
        erased_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    lead.index();
    lead
}

/// A submission was withdrawn or rejected: leads that nobody has touched go, so that they can be referred again.
pub fn withdraw(tx: &mut Tx<'_>, organization_id: OrganizationId, submission_id: SubmissionId) -> Result<()> {
    withdraw_untouched(tx, organization_id, submission_id).map(|_| ())
}

/// Takes the untouched ones away and tells which remain.
fn withdraw_untouched(tx: &mut Tx<'_>, organization_id: OrganizationId, submission_id: SubmissionId) -> Result<Vec<Referral>> {
    let all = store::of_submission_for_update(tx.conn(), organization_id, submission_id)?;
    let (gone, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(Referral::is_untouched);
    if !gone.is_empty() {
        let ids: Vec<ReferralId> = gone.iter().map(|referral| referral.id).collect();
        store::delete_many(tx.conn(), organization_id, &ids)?;
        let withdrawn: Vec<ReferralEvent> = gone.iter().map(|referral| ReferralEvent::new("referral.withdrawn", referral)).collect();
        events::emit_all(tx, &withdrawn)?;
    }
    Ok(kept)
}

pub fn qualify(tx: &mut Tx<'_>, caller: &Caller, id: ReferralId, change: MoveReferral) -> Result<ReferralView> {
    step(tx, caller, id, Action::Qualify, change)
}

pub fn win(tx: &mut Tx<'_>, caller: &Caller, id: ReferralId, change: MoveReferral) -> Result<ReferralView> {
    step(tx, caller, id, Action::Win, change)
}

pub fn lose(tx: &mut Tx<'_>, caller: &Caller, id: ReferralId, change: MoveReferral) -> Result<ReferralView> {
    step(tx, caller, id, Action::Lose, change)
}

fn step(tx: &mut Tx<'_>, caller: &Caller, id: ReferralId, action: Action, change: MoveReferral) -> Result<ReferralView> {
    let mut referral = open(tx, caller, id)?;
    referral.state = referral.state.after(action)?;
    referral.note = change.note.or(referral.note);
    let now = Some(tx.now());
    let event = match action {
        Action::Qualify => (referral.qualified_at = now, "referral.qualified").1,
        Action::Win => (referral.won_at = now, "referral.won").1,
        Action::Lose => (referral.lost_at = now, "referral.lost").1,
    };
    save(tx, referral, event)
}

/// Forgets who it is about, for somebody who asked for that. What became of it stays, without a name.
pub fn erase(tx: &mut Tx<'_>, caller: &Caller, id: ReferralId) -> Result<ReferralView> {
    let known = store::find(tx.conn(), caller.organization_id, id)?;
    forget_in_submission(tx, &known)?;
    let mut referral = open(tx, caller, id)?;
    if referral.erased_at.is_some() {
        return Err(Problem::new(Code::InvalidTransition).with("allowed_actions", referral.state.allowed_actions()));
    }
    referral.erase(tx.now());
    save(tx, referral, "referral.erased")
}

/// A submission is held before its referrals, everywhere.
fn forget_in_submission(tx: &mut Tx<'_>, referral: &Referral) -> Result<()> {
    match &referral.email_key {
        Some(key) => submissions::outcomes::forget_referred(tx, referral.organization_id, referral.submission_id, key),
        None => Ok(()),
    }
}

fn save(tx: &mut Tx<'_>, mut referral: Referral, event: &'static str) -> Result<ReferralView> {
    referral.version += 1;
    referral.updated_at = tx.now();
    store::update(tx.conn(), &referral)?;
    events::emit(tx, &ReferralEvent::new(event, &referral))?;
    Ok(referral.into())
}

/// The referral, held until the transaction ends.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: ReferralId) -> Result<Referral> {
    let referral = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(referral.version)?;
    Ok(referral)
}

/// Who was deleted is forgotten as somebody who was referred, too.
pub fn forget_person(tx: &mut Tx<'_>, organization_id: OrganizationId, former: &str) -> Result<()> {
    let Some(id) = store::with_email(tx.conn(), organization_id, former)? else { return Ok(()) };
    let known = store::find(tx.conn(), organization_id, id)?;
    forget_in_submission(tx, &known)?;
    let mut referral = store::find_for_update(tx.conn(), organization_id, id)?;
    referral.erase(tx.now());
    save(tx, referral, "referral.erased").map(|_| ())
}
