//! The tables `program_templates` and `program_template_versions`.

use diesel::prelude::*;

use super::filter::{TemplateFilter, TemplateSort};
use super::model::{ProgramTemplate, TemplateContent, TemplateVersion, TemplateVisibility};
use crate::db::schema::{program_template_versions, program_templates};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{OrganizationId, ProgramTemplateId, UserId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: ProgramTemplateId) -> Result<ProgramTemplate> {
    let found = program_templates::table
        .filter(program_templates::id.eq(id))
        .filter(program_templates::organization_id.eq(organization_id))
        .filter(program_templates::deleted_at.is_null())
        .select(ProgramTemplate::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: ProgramTemplateId) -> Result<ProgramTemplate> {
    dialect::lock_row(conn, "program_templates", &id.to_string())?;
    find(conn, organization_id, id)
}

/// What the template looked like at that version.
pub fn find_version(conn: &mut Conn, organization_id: OrganizationId, id: ProgramTemplateId, version: i64) -> Result<TemplateVersion> {
    let found = program_template_versions::table
        .filter(program_template_versions::template_id.eq(id))
        .filter(program_template_versions::organization_id.eq(organization_id))
        .filter(program_template_versions::version.eq(version))
        .select(TemplateVersion::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_content(conn: &mut Conn, template: &ProgramTemplate) -> Result<TemplateContent> {
    Ok(find_version(conn, template.organization_id, template.id, template.version)?.content.0)
}

pub fn insert(conn: &mut Conn, template: &ProgramTemplate) -> Result<()> {
    diesel::insert_into(program_templates::table).values(template).execute(conn)?;
    Ok(())
}

pub fn insert_version(conn: &mut Conn, version: &TemplateVersion) -> Result<()> {
    diesel::insert_into(program_template_versions::table).values(version).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, template: &ProgramTemplate) -> Result<()> {
    let own = program_templates::table.find(template.id).filter(program_templates::organization_id.eq(template.organization_id));
    diesel::update(own).set(template).execute(conn)?;
    Ok(())
}

/// Where a page begins: after this sort key and id.
#[derive(Debug)]
pub enum After {
    Created(Timestamp, ProgramTemplateId),
    Title(String, ProgramTemplateId),
}

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    visible_to: Option<UserId>,
    filter: &TemplateFilter,
    sort: TemplateSort,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<ProgramTemplate>> {
    use program_templates::{created_at, id as template_id, title};
    let mut query = program_templates::table
        .filter(program_templates::organization_id.eq(organization_id))
        .filter(program_templates::deleted_at.is_null())
        .select(ProgramTemplate::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(person) = visible_to {
        let own = program_templates::owner_id.eq(person);
        query = query.filter(program_templates::visibility.eq(TemplateVisibility::Shared).or(own));
    }
    if let Some(visibility) = filter.visibility {
        query = query.filter(program_templates::visibility.eq(visibility));
    }
    if let Some(text) = &filter.q {
        query = query.filter(program_templates::search_title.like(contains_pattern(text)).escape('\\'));
    }
    query = match after {
        None => query,
        Some(After::Created(at, id)) if sort.is_descending() => {
            dialect::before!(query, created_at, template_id, at, id)
        }
        Some(After::Created(at, id)) => dialect::after!(query, created_at, template_id, at, id),
        Some(After::Title(text, id)) if sort.is_descending() => {
            dialect::before!(query, title, template_id, text, id)
        }
        Some(After::Title(text, id)) => dialect::after!(query, title, template_id, text, id),
    };
    query = match sort {
        TemplateSort::CreatedAsc => query.order((created_at.asc(), template_id.asc())),
        TemplateSort::CreatedDesc => query.order((created_at.desc(), template_id.desc())),
        TemplateSort::TitleAsc => query.order((title.asc(), template_id.asc())),
        TemplateSort::TitleDesc => query.order((title.desc(), template_id.desc())),
    };
    Ok(query.load(conn)?)
}
