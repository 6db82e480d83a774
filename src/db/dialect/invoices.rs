//! Numbers of invoices.

use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Text};

use super::on_engine;
use crate::db::{Conn, Prepared};
use crate::kernel::ids::OrganizationId;

/// The next number of a series. Whoever takes one holds the series until their transaction ends: a number
/// that is not used is given to the next, so that there is neither a gap nor a twin.
pub fn next_number(conn: &mut Conn, organization_id: OrganizationId, series: &str) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        last_number: i64,
    }
    let query = diesel::sql_query(
        "INSERT INTO invoice_counters (organization_id, series, last_number) VALUES ($1, $2, 1) \
         ON CONFLICT (organization_id, series) DO UPDATE SET last_number = invoice_counters.last_number + 1 \
         RETURNING last_number",
    );
    let query = Prepared(query.bind::<Text, _>(organization_id).bind::<Text, _>(series.to_owned()));
    let row: Row = on_engine!(conn, |c| query.get_result(c))?;
    Ok(row.last_number)
}
