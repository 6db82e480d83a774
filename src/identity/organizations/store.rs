//! The table `organizations`.

use diesel::prelude::*;

use super::model::Organization;
use crate::db::schema::organizations;
use crate::db::{Conn, dialect};
use crate::kernel::Result;
use crate::kernel::ids::OrganizationId;

pub fn find(conn: &mut Conn, id: OrganizationId) -> Result<Organization> {
    Ok(organizations::table.find(id).select(Organization::as_select()).first(conn)?)
}

pub fn find_for_update(conn: &mut Conn, id: OrganizationId) -> Result<Organization> {
    dialect::lock_row(conn, "organizations", &id.to_string())?;
    find(conn, id)
}

pub fn find_by_name(conn: &mut Conn, name: &str) -> Result<Option<OrganizationId>> {
    Ok(organizations::table
        .filter(organizations::name.eq(name))
        .order(organizations::created_at)
        .select(organizations::id)
        .first(conn)
        .optional()?)
}

pub fn first(conn: &mut Conn) -> Result<Option<OrganizationId>> {
    Ok(organizations::table.order(organizations::created_at).select(organizations::id).first(conn).optional()?)
}

pub fn insert(conn: &mut Conn, organization: &Organization) -> Result<()> {
    diesel::insert_into(organizations::table).values(organization).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, organization: &Organization) -> Result<()> {
    diesel::update(organizations::table.find(organization.id)).set(organization).execute(conn)?;
    Ok(())
}

pub fn find_many(conn: &mut Conn, ids: &[OrganizationId]) -> Result<Vec<Organization>> {
    Ok(organizations::table.filter(organizations::id.eq_any(ids.to_vec())).select(Organization::as_select()).load(conn)?)
}
