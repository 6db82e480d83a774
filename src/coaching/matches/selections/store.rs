//! The table `selections`.

use diesel::prelude::*;

use super::model::Selection;
use crate::db::Conn;
use crate::db::schema::selections;
use crate::kernel::ids::{MatchId, OrganizationId, SelectionId};
use crate::kernel::{Problem, Result};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: SelectionId) -> Result<Selection> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: SelectionId) -> Result<Option<Selection>> {
    Ok(selections::table
        .filter(selections::id.eq(id))
        .filter(selections::organization_id.eq(organization_id))
        .select(Selection::as_select())
        .first(conn)
        .optional()?)
}

/// The latest of a match.
pub fn latest(conn: &mut Conn, id: MatchId) -> Result<Option<Selection>> {
    Ok(selections::table
        .filter(selections::match_id.eq(id))
        .order((selections::created_at.desc(), selections::id.desc()))
        .select(Selection::as_select())
        .first(conn)
        .optional()?)
}

pub fn insert(conn: &mut Conn, row: &Selection) -> Result<()> {
    diesel::insert_into(selections::table).values(row).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, row: &Selection) -> Result<()> {
    let own = selections::table.find(row.id).filter(selections::organization_id.eq(row.organization_id));
    diesel::update(own).set(row).execute(conn)?;
    Ok(())
}
