//! Reading forms.

use super::filter::{FormFilter, FormSort, FormVersionFilter};
use super::model::{Form, FormKind};
use super::store::{self, After};
use super::views::{FormSummaryView, FormVersionView, FormView};
use crate::coaching::items::details::Details;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FormId, OrganizationId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, FieldError, Problem, Result};

/// Admins see every form, coaches the shared ones and their own.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: FormFilter) -> Result<Page<FormSummaryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &filter)?;
    let sort = filter.sort.unwrap_or(FormSort::CreatedDesc);
    let by_title = matches!(sort, FormSort::TitleAsc | FormSort::TitleDesc);
    let after = if by_title {
        request.after()?.map(|(title, id)| After::Title(title, id))
    } else {
        request.after()?.map(|(at, id)| After::Created(at, id))
    };
    let visible_to = (!caller.is_admin()).then(|| caller.user_id().unwrap_or(UserId::nil()));
    let rows = store::list(conn, caller.organization_id, visible_to, &filter, sort, after, request.fetch())?;
    let page = if by_title {
        request.page(rows, |form| (form.title.clone(), form.id))
    } else {
        request.page(rows, |form| (form.created_at, form.id))
    };
    Ok(page.map(|form| FormSummaryView::new(form, caller)))
}

fn visible(conn: &mut Conn, caller: &Caller, id: FormId) -> Result<Form> {
    let form = store::find(conn, caller.organization_id, id)?;
    form.ensure_visible(caller)?;
    Ok(form)
}

/// The draft, or what was published as a version.
pub fn get(conn: &mut Conn, caller: &Caller, id: FormId, version: Option<i64>) -> Result<FormView> {
    let form = visible(conn, caller, id)?;
    let Some(version) = version else { return Ok(FormView::of_draft(form, caller)) };
    let published = store::find_version(conn, caller.organization_id, id, version)?;
    Ok(FormView::new(form, published.content.0, caller))
}

/// What was published, the newest first.
pub fn versions(conn: &mut Conn, caller: &Caller, id: FormId, filter: FormVersionFilter) -> Result<Page<FormVersionView>> {
    visible(conn, caller, id)?;
    let request = PageRequest::new(filter.limit, filter.cursor, &("form_versions", id))?;
    let rows = store::versions(conn, caller.organization_id, id, request.after()?, request.fetch())?;
    Ok(request.page(rows, |version| version.version).map(Into::into))
}

/// Forms that items are to have: each is there for the caller, and of the item's kind. Each comes with
/// what stands before `/form/form_id` in the request.
pub fn ensure_usable<'a>(conn: &mut Conn, caller: &Caller, wanted: impl Iterator<Item = (String, &'a Details)>) -> Result<()> {
    let wanted: Vec<(String, &Details, FormId)> = wanted.filter_map(|(at, details)| Some((at, details, details.form_id()?))).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let ids: Vec<FormId> = wanted.iter().map(|(_, _, id)| *id).collect();
    let forms = store::find_many(conn, caller.organization_id, &ids)?;
    let fits = |details: &Details, id: FormId| {
        let found = forms.iter().find(|form| form.id == id && form.is_visible_to(caller));
        found.is_some_and(|form| FormKind::of_item(details.kind()) == Some(form.kind))
    };
    let misfits = wanted.into_iter().filter(|(_, details, id)| !fits(details, *id));
    let fault = |(at, details, _): (String, &Details, FormId)| {
        let kind = details.kind();
        FieldError::at(format!("{at}/{kind}/form_id"), "invalid_choice", format!("must be a form of kind {kind}"))
    };
    let faults: Vec<FieldError> = misfits.map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
}

/// Whether an item can go out: its form, where it has one, is there and has a published version.
pub fn is_sendable(conn: &mut Conn, organization_id: OrganizationId, details: &Details) -> Result<bool> {
    let Some(id) = details.form_id() else { return Ok(true) };
    let found = store::find_many(conn, organization_id, &[id])?;
    Ok(found.first().is_some_and(|form| form.published_version.is_some()))
}

/// The same as a refusal.
pub fn ensure_sendable(conn: &mut Conn, organization_id: OrganizationId, details: &Details) -> Result<()> {
    if is_sendable(conn, organization_id, details)? {
        Ok(())
    } else {
        Err(Problem::new(Code::FormNotPublished).detail("Publish the form first, or give the item another one."))
    }
}
