//! Which rows of a list a caller sees, where coaches see what they run and coachees what is meant for them. What
//! is meant for a coachee each list says for itself.

use crate::identity::permissions::Caller;
use crate::kernel::ids::UserId;
use crate::kernel::{Problem, Result};

/// Which rows a caller sees.
#[derive(Debug, Clone, Copy)]
pub enum Visibility {
    Everything,
    /// Their own.
    Coach(UserId),
    /// What is meant for them, once they may know of it.
    Coachee(UserId),
    CoachAndCoachee(UserId),
}

impl Visibility {
    pub fn of(caller: &Caller) -> Result<Self> {
        if caller.is_admin() {
            return Ok(Visibility::Everything);
        }
        let id = caller.user_id().ok_or_else(Problem::not_found)?;
        Ok(match (caller.roles.coach, caller.roles.coachee) {
            (true, true) => Visibility::CoachAndCoachee(id),
            (true, false) => Visibility::Coach(id),
            _ => Visibility::Coachee(id),
        })
    }
}
