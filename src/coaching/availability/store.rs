//! The table `availabilities`.

use diesel::prelude::*;

use super::model::Availability;
use crate::db::Conn;
use crate::db::schema::availabilities;
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, UserId};

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId) -> Result<Option<Availability>> {
    Ok(availabilities::table
        .filter(availabilities::user_id.eq(user_id))
        .filter(availabilities::organization_id.eq(organization_id))
        .select(Availability::as_select())
        .first(conn)
        .optional()?)
}

/// Which of these coaches share their free slots.
pub fn sharing(conn: &mut Conn, organization_id: OrganizationId, coach_ids: &[UserId]) -> Result<Vec<UserId>> {
    Ok(availabilities::table
        .filter(availabilities::user_id.eq_any(coach_ids.to_vec()))
        .filter(availabilities::organization_id.eq(organization_id))
        .filter(availabilities::is_shared)
        .select(availabilities::user_id)
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, row: &Availability) -> Result<()> {
    diesel::insert_into(availabilities::table).values(row).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, row: &Availability) -> Result<()> {
    let own = availabilities::table.find(row.user_id).filter(availabilities::organization_id.eq(row.organization_id));
    diesel::update(own).set(row).execute(conn)?;
    Ok(())
}
