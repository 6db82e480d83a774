//! Giving rewards, and how a grant ends. What they take is held in one order: the totals of whom it is
//! for, the grant, the reward.

use super::events::GrantEvent;
use super::model::{GrantSource, Recipient, RewardGrant};
use super::requests::{CancelRewardGrant, CreateRewardGrant, FulfilRewardGrant, RedeemReward};
use super::state::{Action, GrantState};
use super::views::RewardGrantView;
use super::{queries, store};
use crate::advocacy::points;
use crate::advocacy::recognition::Approval;
use crate::advocacy::rewards;
use crate::advocacy::rewards::model::Reward;
use crate::advocacy::rewards::state::Action as RewardAction;
use crate::advocacy::rewards::store as catalogue;
use crate::advocacy::rewards::views::RewardSummary;
use crate::db::Tx;
use crate::identity::people::NOBODY;
use crate::identity::permissions::{Caller, Role};
use crate::identity::users;
use crate::kernel::ids::{OrganizationId, RewardGrantId, RewardId, SubmissionId, UserId};
use crate::kernel::text::email_key;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// Spends the caller's own points.
pub fn redeem(tx: &mut Tx<'_>, caller: &Caller, id: RewardId, new: RedeemReward) -> Result<RewardGrantView> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    // Told apart before anything is held, so that an unknown one leaves nothing behind.
    rewards::queries::ensure_visible(caller, &catalogue::find(tx.conn(), caller.organization_id, id)?)?;
    let totals = points::commands::hold(tx, caller.organization_id, user_id)?;
    let mut reward = catalogue::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(reward.version)?;
    reward.state.after(RewardAction::Redeem)?;
    let cost = reward.price()?;
    reward.take()?;
    rewards::commands::save(tx, &mut reward)?;
    let mut grant = draft(tx, &reward, Recipient::User(user_id), GrantSource::Redemption);
    grant.cost_points = cost;
    grant.message = new.message;
    store::insert(tx.conn(), &grant)?;
    points::commands::spend(tx, &totals, grant.id, cost)?;
    events::emit(tx, &GrantEvent::new("reward.redeemed", &grant, &reward))?;
    Ok(RewardGrantView::new(grant, RewardSummary::from(&reward), caller))
}

/// Gives an advocate a reward without more ado. Nobody gives themselves one.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateRewardGrant) -> Result<RewardGrantView> {
    let user_id = ensure_advocate(tx, caller, new.user_id)?;
    let unknown = |_| Problem::invalid(vec![FieldError::at("/reward_id", "invalid_choice", "must be a reward")]);
    catalogue::find(tx.conn(), caller.organization_id, new.reward_id).map_err(unknown)?;
    points::commands::hold(tx, caller.organization_id, user_id)?;
    let mut reward = catalogue::find_for_update(tx.conn(), caller.organization_id, new.reward_id)?;
    reward.state.after(RewardAction::Grant)?;
    let mut grant = draft(tx, &reward, Recipient::User(user_id), GrantSource::Staff);
    grant.message = new.message;
    give(tx, &mut reward, &grant)?;
    Ok(RewardGrantView::new(grant, RewardSummary::from(&reward), caller))
}

fn ensure_advocate(tx: &mut Tx<'_>, caller: &Caller, id: UserId) -> Result<UserId> {
    if caller.user_id() == Some(id) {
        return Err(Problem::new(Code::Forbidden).detail("Nobody gives themselves a reward."));
    }
    let user = users::store::find_opt(tx.conn(), caller.organization_id, id)?;
    match user.filter(|user| user.serves_as(Role::Advocate)) {
        Some(user) => Ok(user.id),
        None => Err(Problem::invalid(vec![FieldError::at("/user_id", "invalid_choice", "must be an advocate")])),
    }
}

/// Gives what a mission promised, once an approval; false when this one gave it already. Also where it was
/// archived meanwhile: a promise is kept.
pub(in crate::advocacy) fn grant_for_submission(tx: &mut Tx<'_>, approval: &Approval, reward_id: RewardId) -> Result<bool> {
    if let Some(user_id) = approval.recipient.user_id() {
        points::commands::hold(tx, approval.organization_id, user_id)?;
    }
    let mut reward = catalogue::find_any_for_update(tx.conn(), approval.organization_id, reward_id)?;
    if store::of_submission(tx.conn(), approval.organization_id, approval.submission_id, approval.round)?.is_some() {
        return Ok(false);
    }
    let mut grant = draft(tx, &reward, approval.recipient.clone(), GrantSource::Mission);
    grant.mission_id = Some(approval.mission_id);
    grant.submission_id = Some(approval.submission_id);
    grant.round = Some(approval.round);
    give(tx, &mut reward, &grant)?;
    Ok(true)
}

