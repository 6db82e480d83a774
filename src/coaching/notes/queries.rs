//! Reading notes.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Note, NoteView};
use super::store;
use crate::coaching::engagements;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, NoteId};
use crate::kernel::page::{Page, PageRequest, list_schema};
use crate::kernel::{Problem, Result};

list_schema!(NoteList of NoteView);

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoteFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first: the shared ones and the caller's own.
pub fn list(conn: &mut Conn, caller: &Caller, engagement_id: EngagementId, filter: NoteFilter) -> Result<Page<NoteView>> {
    engagements::queries::ensure_visible(conn, caller, engagement_id)?;
    let request = PageRequest::new(filter.limit, filter.cursor, &("notes", engagement_id))?;
    let rows = store::list(conn, caller.organization_id, engagement_id, caller.user_id(), request.after()?, request.fetch())?;
    Ok(request.page(rows, |note| (note.created_at, note.id)).map(|note| NoteView::new(note, caller)))
}

/// The note, if the caller can read it; otherwise it is absent.
pub fn find_visible(conn: &mut Conn, caller: &Caller, id: NoteId) -> Result<NoteView> {
    let note = store::find(conn, caller.organization_id, id)?;
    ensure_visible(conn, caller, &note)?;
    Ok(NoteView::new(note, caller))
}

/// A private note is its author's, wherever the engagement went. A shared one belongs to the engagement.
pub(super) fn ensure_visible(conn: &mut Conn, caller: &Caller, note: &Note) -> Result<()> {
    if !note.is_private() {
        return engagements::queries::ensure_visible(conn, caller, note.engagement_id);
    }
    if note.is_by(caller) { Ok(()) } else { Err(Problem::not_found()) }
}
