//! Who may read a file: whoever uploaded it, admins, and whoever sees a thing that it is attached to.
//! One table; a feature that has files attached adds its line.

use super::model::File;
use crate::advocacy::missions;
use crate::advocacy::submissions;
use crate::advocacy::{rewards, templates};
use crate::coaching::forms::responses;
use crate::coaching::{invoices, items, program_templates, resources};
use crate::db::Conn;
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::{Problem, Result};

/// A kind of thing that files are attached to.
struct Holder {
    /// What it is called when a file cannot be deleted.
    name: &'static str,
    /// Whether one of them needs this file.
    needs: fn(&mut Conn, OrganizationId, FileId) -> Result<bool>,
    /// Those of the files that the caller, who is no admin, sees through one of them.
    shows: fn(&mut Conn, &Caller, &[FileId]) -> Result<Vec<FileId>>,
}

/// The table.
const HOLDERS: &[Holder] = &[
    Holder { name: "items", needs: items::attachments::queries::needs, shows: items::attachments::queries::shown },
    Holder { name: "resources", needs: resources::queries::needs, shows: resources::queries::shown },
    Holder { name: "program_templates", needs: program_templates::files::needs, shows: program_templates::files::shown },
    Holder { name: "organization", needs: organizations::queries::needs_file, shows: organizations::queries::shown_files },
    Holder {
        name: "form_responses",
        needs: |conn, _, id| responses::store::names_file(conn, id),
        shows: |conn, caller, ids| responses::queries::files_shown(conn, caller, ids),
    },
    Holder { name: "mission_templates", needs: templates::queries::needs_file, shows: templates::queries::shown_files },
    Holder { name: "rewards", needs: rewards::queries::needs_file, shows: rewards::queries::files_shown },
    Holder { name: "missions", needs: missions::queries::needs_file, shows: missions::queries::shown_files },
    Holder { name: "submissions", needs: submissions::queries::names_file, shows: submissions::queries::files_shown },
    Holder { name: "invoices", needs: invoices::store::is_document, shows: invoices::queries::visible_documents },
];

/// Uploaders and admins do with it what they like.
pub(super) fn owns(caller: &Caller, file: &File) -> bool {
    caller.is_admin() || (file.uploaded_by.is_some() && file.uploaded_by == caller.actor().id())
}

/// 404 for whoever may not know that it is there.
pub(super) fn ensure_readable(conn: &mut Conn, caller: &Caller, file: &File) -> Result<()> {
    let readable = readable(conn, caller, vec![file.clone()])?;
    if readable.is_empty() { Err(Problem::not_found()) } else { Ok(()) }
}

/// Those of the files that the caller may read. The number of queries does not grow with them.
pub(super) fn readable(conn: &mut Conn, caller: &Caller, files: Vec<File>) -> Result<Vec<File>> {
    let mut hidden: Vec<FileId> = files.iter().filter(|file| !owns(caller, file)).map(|file| file.id).collect();
    for holder in HOLDERS {
        if hidden.is_empty() {
            break;
        }
        let shown = (holder.shows)(conn, caller, &hidden)?;
        hidden.retain(|id| !shown.contains(id));
    }
    Ok(files.into_iter().filter(|file| !hidden.contains(&file.id)).collect())
}

/// What still needs the file, by name.
pub(super) fn holders(conn: &mut Conn, file: &File) -> Result<Vec<&'static str>> {
    let mut names = Vec::new();
    for holder in HOLDERS {
        if (holder.needs)(conn, file.organization_id, file.id)? {
            names.push(holder.name);
        }
    }
    Ok(names)
}
