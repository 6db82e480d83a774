//! Reading files' metadata.

use super::access;
use super::model::File;
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::{Result, Timestamp};

/// The file, if the caller may read it; otherwise it is absent.
pub fn find_readable(conn: &mut Conn, caller: &Caller, id: FileId) -> Result<File> {
    let file = store::find(conn, caller.organization_id, id)?;
    access::ensure_readable(conn, caller, &file)?;
    Ok(file)
}

/// Without asking who reads: for features that have found their thing by a rule of their own.
pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<File> {
    store::find(conn, organization_id, id)
}

/// The same for several; those that are not there are left out.
pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[FileId]) -> Result<Vec<File>> {
    store::find_many(conn, organization_id, ids)
}

/// For whoever has a link with our signature.
pub(super) fn find_signed(conn: &mut Conn, id: FileId) -> Result<Option<File>> {
    store::find_signed(conn, id)
}

pub(super) fn is_loose(conn: &mut Conn, id: FileId) -> Result<bool> {
    store::is_loose(conn, id)
}

/// Whether bytes wait to be removed.
pub fn has_loose(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    store::has_due_loose(conn, now)
}
