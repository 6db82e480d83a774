//! How profiles come about, and what changes them.

use super::events::ProfileEvent;
use super::model::{ReferenceProfile, person_key};
use super::requests::UpdateReferenceProfile;
use super::state::{Action, ProfileState};
use super::views::ReferenceProfileView;
use super::{queries, store};
use crate::advocacy::recognition::{Approval, Recipient};
use crate::advocacy::types::submissions::BeAReferenceSubmission;
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, ReferenceProfileId, SubmissionId, UserId};
use crate::kernel::list::distinct;
use crate::kernel::patch::apply;
use crate::messaging::events;

/// An approval makes the profile of whoever handed in, or renews it: what they agreed to last counts.
pub fn make_profile(tx: &mut Tx<'_>, approval: &Approval, given: &BeAReferenceSubmission) -> Result<()> {
    let key = person_key(&approval.recipient);
    let known = store::of_person_for_update(tx.conn(), approval.organization_id, &key)?;
    let is_new = known.is_none();
    let mut profile = known.unwrap_or_else(|| blank(tx, approval, key));
    profile.activities = Json(distinct(given.activities.clone()));
    profile.topics = Json(given.topics.clone());
    profile.availability.clone_from(&given.availability);
    profile.max_per_quarter = given.max_per_quarter.map(|max| i32::try_from(max).unwrap_or(i32::MAX));
    profile.state = ProfileState::Active;
    profile.mission_id = approval.mission_id;
    profile.submission_id = approval.submission_id;
    profile.index();
    if is_new {
        store::insert(tx.conn(), &profile)?;
        return events::emit(tx, &ProfileEvent::new("reference_profile.created", &profile));
    }
    save(tx, &mut profile, "reference_profile.updated")
}

fn blank(tx: &Tx<'_>, approval: &Approval, person_key: String) -> ReferenceProfile {
    let (guest_name, guest_email) = match &approval.recipient {
        Recipient::User(_) => (None, None),
        Recipient::Guest { name, email } => (name.clone(), Some(email.clone())),
    };
    ReferenceProfile {
        id: tx.new_id(),
        organization_id: approval.organization_id,
        person_key,
        user_id: approval.recipient.user_id(),
        guest_name,
        guest_email,
        activities: Json(Vec::new()),
        topics: Json(Vec::new()),
        search_text: String::new(),
        availability: None,
        max_per_quarter: None,
        state: ProfileState::Active,
        mission_id: approval.mission_id,
        submission_id: approval.submission_id,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// The approval that made it was taken back: nobody asks them until somebody decides otherwise.
pub fn withdraw(tx: &mut Tx<'_>, organization_id: OrganizationId, submission_id: SubmissionId) -> Result<()> {
    match store::of_submission_for_update(tx.conn(), organization_id, submission_id)? {
        Some(mut profile) if profile.state == ProfileState::Active => {
            profile.state = profile.state.after(Action::Pause)?;
            save(tx, &mut profile, "reference_profile.paused")
        }
        _ => Ok(()),
    }
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: ReferenceProfileId, change: UpdateReferenceProfile) -> Result<ReferenceProfileView> {
    let mut profile = open(tx, caller, id)?;
    profile.state = profile.state.after(Action::Update)?;
    let before = profile.clone();
    apply(&mut profile.activities, change.activities.map(|all| Json(distinct(all))));
    apply(&mut profile.topics, change.topics.map(Json));
    apply(&mut profile.availability, change.availability);
    apply(&mut profile.max_per_quarter, change.max_per_quarter);
    profile.index();
    if before != profile {
        save(tx, &mut profile, "reference_profile.updated")?;
    }
    view(tx, profile)
}

pub fn pause(tx: &mut Tx<'_>, caller: &Caller, id: ReferenceProfileId) -> Result<ReferenceProfileView> {
    step(tx, caller, id, Action::Pause, "reference_profile.paused")
}

pub fn resume(tx: &mut Tx<'_>, caller: &Caller, id: ReferenceProfileId) -> Result<ReferenceProfileView> {
    step(tx, caller, id, Action::Resume, "reference_profile.resumed")
}

fn step(tx: &mut Tx<'_>, caller: &Caller, id: ReferenceProfileId, action: Action, event: &'static str) -> Result<ReferenceProfileView> {
    let mut profile = open(tx, caller, id)?;
    profile.state = profile.state.after(action)?;
    save(tx, &mut profile, event)?;
    view(tx, profile)
}

/// What it shows has changed.
pub(super) fn touch(tx: &mut Tx<'_>, profile: &mut ReferenceProfile) -> Result<()> {
    profile.version += 1;
    profile.updated_at = tx.now();
    store::update(tx.conn(), profile)
}

fn save(tx: &mut Tx<'_>, profile: &mut ReferenceProfile, event: &'static str) -> Result<()> {
    touch(tx, profile)?;
    events::emit(tx, &ProfileEvent::new(event, profile))
}

/// The profile, held until the transaction ends.
pub(super) fn open(tx: &mut Tx<'_>, caller: &Caller, id: ReferenceProfileId) -> Result<ReferenceProfile> {
    let profile = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(profile.version)?;
    Ok(profile)
}

fn view(tx: &mut Tx<'_>, profile: ReferenceProfile) -> Result<ReferenceProfileView> {
    let now = tx.now();
    queries::view(tx.conn(), profile, now)
}

/// Who was deleted speaks for nobody, neither with their account nor with the address that they had.
pub fn forget_person(tx: &mut Tx<'_>, organization_id: OrganizationId, user_id: UserId, former: &str) -> Result<()> {
    let guest = Recipient::Guest { name: None, email: former.to_owned() };
    store::delete_of_people(tx.conn(), organization_id, &[person_key(&Recipient::User(user_id)), person_key(&guest)])
}
