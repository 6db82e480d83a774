//! Reading resources.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::ResourceView;
use super::store;
use crate::coaching::engagements;
use crate::coaching::items::views::Perspective;
use crate::db::Conn;
use crate::files;
use crate::files::links::FileLinks;
use crate::files::model::File;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{EngagementId, FileId, OrganizationId};
use crate::kernel::page::{Page, PageRequest, list_schema};

list_schema!(ResourceList of ResourceView);

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ResourceFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first, for everybody who sees the engagement.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    engagement_id: EngagementId,
    filter: ResourceFilter,
    links: &FileLinks,
) -> Result<Page<ResourceView>> {
    let engagement = engagements::store::find(conn, caller.organization_id, engagement_id)?;
    let perspective = engagements::queries::perspective(conn, caller, &engagement)?;
    let request = PageRequest::new(filter.limit, filter.cursor, &("resources", engagement_id))?;
    let rows = store::list(conn, caller.organization_id, engagement_id, request.after()?, request.fetch())?;
    let page = request.page(rows, |row| (row.created_at, row.id));
    let ids: Vec<FileId> = page.data.iter().filter_map(|row| row.file_id).collect();
    let files = files::queries::find_many(conn, caller.organization_id, &ids)?;
    page.try_map(|row| {
        let file: Option<File> = files.iter().find(|file| Some(file.id) == row.file_id).cloned();
        ResourceView::new(row, file, links, matches!(perspective, Perspective::Manager))
    })
}

/// Whether a resource needs the file.
pub fn needs(conn: &mut Conn, _: OrganizationId, id: FileId) -> Result<bool> {
    store::needs(conn, id)
}

/// Those of the files that the caller sees through a resource.
pub fn shown(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    let Some(user_id) = caller.user_id() else { return Ok(Vec::new()) };
    store::shown_to(conn, caller.organization_id, user_id, caller.is_coach(), ids)
}
