//! Reading templates: those that are built in and those of the organization are one list.

use super::model::{Place, Template, TemplateContent};
use super::requests::TemplateFilter;
use super::views::TemplateView;
use super::{builtin, store};
use crate::advocacy::types::MissionType;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, MissionTemplateId, OrganizationId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::text::fold;
use crate::kernel::{Code, Problem, Result};

/// By type; of each type first what is built in, then the organization's own, the oldest first.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: TemplateFilter) -> Result<Page<TemplateView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &filter)?;
    let after: Option<Place> = request.after()?;
    let mut found: Vec<Template> = Vec::new();
    if filter.is_builtin != Some(false) {
        found.extend(matching_builtin(&filter, after));
    }
    if filter.is_builtin != Some(true) {
        let own = store::list(conn, caller.organization_id, &filter, after, request.fetch())?;
        found.extend(own.into_iter().map(Template::Own));
    }
    found.sort_by_key(|template| sort_key(&template.place()));
    found.truncate(request.fetch() as usize);
    Ok(request.page(found, Template::place).map(Into::into))
}

/// As the database sorts: types by their names.
fn sort_key((kind, is_own, id): &Place) -> (&'static str, bool, MissionTemplateId) {
    (kind.as_str(), *is_own, *id)
}

fn matching_builtin(filter: &TemplateFilter, after: Option<Place>) -> impl Iterator<Item = Template> {
    let words = filter.q.as_deref().map(|text| fold(text.trim())).unwrap_or_default();
    let types = filter.mission_type.as_ref().map(|types| types.0.clone());
    let after = after.as_ref().map(sort_key);
    let fitting = builtin::all().iter().filter(move |template| {
        let place = template.place();
        types.as_ref().is_none_or(|types| types.contains(&place.0))
            && template.search_text.contains(&words)
            && after.is_none_or(|after| sort_key(&place) > after)
    });
    fitting.cloned().map(Template::BuiltIn)
}

/// The template, whoever's it is.
pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: MissionTemplateId) -> Result<Template> {
    match builtin::find(id) {
        Some(template) => Ok(Template::BuiltIn(template.clone())),
        None => Ok(Template::Own(store::find(conn, organization_id, id)?)),
    }
}

/// What something of this type copies from the template. 404 where there is none, 422 where the types differ.
pub fn for_type(
    conn: &mut Conn,
    organization_id: OrganizationId,
    id: MissionTemplateId,
    wanted: Option<MissionType>,
) -> Result<TemplateContent> {
    let content = find(conn, organization_id, id)?.content();
    if wanted.is_some_and(|wanted| wanted != content.details.kind()) {
        return Err(Problem::field(Code::TemplateTypeMismatch, "/type"));
    }
    Ok(content)
}

/// Whether a template needs the file.
pub fn needs_file(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<bool> {
    store::needs_file(conn, organization_id, id)
}

/// Those of the files that the caller sees in a template.
pub fn shown_files(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    if caller.is_staff() { store::files_among(conn, caller.organization_id, ids) } else { Ok(Vec::new()) }
}
