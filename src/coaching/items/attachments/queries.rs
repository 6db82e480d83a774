//! Reading what is attached to items.

use super::store;
use crate::coaching::items;
use crate::db::Conn;
use crate::files::model::File;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{FileId, ItemId, OrganizationId};

/// What goes along in a session's mails, for whoever sees the session. Other items have nothing there.
pub fn list(conn: &mut Conn, caller: &Caller, id: ItemId) -> Result<Vec<File>> {
    let item = items::queries::get(conn, caller, id)?;
    if item.session.is_some() { store::of_item(conn, id) } else { Ok(Vec::new()) }
}

/// What goes along in its mails, for those who send them.
pub fn of_item(conn: &mut Conn, id: ItemId) -> Result<Vec<File>> {
    store::of_item(conn, id)
}

/// Whether an item needs the file.
pub fn needs(conn: &mut Conn, _: OrganizationId, id: FileId) -> Result<bool> {
    store::needs(conn, id)
}

/// Those of the files that the caller sees through an item.
pub fn shown(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    let Some(user_id) = caller.user_id() else { return Ok(Vec::new()) };
    store::shown_to(conn, caller.organization_id, user_id, caller.is_coach(), ids)
}
