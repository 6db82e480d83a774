//! The table `notes`.

use diesel::prelude::*;

use super::model::{Note, NoteVisibility};
use crate::db::schema::notes;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{EngagementId, NoteId, OrganizationId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: NoteId) -> Result<Note> {
    let found = notes::table
        .filter(notes::id.eq(id))
        .filter(notes::organization_id.eq(organization_id))
        .select(Note::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: NoteId) -> Result<Note> {
    dialect::lock_row(conn, "notes", &id.to_string())?;
    find(conn, organization_id, id)
}

pub fn insert(conn: &mut Conn, note: &Note) -> Result<()> {
    diesel::insert_into(notes::table).values(note).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, note: &Note) -> Result<()> {
    let own = notes::table.find(note.id).filter(notes::organization_id.eq(note.organization_id));
    diesel::update(own).set(note).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, organization_id: OrganizationId, id: NoteId) -> Result<()> {
    diesel::delete(notes::table.find(id).filter(notes::organization_id.eq(organization_id))).execute(conn)?;
    Ok(())
}

/// The shared notes of an engagement and the reader's own, newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    engagement_id: EngagementId,
    reader: Option<UserId>,
    after: Option<(Timestamp, NoteId)>,
    limit: i64,
) -> Result<Vec<Note>> {
    let own = notes::author_id.eq(reader.unwrap_or(UserId::nil()));
    let mut query = notes::table
        .filter(notes::organization_id.eq(organization_id))
        .filter(notes::engagement_id.eq(engagement_id))
        .filter(notes::visibility.eq(NoteVisibility::Shared).or(own))
        .order((notes::created_at.desc(), notes::id.desc()))
        .select(Note::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::before!(query, notes::created_at, notes::id, at, id);
    }
    Ok(query.load(conn)?)
}
