//! Reading balances and ledgers.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{AdvocateTotals, EntryKind, PointEntryView, PointsView};
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::page::{Page, PageRequest, list_schema};
use crate::kernel::{List, Problem, Result};

list_schema!(PointEntryList of PointEntryView);

/// Which entries of a ledger.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PointEntryFilter {
    /// Of any of these kinds, with commas between them: `award`, `reversal`, `redemption`, `refund`, `adjustment`.
    #[param(value_type = Option<String>, example = "award,reversal")]
    pub kind: Option<List<EntryKind>>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What somebody has; nothing where they have earned nothing yet.
pub fn totals(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId) -> Result<AdvocateTotals> {
    Ok(store::totals(conn, organization_id, user_id)?.unwrap_or(AdvocateTotals::none(organization_id, user_id)))
}

/// Of several at once; who has earned nothing yet is not among them.
pub fn totals_of(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<Vec<AdvocateTotals>> {
    store::totals_of(conn, organization_id, user_ids)
}

/// Anybody's of the organization, also of somebody who is gone: the ledger stays.
pub fn of_user(conn: &mut Conn, caller: &Caller, user_id: UserId) -> Result<PointsView> {
    let user = users::store::find(conn, caller.organization_id, user_id)?;
    totals(conn, user.organization_id, user.id).map(Into::into)
}

pub fn own(conn: &mut Conn, caller: &Caller) -> Result<PointsView> {
    let id = caller.user_id().ok_or_else(Problem::not_found)?;
    totals(conn, caller.organization_id, id).map(Into::into)
}

/// Newest first.
pub fn ledger(conn: &mut Conn, caller: &Caller, user_id: UserId, filter: PointEntryFilter) -> Result<Page<PointEntryView>> {
    let user = users::store::find(conn, caller.organization_id, user_id)?;
    page(conn, user.organization_id, user.id, filter)
}

pub fn own_ledger(conn: &mut Conn, caller: &Caller, filter: PointEntryFilter) -> Result<Page<PointEntryView>> {
    let id = caller.user_id().ok_or_else(Problem::not_found)?;
    page(conn, caller.organization_id, id, filter)
}

fn page(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, filter: PointEntryFilter) -> Result<Page<PointEntryView>> {
    let kinds = filter.kind.map(|kinds| kinds.0);
    let request = PageRequest::new(filter.limit, filter.cursor, &("points", user_id, &kinds))?;
    let rows = store::list(conn, organization_id, user_id, kinds.as_deref(), request.after()?, request.fetch())?;
    Ok(request.page(rows, |entry| entry.position).map(Into::into))
}
