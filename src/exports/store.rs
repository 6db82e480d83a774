//! The tables `exports` and `export_chunks`.

use diesel::prelude::*;

use super::model::{Export, ExportState};
use crate::db::schema::{export_chunks, exports};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{ExportId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn insert(conn: &mut Conn, export: &Export) -> Result<()> {
    diesel::insert_into(exports::table).values(export).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, export: &Export) -> Result<()> {
    diesel::update(exports::table.find(export.id)).set(export).execute(conn)?;
    Ok(())
}

/// One of the organization's exports; only that requester's own when one is named.
pub fn find(conn: &mut Conn, organization_id: OrganizationId, requested_by: Option<&str>, id: ExportId) -> Result<Export> {
    let mut query = exports::table
        .filter(exports::id.eq(id))
        .filter(exports::organization_id.eq(organization_id))
        .select(Export::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(requester) = requested_by {
        query = query.filter(exports::requested_by.eq(requester.to_owned()));
    }
    query.first(conn).optional()?.ok_or_else(Problem::not_found)
}

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    requested_by: Option<&str>,
    after: Option<(Timestamp, ExportId)>,
    limit: i64,
) -> Result<Vec<Export>> {
    let mut query = exports::table
        .filter(exports::organization_id.eq(organization_id))
        .order((exports::created_at.desc(), exports::id.desc()))
        .select(Export::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(requester) = requested_by {
        query = query.filter(exports::requested_by.eq(requester.to_owned()));
    }
    if let Some((at, id)) = after {
        query = dialect::before!(query, exports::created_at, exports::id, at, id);
    }
    Ok(query.load(conn)?)
}

/// Whether a worker would find something to do. Workers of all organizations are the same.
pub fn has_due(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    Ok(dialect::has_due(conn, "exports", "due_at", now)?)
}

/// The next job whose time has come, held until the transaction ends.
pub fn next_due(conn: &mut Conn, now: Timestamp) -> Result<Option<Export>> {
    let Some(id) = dialect::lock_due(conn, "exports", "due_at", now, 1)?.pop() else { return Ok(None) };
    Ok(Some(exports::table.filter(exports::id.eq(id)).select(Export::as_select()).first(conn)?))
}

/// The job, held until the transaction ends, if this lease is still the one that counts.
pub fn leased(conn: &mut Conn, id: ExportId, lease_token: &str) -> Result<Option<Export>> {
    dialect::lock_row(conn, "exports", &id.to_string())?;
    Ok(exports::table
        .filter(exports::id.eq(id))
        .filter(exports::lease_token.eq(lease_token))
        .filter(exports::state.eq(ExportState::Running))
        .select(Export::as_select())
        .first(conn)
        .optional()?)
}

/// A finished export whose time is over.
pub fn next_expired(conn: &mut Conn, now: Timestamp) -> Result<Option<Export>> {
    Ok(exports::table
        .filter(exports::expires_at.le(now))
        .filter(exports::state.eq(ExportState::Succeeded))
        .select(Export::as_select())
        .first(conn)
        .optional()?)
}

pub fn insert_chunk(conn: &mut Conn, id: ExportId, lease_token: &str, position: i32, bytes: &[u8]) -> Result<()> {
    let values = (
        export_chunks::export_id.eq(id),
        export_chunks::lease_token.eq(lease_token),
        export_chunks::position.eq(position),
        export_chunks::bytes.eq(bytes),
    );
    diesel::insert_into(export_chunks::table).values(values).execute(conn)?;
    Ok(())
}

pub fn chunk(conn: &mut Conn, id: ExportId, lease_token: &str, position: i32) -> Result<Option<Vec<u8>>> {
    Ok(export_chunks::table.find((id, lease_token, position)).select(export_chunks::bytes).first(conn).optional()?)
}

/// Deletes what was written under other leases, or everything.
pub fn delete_chunks(conn: &mut Conn, id: ExportId, except: Option<&str>) -> Result<()> {
    let of_export = export_chunks::table.filter(export_chunks::export_id.eq(id));
    match except {
        Some(token) => diesel::delete(of_export.filter(export_chunks::lease_token.ne(token))).execute(conn)?,
        None => diesel::delete(of_export).execute(conn)?,
    };
    Ok(())
}
