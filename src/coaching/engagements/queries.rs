//! Who sees an engagement.

use diesel::prelude::*;

use crate::db::schema::{engagement_coachees, engagements};
use crate::db::{Conn, MultiBackend};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, UserId};
use crate::kernel::{Problem, Result};

/// Admins see all, coaches their own, coachees those that are shared with them; anything else is absent.
pub fn ensure_visible(conn: &mut Conn, caller: &Caller, id: EngagementId) -> Result<()> {
    let mut query = engagements::table
        .filter(engagements::id.eq(id))
        .filter(engagements::organization_id.eq(caller.organization_id))
        .select(engagements::id)
        .into_boxed::<MultiBackend>();
    if !caller.is_admin() {
        let person = caller.user_id().unwrap_or(UserId::nil());
        let joined =
            engagement_coachees::table.filter(engagement_coachees::coachee_id.eq(person)).select(engagement_coachees::engagement_id);
        let as_coachee = engagements::is_shared.and(engagements::status.ne("draft")).and(engagements::id.eq_any(joined));
        query = query.filter(engagements::coach_id.eq(person).or(as_coachee));
    }
    query.first::<EngagementId>(conn).optional()?.map(|_| ()).ok_or_else(Problem::not_found)
}
