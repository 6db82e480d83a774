//! Assigning coachees to coaches.

use super::events::AssignmentEvent;
use super::model::{CoachAssignment, CoachAssignmentView, CreateCoachAssignment};
use super::store;
use crate::db::Tx;
use crate::identity::permissions::{Caller, Role};
use crate::identity::users;
use crate::kernel::ids::CoachAssignmentId;
use crate::kernel::{Problem, Result};
use crate::messaging::events;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateCoachAssignment) -> Result<CoachAssignmentView> {
    for (id, role) in [(new.coach_id, Role::Coach), (new.coachee_id, Role::Coachee)] {
        let user = users::store::find(tx.conn(), caller.organization_id, id)?;
        if !user.has(role) {
            return Err(Problem::not_found().detail(format!("The {role} named is no {role}.")));
        }
    }
    let row = CoachAssignment {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        coach_id: new.coach_id,
        coachee_id: new.coachee_id,
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &row)?;
    events::emit(tx, &AssignmentEvent::new("coach_assignment.created", &row))?;
    Ok(row.into())
}

/// Engagements that exist go on; new ones are not made.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: CoachAssignmentId) -> Result<()> {
    let row = store::find(tx.conn(), caller.organization_id, id)?;
    store::delete(tx.conn(), id)?;
    events::emit(tx, &AssignmentEvent::new("coach_assignment.deleted", &row))
}
