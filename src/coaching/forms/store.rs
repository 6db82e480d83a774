//! The tables `forms` and `form_versions`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::filter::{FormFilter, FormSort};
use super::model::{Form, FormVersion, FormVisibility};
use crate::db::schema::{form_versions, forms};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{FormId, OrganizationId, UserId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: FormId) -> Result<Form> {
    let found = forms::table
        .filter(forms::id.eq(id))
        .filter(forms::organization_id.eq(organization_id))
        .filter(forms::deleted_at.is_null())
        .select(Form::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: FormId) -> Result<Form> {
    dialect::lock_row(conn, "forms", &id.to_string())?;
    find(conn, organization_id, id)
}

/// Those of them that there are.
pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[FormId]) -> Result<Vec<Form>> {
    Ok(forms::table
        .filter(forms::id.eq_any(ids.to_vec()))
        .filter(forms::organization_id.eq(organization_id))
        .filter(forms::deleted_at.is_null())
        .select(Form::as_select())
        .load(conn)?)
}

/// The newest published version of each, also where the form was deleted meanwhile. The ids come from
/// items, which were found by their organization.
pub fn published(conn: &mut Conn, ids: &[FormId]) -> Result<HashMap<FormId, i64>> {
    let rows: Vec<(FormId, Option<i64>)> =
        forms::table.filter(forms::id.eq_any(ids.to_vec())).select((forms::id, forms::published_version)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, version)| Some((id, version?))).collect())
}

pub fn insert(conn: &mut Conn, form: &Form) -> Result<()> {
    diesel::insert_into(forms::table).values(form).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, form: &Form) -> Result<()> {
    let own = forms::table.find(form.id).filter(forms::organization_id.eq(form.organization_id));
    diesel::update(own).set(form).execute(conn)?;
    Ok(())
}

pub fn insert_version(conn: &mut Conn, version: &FormVersion) -> Result<()> {
    diesel::insert_into(form_versions::table).values(version).execute(conn)?;
    Ok(())
}

/// What was published as that version, also of a form that was deleted.
pub fn find_version(conn: &mut Conn, organization_id: OrganizationId, id: FormId, version: i64) -> Result<FormVersion> {
    let found = form_versions::table
        .find((id, version))
        .filter(form_versions::organization_id.eq(organization_id))
        .select(FormVersion::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

/// The newest first.
pub fn versions(conn: &mut Conn, organization_id: OrganizationId, id: FormId, before: Option<i64>, limit: i64) -> Result<Vec<FormVersion>> {
    let mut query = form_versions::table
        .filter(form_versions::form_id.eq(id))
        .filter(form_versions::organization_id.eq(organization_id))
        .order(form_versions::version.desc())
        .select(FormVersion::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(version) = before {
        query = query.filter(form_versions::version.lt(version));
    }
    Ok(query.load(conn)?)
}

/// Where a page begins: after this sort key and id.
#[derive(Debug)]
pub enum After {
    Created(Timestamp, FormId),
    Title(String, FormId),
}

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    visible_to: Option<UserId>,
    filter: &FormFilter,
    sort: FormSort,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<Form>> {
    use forms::{created_at, id as form_id, title};
    let mut query = forms::table
        .filter(forms::organization_id.eq(organization_id))
        .filter(forms::deleted_at.is_null())
        .select(Form::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(person) = visible_to {
        query = query.filter(forms::visibility.eq(FormVisibility::Shared).or(forms::owner_id.assume_not_null().eq(person)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(forms::kind.eq(kind));
    }
    if let Some(visibility) = filter.visibility {
        query = query.filter(forms::visibility.eq(visibility));
    }
    if let Some(published) = filter.published {
        query = query.filter(forms::published_version.is_not_null().eq(published));
    }
    if let Some(text) = &filter.q {
        query = query.filter(forms::search_title.like(contains_pattern(text)).escape('\\'));
    }
    query = match after {
        None => query,
        Some(After::Created(at, id)) if sort.is_descending() => dialect::before!(query, created_at, form_id, at, id),
        Some(After::Created(at, id)) => dialect::after!(query, created_at, form_id, at, id),
        Some(After::Title(text, id)) if sort.is_descending() => dialect::before!(query, title, form_id, text, id),
        Some(After::Title(text, id)) => dialect::after!(query, title, form_id, text, id),
    };
    query = match sort {
        FormSort::CreatedAsc => query.order((created_at.asc(), form_id.asc())),
        FormSort::CreatedDesc => query.order((created_at.desc(), form_id.desc())),
        FormSort::TitleAsc => query.order((title.asc(), form_id.asc())),
        FormSort::TitleDesc => query.order((title.desc(), form_id.desc())),
    };
    Ok(query.load(conn)?)
}
