//! The table `reward_grants`.

use diesel::prelude::*;

use super::model::{GrantSource, RewardGrant};
use super::state::GrantState;
use crate::db::schema::reward_grants;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{OrganizationId, RewardGrantId, RewardId, SubmissionId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: RewardGrantId) -> Result<Option<RewardGrant>> {
    Ok(reward_grants::table
        .filter(reward_grants::id.eq(id))
        .filter(reward_grants::organization_id.eq(organization_id))
        .select(RewardGrant::as_select())
        .first(conn)
        .optional()?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: RewardGrantId) -> Result<RewardGrant> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: RewardGrantId) -> Result<RewardGrant> {
    dialect::lock_row(conn, "reward_grants", &id.to_string())?;
    find(conn, organization_id, id)
}

/// What an approval of a submission gave.
pub fn of_submission(
    conn: &mut Conn,
    organization_id: OrganizationId,
    submission_id: SubmissionId,
    round: i32,
) -> Result<Option<RewardGrant>> {
    Ok(reward_grants::table
        .filter(reward_grants::submission_id.eq(submission_id))
        .filter(reward_grants::round.eq(round))
        .filter(reward_grants::organization_id.eq(organization_id))
        .select(RewardGrant::as_select())
        .first(conn)
        .optional()?)
}

pub fn insert(conn: &mut Conn, grant: &RewardGrant) -> Result<()> {
    diesel::insert_into(reward_grants::table).values(grant).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, grant: &RewardGrant) -> Result<()> {
    let own = reward_grants::table.find(grant.id).filter(reward_grants::organization_id.eq(grant.organization_id));
    diesel::update(own).set(grant).execute(conn)?;
    Ok(())
}

/// Whether somebody waits for this reward.
pub fn has_pending(conn: &mut Conn, organization_id: OrganizationId, reward_id: RewardId) -> Result<bool> {
    let pending = reward_grants::table
        .filter(reward_grants::reward_id.eq(reward_id))
        .filter(reward_grants::organization_id.eq(organization_id))
        .filter(reward_grants::state.eq(GrantState::Pending));
    Ok(diesel::select(diesel::dsl::exists(pending)).get_result(conn)?)
}

/// Forgets what somebody wrote, and what was written to them.
pub fn forget_words(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId) -> Result<()> {
    let theirs = reward_grants::table.filter(reward_grants::user_id.eq(user_id)).filter(reward_grants::organization_id.eq(organization_id));
    let none = (reward_grants::message.eq(None::<String>), reward_grants::fulfilment_note.eq(None::<String>));
    diesel::update(theirs).set(none).execute(conn)?;
    Ok(())
}

/// Forgets somebody without an account, but for an address that leads nowhere.
pub fn forget_guest(conn: &mut Conn, organization_id: OrganizationId, former: &str, instead: &str) -> Result<()> {
    let theirs = reward_grants::table
        .filter(reward_grants::organization_id.eq(organization_id))
        .filter(reward_grants::guest_key.eq(former.to_owned()));
    let none = (
        reward_grants::guest_name.eq(None::<String>),
        reward_grants::guest_email.eq(instead.to_owned()),
        reward_grants::guest_key.eq(None::<String>),
        reward_grants::message.eq(None::<String>),
        reward_grants::fulfilment_note.eq(None::<String>),
    );
    diesel::update(theirs).set(none).execute(conn)?;
    Ok(())
}

/// Which grants.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub user_id: Option<UserId>,
    pub reward_id: Option<RewardId>,
    pub states: Option<Vec<GrantState>>,
    pub sources: Option<Vec<GrantSource>>,
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    wanted: &Wanted,
    after: Option<(Timestamp, RewardGrantId)>,
    limit: i64,
) -> Result<Vec<RewardGrant>> {
    let mut query = reward_grants::table
        .filter(reward_grants::organization_id.eq(organization_id))
        .order((reward_grants::created_at.desc(), reward_grants::id.desc()))
        .limit(limit)
        .select(RewardGrant::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(id) = wanted.user_id {
        query = query.filter(reward_grants::user_id.eq(id));
    }
    if let Some(id) = wanted.reward_id {
        query = query.filter(reward_grants::reward_id.eq(id));
    }
    query = match wanted.states.as_deref() {
        None => query,
        // An equality lets the index give the order as well.
        Some([only]) => query.filter(reward_grants::state.eq(*only)),
        Some(several) => query.filter(reward_grants::state.eq_any(several.to_vec())),
    };
    if let Some(sources) = &wanted.sources {
        query = query.filter(reward_grants::source.eq_any(sources.clone()));
    }
    if let Some((at, id)) = after {
        query = dialect::before!(query, reward_grants::created_at, reward_grants::id, at, id);
    }
    Ok(query.load(conn)?)
}
