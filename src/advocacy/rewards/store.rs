//! The table `rewards`.

use diesel::prelude::*;

use super::model::{Reward, RewardKind};
use super::state::RewardState;
use crate::db::schema::rewards;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{FileId, OrganizationId, RewardId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result, Timestamp};

/// Also one that was deleted, for whom it was given or promised before.
pub fn find_any(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<Reward> {
    find_many(conn, organization_id, &[id])?.pop().ok_or_else(Problem::not_found)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<Reward> {
    let found = find_any(conn, organization_id, id)?;
    if found.deleted_at.is_none() { Ok(found) } else { Err(Problem::not_found()) }
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<Reward> {
    dialect::lock_row(conn, "rewards", &id.to_string())?;
    find(conn, organization_id, id)
}

pub fn find_any_for_update(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<Reward> {
    dialect::lock_row(conn, "rewards", &id.to_string())?;
    find_any(conn, organization_id, id)
}

/// Those of the ids that are rewards of this organization, also deleted ones.
pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[RewardId]) -> Result<Vec<Reward>> {
    Ok(rewards::table
        .filter(rewards::id.eq_any(ids.to_vec()))
        .filter(rewards::organization_id.eq(organization_id))
        .select(Reward::as_select())
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, reward: &Reward) -> Result<()> {
    diesel::insert_into(rewards::table).values(reward).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, reward: &Reward) -> Result<()> {
    let own = rewards::table.find(reward.id).filter(rewards::organization_id.eq(reward.organization_id));
    diesel::update(own).set(reward).execute(conn)?;
    Ok(())
}

/// Which rewards.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub states: Option<Vec<RewardState>>,
    pub kinds: Option<Vec<RewardKind>>,
    pub redeemable: Option<bool>,
    pub q: Option<String>,
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    wanted: &Wanted,
    after: Option<(Timestamp, RewardId)>,
    limit: i64,
) -> Result<Vec<Reward>> {
    let mut query = rewards::table
        .filter(rewards::organization_id.eq(organization_id))
        .filter(rewards::deleted_at.is_null())
        .order((rewards::created_at.desc(), rewards::id.desc()))
        .limit(limit)
        .select(Reward::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(states) = &wanted.states {
        query = query.filter(rewards::state.eq_any(states.clone()));
    }
    if let Some(kinds) = &wanted.kinds {
        query = query.filter(rewards::kind.eq_any(kinds.clone()));
    }
    query = match wanted.redeemable {
        Some(true) => query.filter(rewards::cost_points.is_not_null()),
        Some(false) => query.filter(rewards::cost_points.is_null()),
        None => query,
    };
    if let Some(text) = &wanted.q {
        query = query.filter(rewards::search_name.like(contains_pattern(text)).escape('\\'));
    }
    if let Some((at, id)) = after {
        query = dialect::before!(query, rewards::created_at, rewards::id, at, id);
    }
    Ok(query.load(conn)?)
}

/// Whether a reward has this picture.
pub fn has_picture(conn: &mut Conn, organization_id: OrganizationId, file_id: FileId) -> Result<bool> {
    let of = rewards::table.filter(rewards::image_file_id.eq(file_id)).filter(rewards::organization_id.eq(organization_id));
    Ok(diesel::select(diesel::dsl::exists(of)).get_result(conn)?)
}

/// Those of the files that are pictures of rewards, active ones or all.
pub fn pictures(conn: &mut Conn, organization_id: OrganizationId, ids: &[FileId], only_active: bool) -> Result<Vec<FileId>> {
    let mut query = rewards::table
        .filter(rewards::image_file_id.eq_any(ids.to_vec()))
        .filter(rewards::organization_id.eq(organization_id))
        .select(rewards::image_file_id.assume_not_null())
        .distinct()
        .into_boxed::<MultiBackend>();
    if only_active {
        query = query.filter(rewards::state.eq(RewardState::Active));
    }
    Ok(query.load(conn)?)
}
