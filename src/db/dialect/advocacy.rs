//! Counters of advocacy.

use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Text};

use super::on_engine;
use crate::db::{Conn, Prepared};
use crate::kernel::ids::{OrganizationId, UserId};

/// Adds to the approvals of somebody, who is held from then on.
pub fn add_approvals(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, count: i64) -> QueryResult<()> {
    let query = diesel::sql_query(
        "INSERT INTO advocate_totals (user_id, organization_id, points, entries, submissions_approved) VALUES ($1, $2, 0, 0, $3) \
         ON CONFLICT (user_id) DO UPDATE SET submissions_approved = advocate_totals.submissions_approved + excluded.submissions_approved",
    );
    let query = Prepared(query.bind::<Text, _>(user_id).bind::<Text, _>(organization_id).bind::<BigInt, _>(count));
    on_engine!(conn, |c| query.execute(c))?;
    Ok(())
}

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
