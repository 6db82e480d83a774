//! Reading exports.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Export, ExportState, ExportView};
use super::{resources, store};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::ExportId;
use crate::kernel::page::{Page, PageRequest, list_schema};
use crate::kernel::{Code, Problem, Result, Timestamp};

list_schema!(ExportList of ExportView);

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first. Admins see everybody's, others their own.
pub fn list(conn: &mut Conn, caller: &Caller, filter: ExportFilter) -> Result<Page<ExportView>> {
    let requester = restricted_to(caller);
    let request = PageRequest::new(filter.limit, filter.cursor, &("exports", &requester))?;
    let rows = store::list(conn, caller.organization_id, requester.as_deref(), request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(Into::into))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: ExportId) -> Result<ExportView> {
    find(conn, caller, id).map(Into::into)
}

fn find(conn: &mut Conn, caller: &Caller, id: ExportId) -> Result<Export> {
    store::find(conn, caller.organization_id, restricted_to(caller).as_deref(), id)
}

/// An export that can be downloaded at this moment.
pub fn ready(conn: &mut Conn, caller: &Caller, id: ExportId, now: Timestamp) -> Result<Export> {
    let export = find(conn, caller, id)?;
    // Whoever asked for it may have lost a role since.
    resources::ensure_readable(caller, export.request.0.resource)?;
    match export.state {
        ExportState::Succeeded if export.expires_at > now => Ok(export),
        ExportState::Succeeded | ExportState::Expired => Err(Problem::new(Code::ExportExpired)),
        ExportState::Queued | ExportState::Running | ExportState::Failed => Err(Problem::new(Code::ExportNotReady)),
    }
}

/// A part of a kept file. Whoever asks has found the export, and so its token, before.
pub(super) fn chunk(conn: &mut Conn, id: ExportId, lease_token: &str, position: i32) -> Result<Option<Vec<u8>>> {
    store::chunk(conn, id, lease_token, position)
}

/// Whether a job waits for a worker.
pub(super) fn has_due(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    store::has_due(conn, now)
}

/// Whether a kept file's time is over.
pub fn has_expired(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    Ok(store::next_expired(conn, now)?.is_some())
}

/// The requester whose exports these are, for callers who do not see everybody's.
fn restricted_to(caller: &Caller) -> Option<String> {
    if caller.is_admin() { None } else { Some(caller.actor().id().unwrap_or_default()) }
}
