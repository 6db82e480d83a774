//! Asking who may serve whom.

use std::collections::HashSet;

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::CoachAssignmentView;
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::UserId;
use crate::kernel::page::{Page, PageRequest, list_schema};

list_schema!(CoachAssignmentList of CoachAssignmentView);

/// Which assignments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CoachAssignmentFilter {
    pub coach_id: Option<UserId>,
    pub coachee_id: Option<UserId>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Oldest first. A coach sees their own.
pub fn list(conn: &mut Conn, caller: &Caller, filter: CoachAssignmentFilter) -> Result<Page<CoachAssignmentView>> {
    let coach_id = if caller.is_admin() { filter.coach_id } else { caller.user_id() };
    let request = PageRequest::new(filter.limit, filter.cursor, &(coach_id, filter.coachee_id))?;
    let rows = store::list(conn, caller.organization_id, coach_id, filter.coachee_id, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(Into::into))
}

pub fn serves(conn: &mut Conn, coach_id: UserId, coachee_id: UserId) -> Result<bool> {
    Ok(!store::served(conn, coach_id, &[coachee_id])?.is_empty())
}

/// Whether the coach may serve every one of them.
pub fn serves_all(conn: &mut Conn, coach_id: UserId, coachee_ids: &[UserId]) -> Result<bool> {
    let served: HashSet<UserId> = store::served(conn, coach_id, coachee_ids)?.into_iter().collect();
    Ok(coachee_ids.iter().all(|id| served.contains(id)))
}
