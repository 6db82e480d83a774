//! The table `mission_templates`.

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::{MissionTemplate, Place};
use super::requests::TemplateFilter;
use crate::db::schema::mission_templates;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{FileId, MissionTemplateId, OrganizationId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: MissionTemplateId) -> Result<MissionTemplate> {
    let own = mission_templates::table.filter(mission_templates::id.eq(id)).filter(mission_templates::organization_id.eq(organization_id));
    own.select(MissionTemplate::as_select()).first(conn).optional()?.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: MissionTemplateId) -> Result<MissionTemplate> {
    dialect::lock_row(conn, "mission_templates", &id.to_string())?;
    find(conn, organization_id, id)
}

pub fn insert(conn: &mut Conn, template: &MissionTemplate) -> Result<()> {
    diesel::insert_into(mission_templates::table).values(template).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, template: &MissionTemplate) -> Result<()> {
    let own = mission_templates::table.find(template.id).filter(mission_templates::organization_id.eq(template.organization_id));
    diesel::update(own).set(template).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: MissionTemplateId) -> Result<()> {
    let own = mission_templates::table.find(id).filter(mission_templates::organization_id.eq(organization_id));
    diesel::delete(own).execute(conn)?;
    Ok(())
}

/// By type, the oldest first, behind this place of the list.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    filter: &TemplateFilter,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<MissionTemplate>> {
    use mission_templates::{id as template_id, mission_type};
    let mut query = mission_templates::table
        .filter(mission_templates::organization_id.eq(organization_id))
        .order((mission_type, template_id))
        .select(MissionTemplate::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(types) = &filter.mission_type {
        query = query.filter(mission_type.eq_any(types.0.clone()));
    }
    if let Some(text) = &filter.q {
        query = query.filter(mission_templates::search_text.like(contains_pattern(text)).escape('\\'));
    }
    if let Some((kind, is_own, id)) = after {
        // Behind a built-in one all own ones of its type are still to come.
        let id = if is_own { id } else { MissionTemplateId::nil() };
        query = dialect::after!(query, mission_type, template_id, kind, id);
    }
    Ok(query.load(conn)?)
}

/// Whether a template needs the file.
pub fn needs_file(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<bool> {
    let own = mission_templates::table
        .filter(mission_templates::image_file_id.eq(id))
        .filter(mission_templates::organization_id.eq(organization_id));
    Ok(select(exists(own)).get_result(conn)?)
}

/// Those of the files that stand in a template.
pub fn files_among(conn: &mut Conn, organization_id: OrganizationId, ids: &[FileId]) -> Result<Vec<FileId>> {
    Ok(mission_templates::table
        .filter(mission_templates::image_file_id.eq_any(ids.to_vec()))
        .filter(mission_templates::organization_id.eq(organization_id))
        .select(mission_templates::image_file_id.assume_not_null())
        .distinct()
        .into_boxed::<MultiBackend>()
        .load(conn)?)
}
