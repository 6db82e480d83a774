//! Reading program templates.

use super::filter::{TemplateFilter, TemplateSort};
use super::model::{ProgramTemplateSummary, ProgramTemplateView, TemplateContent};
use super::store::{self, After};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{ProgramTemplateId, UserId};
use crate::kernel::page::{Page, PageRequest, list_schema};

list_schema!(ProgramTemplateList of ProgramTemplateSummary);

/// Admins see every template, coaches the shared ones and their own.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: TemplateFilter) -> Result<Page<ProgramTemplateSummary>> {
    let cursor = filter.cursor.take();
    let limit = filter.limit.take();
    let request = PageRequest::new(limit, cursor, &filter)?;
    let sort = filter.sort.unwrap_or(TemplateSort::CreatedDesc);
    let by_title = matches!(sort, TemplateSort::TitleAsc | TemplateSort::TitleDesc);
    let after = if by_title {
        request.after()?.map(|(title, id)| After::Title(title, id))
    } else {
        request.after()?.map(|(at, id)| After::Created(at, id))
    };
    let rows = store::list(conn, caller.organization_id, restricted_to(caller), &filter, sort, after, request.fetch())?;
    let page = if by_title {
        request.page(rows, |template| (template.title.clone(), template.id))
    } else {
        request.page(rows, |template| (template.created_at, template.id))
    };
    Ok(page.map(|template| ProgramTemplateSummary::new(template, caller)))
}

/// The template at that version, or as it is now.
pub fn get(conn: &mut Conn, caller: &Caller, id: ProgramTemplateId, version: Option<i64>) -> Result<ProgramTemplateView> {
    let mut template = store::find(conn, caller.organization_id, id)?;
    template.ensure_visible(caller)?;
    let chosen = store::find_version(conn, caller.organization_id, id, version.unwrap_or(template.version))?;
    template.version = chosen.version;
    template.updated_at = chosen.created_at;
    Ok(ProgramTemplateView::new(template, chosen.content.0, caller))
}

/// What an engagement is made from, and its version.
pub fn copyable(conn: &mut Conn, caller: &Caller, id: ProgramTemplateId) -> Result<(TemplateContent, i64)> {
    let template = store::find(conn, caller.organization_id, id)?;
    template.ensure_visible(caller)?;
    Ok((store::find_content(conn, &template)?, template.version))
}

/// The coach whose view this is, for callers who do not see everything.
fn restricted_to(caller: &Caller) -> Option<UserId> {
    if caller.is_admin() { None } else { Some(caller.user_id().unwrap_or(UserId::nil())) }
}
