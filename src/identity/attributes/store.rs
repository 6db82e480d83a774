//! The tables `attribute_definitions` and `user_attributes`.

use diesel::prelude::*;

use super::model::{AttributeDefinition, MAX_DEFINITIONS, UserAttributes};
use crate::db::schema::{attribute_definitions, segment_fields, user_attributes};
use crate::db::{Conn, dialect};
use crate::kernel::Result;
use crate::kernel::ids::{AttributeDefinitionId, OrganizationId, UserId};

pub fn definitions(conn: &mut Conn, organization_id: OrganizationId) -> Result<Vec<AttributeDefinition>> {
    Ok(attribute_definitions::table
        .filter(attribute_definitions::organization_id.eq(organization_id))
        .order(attribute_definitions::name)
        .limit(MAX_DEFINITIONS as i64)
        .select(AttributeDefinition::as_select())
        .load(conn)?)
}

pub fn insert_definition(conn: &mut Conn, row: &AttributeDefinition) -> Result<()> {
    diesel::insert_into(attribute_definitions::table).values(row).execute(conn)?;
    Ok(())
}

pub fn delete_definition(conn: &mut Conn, organization_id: OrganizationId, id: AttributeDefinitionId) -> Result<()> {
    let own = attribute_definitions::table.find(id).filter(attribute_definitions::organization_id.eq(organization_id));
    diesel::delete(own).execute(conn)?;
    Ok(())
}

/// Segments whose rules mention this field, the first of them.
pub fn segments_that_mention(conn: &mut Conn, organization_id: OrganizationId, name: &str, limit: i64) -> Result<Vec<String>> {
    Ok(segment_fields::table
        .filter(segment_fields::organization_id.eq(organization_id))
        .filter(segment_fields::field.eq(name))
        .order(segment_fields::segment_id)
        .limit(limit)
        .select(segment_fields::segment_id)
        .load(conn)?)
}

/// What is known of these people; who has no values has no row.
pub fn of_users(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<Vec<UserAttributes>> {
    Ok(user_attributes::table
        .filter(user_attributes::user_id.eq_any(user_ids.to_vec()))
        .filter(user_attributes::organization_id.eq(organization_id))
        .select(UserAttributes::as_select())
        .load(conn)?)
}

/// Puts these rows in the place of what was there.
pub fn replace(conn: &mut Conn, organization_id: OrganizationId, rows: &[UserAttributes]) -> Result<()> {
    let ids: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
    delete(conn, organization_id, &ids)?;
    dialect::insert_all!(conn, user_attributes::table, rows)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, user_ids: &[UserId]) -> Result<()> {
    let own = user_attributes::table
        .filter(user_attributes::user_id.eq_any(user_ids.to_vec()))
        .filter(user_attributes::organization_id.eq(organization_id));
    diesel::delete(own).execute(conn)?;
    Ok(())
}
