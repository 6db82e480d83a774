//! Uploaded files that the items of a template name.

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::{ProgramTemplate, TemplateContent, TemplateVisibility};
use crate::db::schema::{program_template_files, program_templates};
use crate::db::{Conn, MultiBackend, dialect};
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{FileId, OrganizationId, ProgramTemplateId, UserId};

impl TemplateContent {
    /// Each once.
    pub fn file_ids(&self) -> Vec<FileId> {
        let mut ids: Vec<FileId> = self.items.iter().filter_map(|item| item.details.file_id()).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

/// Those that a version of the template names already.
pub fn known(conn: &mut Conn, id: ProgramTemplateId) -> Result<Vec<FileId>> {
    let own = program_template_files::table.filter(program_template_files::program_template_id.eq(id));
    Ok(own.select(program_template_files::file_id).load(conn)?)
}

/// Notes the files of a new version. Those of older ones stay noted, for these are kept as well.
pub fn note(conn: &mut Conn, template: &ProgramTemplate, content: &TemplateContent) -> Result<()> {
    let ids = content.file_ids();
    if ids.is_empty() {
        return Ok(());
    }
    let known = known(conn, template.id)?;
    let row =
        |file_id: &FileId| (program_template_files::program_template_id.eq(template.id), program_template_files::file_id.eq(*file_id));
    let rows: Vec<_> = ids.iter().filter(|id| !known.contains(id)).map(row).collect();
    dialect::insert_all!(conn, program_template_files::table, rows)?;
    Ok(())
}

/// Whether a template needs the file.
pub fn needs(conn: &mut Conn, _: OrganizationId, id: FileId) -> Result<bool> {
    Ok(select(exists(program_template_files::table.filter(program_template_files::file_id.eq(id)))).get_result(conn)?)
}

/// Those of the files that the caller sees through a template.
pub fn shown(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    match caller.user_id().filter(|_| caller.is_coach()) {
        Some(user_id) => shown_to(conn, caller.organization_id, user_id, ids),
        None => Ok(Vec::new()),
    }
}

fn shown_to(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, ids: &[FileId]) -> Result<Vec<FileId>> {
    let own = program_templates::owner_id.eq(user_id);
    Ok(program_template_files::table
        .inner_join(program_templates::table.on(program_templates::id.eq(program_template_files::program_template_id)))
        .filter(program_template_files::file_id.eq_any(ids.to_vec()))
        .filter(program_templates::organization_id.eq(organization_id))
        .filter(program_templates::deleted_at.is_null())
        .filter(program_templates::visibility.eq(TemplateVisibility::Shared).or(own))
        .select(program_template_files::file_id)
        .distinct()
        .into_boxed::<MultiBackend>()
        .load(conn)?)
}
