//! Reading assignments.

use super::model::{AssignmentFilter, AssignmentView};
use super::store;
use crate::advocacy::missions;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::MissionId;
use crate::kernel::page::{Page, PageRequest, list_schema};

list_schema!(MissionAssignmentList of AssignmentView);

/// Oldest first, for staff.
pub fn list(conn: &mut Conn, caller: &Caller, id: MissionId, mut filter: AssignmentFilter) -> Result<Page<AssignmentView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let mission = missions::store::find(conn, caller.organization_id, id)?;
    let request = PageRequest::new(limit, cursor, &(id, &filter))?;
    let states = filter.state.as_ref().map(|list| list.0.as_slice());
    let rows = store::list(conn, mission.id, states, request.after()?, request.fetch())?;
    Ok(request.page(rows, |(row, _)| (row.assigned_at, row.id)).map(Into::into))
}
