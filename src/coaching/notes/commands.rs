//! Writing notes.

use super::events::NoteEvent;
use super::model::{CreateNote, Note, NoteView, NoteVisibility, UpdateNote};
use super::{queries, store};
use crate::coaching::engagements;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, NoteId};
use crate::kernel::patch::apply;
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

/// A note has an author, so a key cannot write one.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, engagement_id: EngagementId, new: CreateNote) -> Result<NoteView> {
    engagements::queries::ensure_visible(tx.conn(), caller, engagement_id)?;
    let author_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let note = Note {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        engagement_id,
        author_id,
        visibility: new.visibility.unwrap_or(NoteVisibility::Private),
        title: new.title,
        body: new.body,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    store::insert(tx.conn(), &note)?;
    events::emit(tx, &NoteEvent::new("note.created", &note))?;
    Ok(NoteView::new(note, caller))
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: NoteId, change: UpdateNote) -> Result<NoteView> {
    let mut note = open(tx, caller, id)?;
    let mut changed = apply(&mut note.title, change.title);
    changed |= apply(&mut note.body, change.body);
    changed |= apply(&mut note.visibility, change.visibility);
    if changed {
        note.version += 1;
        note.updated_at = tx.now();
        store::update(tx.conn(), &note)?;
        events::emit(tx, &NoteEvent::new("note.updated", &note))?;
    }
    Ok(NoteView::new(note, caller))
}

pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: NoteId) -> Result<()> {
    let note = open(tx, caller, id)?;
    store::delete(tx.conn(), note.organization_id, note.id)?;
    events::emit(tx, &NoteEvent::new("note.deleted", &note))
}

/// The note, held until the transaction ends, for its author.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: NoteId) -> Result<Note> {
    let note = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    queries::ensure_visible(tx.conn(), caller, &note)?;
    note.ensure_author(caller)?;
    tx.ensure_fresh(note.version)?;
    Ok(note)
}
