//! The table `email_suppressions`.

use diesel::prelude::*;

use super::model::Suppression;
use crate::db::schema::email_suppressions;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{OrganizationId, SuppressionId};
use crate::kernel::{Problem, Result, Timestamp};

/// Those of these addresses that get no mail.
pub fn among(conn: &mut Conn, organization_id: OrganizationId, emails: &[String]) -> Result<Vec<String>> {
    Ok(email_suppressions::table
        .filter(email_suppressions::organization_id.eq(organization_id))
        .filter(email_suppressions::email.eq_any(emails.to_vec()))
        .select(email_suppressions::email)
        .load(conn)?)
}

pub fn find_by_email(conn: &mut Conn, organization_id: OrganizationId, email: &str) -> Result<Option<Suppression>> {
    Ok(email_suppressions::table
        .filter(email_suppressions::organization_id.eq(organization_id))
        .filter(email_suppressions::email.eq(email.to_owned()))
        .select(Suppression::as_select())
        .first(conn)
        .optional()?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: SuppressionId) -> Result<Suppression> {
    let found = email_suppressions::table
        .filter(email_suppressions::id.eq(id))
        .filter(email_suppressions::organization_id.eq(organization_id))
        .select(Suppression::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn insert(conn: &mut Conn, row: &Suppression) -> Result<()> {
    diesel::insert_into(email_suppressions::table).values(row).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, id: SuppressionId) -> Result<()> {
    diesel::delete(email_suppressions::table.find(id)).execute(conn)?;
    Ok(())
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    before: Option<(Timestamp, SuppressionId)>,
    limit: i64,
) -> Result<Vec<Suppression>> {
    let mut query = email_suppressions::table
        .filter(email_suppressions::organization_id.eq(organization_id))
        .order((email_suppressions::created_at.desc(), email_suppressions::id.desc()))
        .select(Suppression::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = before {
        query = dialect::before!(query, email_suppressions::created_at, email_suppressions::id, at, id);
    }
    Ok(query.load(conn)?)
}
