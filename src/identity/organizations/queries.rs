//! Reading organizations.

use super::model::{Organization, OrganizationView, Settings};
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{FileId, OrganizationId};

pub fn own(conn: &mut Conn, caller: &Caller) -> Result<OrganizationView> {
    store::find(conn, caller.organization_id).map(Into::into)
}

pub fn find(conn: &mut Conn, id: OrganizationId) -> Result<Organization> {
    store::find(conn, id)
}

pub fn settings(conn: &mut Conn, id: OrganizationId) -> Result<Settings> {
    Ok(store::find(conn, id)?.settings.0)
}

/// Settings of several, for workers.
pub fn settings_of(conn: &mut Conn, ids: &[OrganizationId]) -> Result<Vec<(OrganizationId, Settings)>> {
    Ok(store::find_many(conn, ids)?.into_iter().map(|organization| (organization.id, organization.settings.0)).collect())
}

/// Whether it is the organization's logo.
pub fn needs_file(conn: &mut Conn, id: OrganizationId, file_id: FileId) -> Result<bool> {
    Ok(settings(conn, id)?.logo_file_id == Some(file_id))
}

/// Everybody in the organization sees its logo.
pub fn shown_files(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    let logo = settings(conn, caller.organization_id)?.logo_file_id;
    Ok(logo.into_iter().filter(|id| ids.contains(id)).collect())
}

/// Whether there is any organization; a new database has none.
pub fn any(conn: &mut Conn) -> Result<Option<OrganizationId>> {
    store::first(conn)
}

pub fn name(conn: &mut Conn, id: OrganizationId) -> Result<String> {
    Ok(store::find(conn, id)?.name)
}

pub fn find_by_name(conn: &mut Conn, name: &str) -> Result<Option<OrganizationId>> {
    store::find_by_name(conn, name)
}

/// Holds the organization until the transaction ends, for what there may be only one of in it.
pub fn hold(conn: &mut Conn, id: OrganizationId) -> Result<()> {
    store::find_for_update(conn, id).map(|_| ())
}