/// A grant before it is kept.
fn draft(tx: &Tx<'_>, reward: &Reward, recipient: Recipient, source: GrantSource) -> RewardGrant {
    let user_id = recipient.user_id();
    let (guest_name, guest_email) = match recipient {
        Recipient::User(_) => (None, None),
        Recipient::Guest { name, email } => (name, Some(email)),
    };
    let guest_key = guest_email.as_deref().map(email_key);
    RewardGrant {
        id: tx.new_id(),
        organization_id: reward.organization_id,
        reward_id: reward.id,
        user_id,
        guest_name,
        guest_email,
        source,
        state: GrantState::Pending,
        cost_points: 0,
        mission_id: None,
        submission_id: None,
        round: None,
        message: None,
        fulfilment_note: None,
        cancel_reason: None,
        created_by: tx.actor().id(),
        fulfilled_at: None,
        cancelled_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        guest_key,
    }
}

fn give(tx: &mut Tx<'_>, reward: &mut Reward, grant: &RewardGrant) -> Result<()> {
    reward.take()?;
    rewards::commands::save(tx, reward)?;
    store::insert(tx.conn(), grant)?;
    events::emit(tx, &GrantEvent::new("reward_grant.created", grant, reward))
}

/// Takes back what an approval gave, unless it was handed over; false when there is nothing to take.
pub(in crate::advocacy) fn withdraw_for_submission(
    tx: &mut Tx<'_>,
    organization_id: OrganizationId,
    submission_id: SubmissionId,
    round: i32,
) -> Result<bool> {
    let Some(found) = store::of_submission(tx.conn(), organization_id, submission_id, round)? else { return Ok(false) };
    let grant = hold(tx, organization_id, found.id)?;
    if !grant.is_pending() {
        return Ok(false);
    }
    end_unfulfilled(tx, grant, Some("The approval was taken back.".to_owned()))?;
    Ok(true)
}

pub fn fulfil(tx: &mut Tx<'_>, caller: &Caller, id: RewardGrantId, change: FulfilRewardGrant) -> Result<RewardGrantView> {
    let mut grant = open(tx, caller, id)?;
    grant.state = grant.state.after(Action::Fulfil)?;
    grant.fulfilment_note = change.note;
    grant.fulfilled_at = Some(tx.now());
    save(tx, &mut grant)?;
    let reward = catalogue::find_any(tx.conn(), grant.organization_id, grant.reward_id)?;
    events::emit(tx, &GrantEvent::new("reward_grant.fulfilled", &grant, &reward))?;
    queries::view(tx.conn(), caller, grant)
}

pub fn cancel(tx: &mut Tx<'_>, caller: &Caller, id: RewardGrantId, change: CancelRewardGrant) -> Result<RewardGrantView> {
    let grant = open(tx, caller, id)?;
    let grant = end_unfulfilled(tx, grant, change.reason)?;
    queries::view(tx.conn(), caller, grant)
}

/// The points come back, and the reward returns to the shelf.
fn end_unfulfilled(tx: &mut Tx<'_>, mut grant: RewardGrant, reason: Option<String>) -> Result<RewardGrant> {
    grant.state = grant.state.after(Action::Cancel)?;
    grant.cancel_reason = reason;
    grant.cancelled_at = Some(tx.now());
    save(tx, &mut grant)?;
    points::commands::refund(tx, grant.organization_id, grant.id, grant.cancel_reason.clone())?;
    let mut reward = catalogue::find_any_for_update(tx.conn(), grant.organization_id, grant.reward_id)?;
    reward.put_back();
    rewards::commands::save(tx, &mut reward)?;
    events::emit(tx, &GrantEvent::new("reward_grant.cancelled", &grant, &reward))?;
    Ok(grant)
}

fn open(tx: &mut Tx<'_>, caller: &Caller, id: RewardGrantId) -> Result<RewardGrant> {
    let grant = hold(tx, caller.organization_id, id)?;
    tx.ensure_fresh(grant.version)?;
    Ok(grant)
}

/// The grant, held until the transaction ends, after the totals of whom it is for.
fn hold(tx: &mut Tx<'_>, organization_id: OrganizationId, id: RewardGrantId) -> Result<RewardGrant> {
    if let Some(user_id) = store::find(tx.conn(), organization_id, id)?.user_id {
        points::commands::hold(tx, organization_id, user_id)?;
    }
    store::find_for_update(tx.conn(), organization_id, id)
}

fn save(tx: &mut Tx<'_>, grant: &mut RewardGrant) -> Result<()> {
    grant.version += 1;
    grant.updated_at = tx.now();
    store::update(tx.conn(), grant)
}

/// What somebody wrote, and what was written to them, goes with their name.
pub fn forget_person(tx: &mut Tx<'_>, organization_id: OrganizationId, user_id: UserId, former: &str) -> Result<()> {
    store::forget_words(tx.conn(), organization_id, user_id)?;
    store::forget_guest(tx.conn(), organization_id, former, &format!("{user_id}{NOBODY}"))
}
