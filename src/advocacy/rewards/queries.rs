//! Reading the catalogue. Advocates see what is active, staff see all.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Reward, RewardKind};
use super::state::RewardState;
use super::store::{self, Wanted};
use super::views::RewardView;
use crate::db::Conn;
use crate::files;
use crate::files::links::FileLinks;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, OrganizationId, RewardId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, List, Problem, Result};

/// Which rewards.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RewardFilter {
    /// In any of these, with commas between them: `active`, `archived`. Advocates see active ones only.
    #[param(value_type = Option<String>, example = "active")]
    pub state: Option<List<RewardState>>,
    /// Of any of these kinds, with commas between them: `gift_card`, `product`, `swag`, `donation`, `other`.
    #[param(value_type = Option<String>, example = "gift_card,swag")]
    pub kind: Option<List<RewardKind>>,
    /// Whether they are redeemed for points.
    pub redeemable: Option<bool>,
    /// Part of the name; case and accents do not matter.
    pub q: Option<String>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, filter: RewardFilter, links: &FileLinks) -> Result<Page<RewardView>> {
    let mut states = filter.state.map(|states| states.0);
    if !caller.is_staff() {
        states.get_or_insert_with(|| vec![RewardState::Active]).retain(|state| *state == RewardState::Active);
    }
    let wanted = Wanted { states, kinds: filter.kind.map(|kinds| kinds.0), redeemable: filter.redeemable, q: filter.q };
    let request = PageRequest::new(filter.limit, filter.cursor, &("rewards", &wanted))?;
    let rows = store::list(conn, caller.organization_id, &wanted, request.after()?, request.fetch())?;
    let page = request.page(rows, |reward| (reward.created_at, reward.id));
    let ids: Vec<FileId> = page.data.iter().filter_map(|reward| reward.image_file_id).collect();
    let pictures = files::queries::find_many(conn, caller.organization_id, &ids)?;
    page.try_map(|reward| {
        let picture = pictures.iter().find(|file| Some(file.id) == reward.image_file_id).cloned();
        RewardView::new(reward, picture, links, caller)
    })
}

pub fn get(conn: &mut Conn, caller: &Caller, id: RewardId, links: &FileLinks) -> Result<RewardView> {
    let reward = store::find(conn, caller.organization_id, id)?;
    ensure_visible(caller, &reward)?;
    view(conn, caller, reward, links)
}

pub(super) fn view(conn: &mut Conn, caller: &Caller, reward: Reward, links: &FileLinks) -> Result<RewardView> {
    let ids: Vec<FileId> = reward.image_file_id.into_iter().collect();
    let picture = files::queries::find_many(conn, caller.organization_id, &ids)?.pop();
    RewardView::new(reward, picture, links, caller)
}

/// What is archived is absent for advocates.
pub(super) fn ensure_visible(caller: &Caller, reward: &Reward) -> Result<()> {
    if caller.is_staff() || reward.is_active() { Ok(()) } else { Err(Problem::not_found()) }
}

/// Whatever became of it, for those who got it or were promised it.
pub fn find_any(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<Reward> {
    store::find_any(conn, organization_id, id)
}

/// The same for several.
pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[RewardId]) -> Result<Vec<Reward>> {
    store::find_many(conn, organization_id, ids)
}

/// Whether a mission can promise it.
pub fn is_active(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<bool> {
    let found = store::find_many(conn, organization_id, &[id])?;
    Ok(found.iter().any(|reward| reward.is_active() && reward.deleted_at.is_none()))
}

/// 409 where an approval that gives this reward would find none left.
pub fn ensure_available(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<()> {
    if store::find_any(conn, organization_id, id)?.is_out_of_stock() { Err(Problem::new(Code::OutOfStock)) } else { Ok(()) }
}

/// Whether a reward needs the file.
pub fn needs_file(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<bool> {
    store::has_picture(conn, organization_id, id)
}

/// Those of the files that the caller sees in the catalogue.
pub fn files_shown(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    if !caller.is_staff() && !caller.roles.advocate {
        return Ok(Vec::new());
    }
    store::pictures(conn, caller.organization_id, ids, !caller.is_staff())
}
