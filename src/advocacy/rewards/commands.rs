//! Keeping the catalogue.

use super::events::RewardEvent;
use super::grants;
use super::model::{CreateReward, Reward, UpdateReward};
use super::state::{Action, RewardState};
use super::store;
use crate::advocacy::missions;
use crate::db::Tx;
use crate::files;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, RewardId};
use crate::kernel::patch::apply;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateReward) -> Result<Reward> {
    ensure_picture(tx, caller, new.image_file_id)?;
    let mut reward = Reward {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        name: String::new(),
        search_name: String::new(),
        description: new.description,
        kind: new.kind,
        cost_points: new.cost_points,
        stock: new.stock,
        image_file_id: new.image_file_id,
        state: RewardState::Active,
        granted_count: 0,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        deleted_at: None,
    };
    reward.set_name(&new.name);
    store::insert(tx.conn(), &reward)?;
    events::emit(tx, &RewardEvent::new("reward.created", &reward))?;
    Ok(reward)
}

/// A picture, for the catalogue.
fn ensure_picture(tx: &mut Tx<'_>, caller: &Caller, id: Option<FileId>) -> Result<()> {
    const POINTER: &str = "/image_file_id";
    let Some(id) = id else { return Ok(()) };
    if files::commands::attach(tx, caller, id, POINTER)?.is_picture() {
        return Ok(());
    }
    Err(Problem::invalid(vec![FieldError::at(POINTER, "invalid_choice", "must be a picture")]))
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: RewardId, change: UpdateReward) -> Result<Reward> {
    let mut reward = open(tx, caller, id)?;
    reward.state = reward.state.after(Action::Update)?;
    let before = reward.clone();
    if let Some(name) = change.name {
        reward.set_name(&name);
    }
    if let Some(picture) = change.image_file_id.filter(|picture| *picture != reward.image_file_id) {
        ensure_picture(tx, caller, picture)?;
        reward.image_file_id = picture;
    }
    apply(&mut reward.description, change.description);
    apply(&mut reward.kind, change.kind);
    apply(&mut reward.cost_points, change.cost_points);
    apply(&mut reward.stock, change.stock);
    if before != reward {
        save(tx, &mut reward)?;
        events::emit(tx, &RewardEvent::new("reward.updated", &reward))?;
    }
    Ok(reward)
}

/// Takes it out of the catalogue. Who was promised it before still gets it.
pub fn archive(tx: &mut Tx<'_>, caller: &Caller, id: RewardId) -> Result<Reward> {
    step(tx, caller, id, Action::Archive, "reward.archived")
}

pub fn restore(tx: &mut Tx<'_>, caller: &Caller, id: RewardId) -> Result<Reward> {
    step(tx, caller, id, Action::Restore, "reward.restored")
}

fn step(tx: &mut Tx<'_>, caller: &Caller, id: RewardId, action: Action, event: &'static str) -> Result<Reward> {
    let mut reward = open(tx, caller, id)?;
    reward.state = reward.state.after(action)?;
    save(tx, &mut reward)?;
    events::emit(tx, &RewardEvent::new(event, &reward))?;
    Ok(reward)
}

/// Takes it away for good. Its row stays, for grants name it.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: RewardId) -> Result<()> {
    let mut reward = open(tx, caller, id)?;
    reward.state.after(Action::Delete)?;
    let organization_id = reward.organization_id;
    if grants::queries::is_awaited(tx.conn(), organization_id, id)? || missions::queries::names_reward(tx.conn(), organization_id, id)? {
        return Err(Problem::new(Code::RewardInUse));
    }
    reward.image_file_id = None;
    reward.deleted_at = Some(tx.now());
    save(tx, &mut reward)?;
    events::emit(tx, &RewardEvent::new("reward.deleted", &reward))
}

/// The reward, held until the transaction ends.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: RewardId) -> Result<Reward> {
    let reward = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(reward.version)?;
    Ok(reward)
}

/// What was taken or put back counts as a change, for the reward shows how many are left.
pub(super) fn save(tx: &mut Tx<'_>, reward: &mut Reward) -> Result<()> {
    reward.version += 1;
    reward.updated_at = tx.now();
    store::update(tx.conn(), reward)
}
