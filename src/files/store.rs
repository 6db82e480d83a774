//! The tables `files`, `loose_files` and `file_totals`.

use diesel::prelude::*;

use super::model::File;
use crate::db::schema::{file_totals, files, loose_files};
use crate::db::{Conn, dialect};
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<File> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<Option<File>> {
    let own = files::table.filter(files::id.eq(id)).filter(files::organization_id.eq(organization_id));
    Ok(own.select(File::as_select()).first(conn).optional()?)
}

/// Held until the transaction ends, so that nobody forgets it while another attaches it.
pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<Option<File>> {
    dialect::lock_row(conn, "files", &id.to_string())?;
    find_opt(conn, organization_id, id)
}

/// Held, several at once, in the order of their ids.
pub fn find_many_for_update(conn: &mut Conn, organization_id: OrganizationId, ids: &[FileId]) -> Result<Vec<File>> {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    dialect::lock_rows(conn, "files", &texts)?;
    find_many(conn, organization_id, ids)
}

pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[FileId]) -> Result<Vec<File>> {
    let own = files::table.filter(files::id.eq_any(ids.to_vec())).filter(files::organization_id.eq(organization_id));
    Ok(own.order(files::id).select(File::as_select()).load(conn)?)
}

/// For whoever has a link with our signature, which names the file.
pub fn find_signed(conn: &mut Conn, id: FileId) -> Result<Option<File>> {
    Ok(files::table.find(id).select(File::as_select()).first(conn).optional()?)
}

pub fn insert(conn: &mut Conn, file: &File) -> Result<()> {
    diesel::insert_into(files::table).values(file).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<()> {
    diesel::delete(files::table.find(id).filter(files::organization_id.eq(organization_id))).execute(conn)?;
    Ok(())
}

/// These bytes belong to no file and are removed at that time.
pub fn insert_loose(conn: &mut Conn, organization_id: OrganizationId, id: FileId, due_at: Timestamp) -> Result<()> {
    let row = (
        loose_files::id.eq(id),
        loose_files::organization_id.eq(organization_id),
        loose_files::due_at.eq(due_at),
        loose_files::is_going.eq(false),
    );
    diesel::insert_into(loose_files::table).values(row).execute(conn)?;
    Ok(())
}

/// Makes loose bytes a file's; false when there are none or somebody removes them already.
pub fn claim_loose(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<bool> {
    let own = loose_files::table.find(id).filter(loose_files::organization_id.eq(organization_id)).filter(loose_files::is_going.eq(false));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// Whether these bytes belong to no file.
pub fn is_loose(conn: &mut Conn, id: FileId) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(loose_files::table.find(id))).get_result(conn)?)
}

pub fn has_due_loose(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    Ok(dialect::has_due(conn, "loose_files", "due_at", now)?)
}

/// Loose bytes whose time is over: from here on they are going. Until `retry_at` nobody else takes them.
pub fn take_due_loose(conn: &mut Conn, now: Timestamp, retry_at: Timestamp, limit: i64) -> Result<Vec<(OrganizationId, FileId)>> {
    let ids = dialect::lock_due(conn, "loose_files", "due_at", now, limit)?;
    let ids: Vec<FileId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    take_loose(conn, &ids, retry_at)
}

/// The same for these, whether their time is over or not.
pub fn take_loose(conn: &mut Conn, ids: &[FileId], retry_at: Timestamp) -> Result<Vec<(OrganizationId, FileId)>> {
    let these = loose_files::table.filter(loose_files::id.eq_any(ids.to_vec()));
    diesel::update(these).set((loose_files::is_going.eq(true), loose_files::due_at.eq(retry_at))).execute(conn)?;
    let these = loose_files::table.filter(loose_files::id.eq_any(ids.to_vec()));
    Ok(these.select((loose_files::organization_id, loose_files::id)).load(conn)?)
}

/// They are gone.
pub fn forget_loose(conn: &mut Conn, ids: &[FileId]) -> Result<()> {
    diesel::delete(loose_files::table.filter(loose_files::id.eq_any(ids.to_vec()))).execute(conn)?;
    Ok(())
}

/// Counts what an organization keeps and gives the new number of bytes.
pub fn add_to_total(conn: &mut Conn, organization_id: OrganizationId, file_count: i64, byte_count: i64) -> Result<i64> {
    dialect::start_file_total(conn, organization_id)?;
    let own = file_totals::table.find(organization_id);
    let sums = (
        file_totals::file_count.eq(file_totals::file_count + file_count),
        file_totals::byte_count.eq(file_totals::byte_count + byte_count),
    );
    diesel::update(own).set(sums).execute(conn)?;
    Ok(file_totals::table.find(organization_id).select(file_totals::byte_count).first(conn)?)
}
