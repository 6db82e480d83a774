//! The table `interviews`.

use diesel::prelude::*;

use super::model::{Interview, InterviewStatus};
use crate::db::Conn;
use crate::db::schema::interviews;
use crate::kernel::ids::{InterviewId, MatchId, OrganizationId};
use crate::kernel::{Problem, Result};

/// Interviews of one match at most: each coach can be asked again.
const MOST: i64 = 200;

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: InterviewId) -> Result<Interview> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: InterviewId) -> Result<Option<Interview>> {
    Ok(interviews::table
        .filter(interviews::id.eq(id))
        .filter(interviews::organization_id.eq(organization_id))
        .select(Interview::as_select())
        .first(conn)
        .optional()?)
}

/// Oldest first.
pub fn of_match(conn: &mut Conn, id: MatchId) -> Result<Vec<Interview>> {
    Ok(interviews::table
        .filter(interviews::match_id.eq(id))
        .order((interviews::created_at, interviews::id))
        .select(Interview::as_select())
        .limit(MOST)
        .load(conn)?)
}

/// Those that go on.
pub fn open_of_match(conn: &mut Conn, id: MatchId) -> Result<Vec<Interview>> {
    let open = [InterviewStatus::Requested, InterviewStatus::Approved, InterviewStatus::Scheduled];
    Ok(interviews::table
        .filter(interviews::match_id.eq(id))
        .filter(interviews::status.eq_any(open))
        .order((interviews::created_at, interviews::id))
        .select(Interview::as_select())
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, row: &Interview) -> Result<()> {
    diesel::insert_into(interviews::table).values(row).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, row: &Interview) -> Result<()> {
    let own = interviews::table.find(row.id).filter(interviews::organization_id.eq(row.organization_id));
    diesel::update(own).set(row).execute(conn)?;
    Ok(())
}
