//! The table `notification_templates`.

use diesel::prelude::*;

use super::model::Template;
use crate::db::Conn;
use crate::db::schema::notification_templates;
use crate::kernel::Result;
use crate::kernel::ids::OrganizationId;

pub fn of_scopes(conn: &mut Conn, organization_id: OrganizationId, key: &str, scopes: &[String]) -> Result<Vec<Template>> {
    Ok(notification_templates::table
        .filter(notification_templates::organization_id.eq(organization_id))
        .filter(notification_templates::notification_type.eq(key.to_owned()))
        .filter(notification_templates::scope_id.eq_any(scopes.to_vec()))
        .select(Template::as_select())
        .load(conn)?)
}

/// Of these things, whatever the type.
pub fn of_any_type(conn: &mut Conn, organization_id: OrganizationId, scopes: &[String]) -> Result<Vec<Template>> {
    Ok(notification_templates::table
        .filter(notification_templates::organization_id.eq(organization_id))
        .filter(notification_templates::scope_id.eq_any(scopes.to_vec()))
        .select(Template::as_select())
        .load(conn)?)
}

/// What the organization itself has changed, of any type.
pub fn of_organization(conn: &mut Conn, organization_id: OrganizationId) -> Result<Vec<Template>> {
    Ok(notification_templates::table
        .filter(notification_templates::scope_id.eq(organization_id.to_string()))
        .select(Template::as_select())
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, row: &Template) -> Result<()> {
    diesel::insert_into(notification_templates::table).values(row).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, row: &Template) -> Result<()> {
    let key = (row.scope_id.clone(), row.notification_type.clone());
    diesel::update(notification_templates::table.find(key)).set(row).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, scope_id: &str, key: &str) -> Result<usize> {
    Ok(diesel::delete(notification_templates::table.find((scope_id.to_owned(), key.to_owned()))).execute(conn)?)
}
