//! Counters of advocacy.

use diesel::prelude::*;
use diesel::result::QueryResult;

use super::on_engine;
use crate::db::Conn;
use crate::kernel::ids::{OrganizationId, UserId};

/// Makes sure that somebody has their row of totals, and holds it until the transaction ends.
pub fn start_totals(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId) -> QueryResult<()> {
    use crate::db::schema::advocate_totals::dsl;
    let row = (
        dsl::user_id.eq(user_id),
        dsl::organization_id.eq(organization_id),
        dsl::points.eq(0_i64),
        dsl::entries.eq(0_i64),
        dsl::submissions_approved.eq(0_i64),
    );
    on_engine!(conn, |c| diesel::insert_into(dsl::advocate_totals).values(row).on_conflict_do_nothing().execute(c))?;
    if let Conn::Postgres(conn) = conn {
        dsl::advocate_totals.find(user_id).select(dsl::user_id).for_update().execute(conn)?;
    }
    Ok(())
}
