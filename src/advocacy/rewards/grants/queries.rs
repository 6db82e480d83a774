//! Reading grants. Staff see all, advocates their own.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{GrantSource, RewardGrant};
use super::state::GrantState;
use super::store::{self, Wanted};
use super::views::RewardGrantView;
use crate::advocacy::rewards;
use crate::advocacy::rewards::views::RewardSummary;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{OrganizationId, RewardGrantId, RewardId, UserId};
use crate::kernel::list::distinct;
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{List, Problem, Result};

/// Which grants.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RewardGrantFilter {
    /// In any of these, with commas between them: `pending`, `fulfilled`, `cancelled`.
    #[param(value_type = Option<String>, example = "pending")]
    pub state: Option<List<GrantState>>,
    /// Come by in any of these ways, with commas between them: `redemption`, `mission`, `staff`.
    #[param(value_type = Option<String>, example = "redemption")]
    pub source: Option<List<GrantSource>>,
    /// For this advocate.
    pub user_id: Option<UserId>,
    pub reward_id: Option<RewardId>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, filter: RewardGrantFilter) -> Result<Page<RewardGrantView>> {
    let mut wanted = Wanted {
        user_id: filter.user_id,
        reward_id: filter.reward_id,
        states: filter.state.map(|states| states.0),
        sources: filter.source.map(|sources| sources.0),
    };
    if !caller.is_staff() {
        let own = caller.user_id().ok_or_else(Problem::not_found)?;
        if wanted.user_id.is_some_and(|asked| asked != own) {
            return Ok(Page::whole(Vec::new()));
        }
        wanted.user_id = Some(own);
    }
    let request = PageRequest::new(filter.limit, filter.cursor, &("grants", &wanted))?;
    let rows = store::list(conn, caller.organization_id, &wanted, request.after()?, request.fetch())?;
    let page = request.page(rows, |grant| (grant.created_at, grant.id));
    let ids = distinct(page.data.iter().map(|grant| grant.reward_id).collect());
    let rewards = rewards::queries::find_many(conn, caller.organization_id, &ids)?;
    page.try_map(|grant| {
        let reward = rewards.iter().find(|reward| reward.id == grant.reward_id).map(RewardSummary::from);
        Ok(RewardGrantView::new(grant, reward.ok_or_else(Problem::not_found)?, caller))
    })
}

pub fn get(conn: &mut Conn, caller: &Caller, id: RewardGrantId) -> Result<RewardGrantView> {
    let grant = store::find(conn, caller.organization_id, id)?;
    let is_own = grant.user_id.is_some() && grant.user_id == caller.user_id();
    if !caller.is_staff() && !is_own {
        return Err(Problem::not_found());
    }
    view(conn, caller, grant)
}

pub(super) fn view(conn: &mut Conn, caller: &Caller, grant: RewardGrant) -> Result<RewardGrantView> {
    let reward = rewards::queries::find_any(conn, grant.organization_id, grant.reward_id)?;
    Ok(RewardGrantView::new(grant, RewardSummary::from(&reward), caller))
}

/// For whoever tells of it.
pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: RewardGrantId) -> Result<Option<RewardGrant>> {
    store::find_opt(conn, organization_id, id)
}

/// Whether somebody waits for this reward.
pub fn is_awaited(conn: &mut Conn, organization_id: OrganizationId, reward_id: RewardId) -> Result<bool> {
    store::has_pending(conn, organization_id, reward_id)
}
