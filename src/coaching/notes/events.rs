//! What happens to notes. The text is never told, for subscribers need not be readers.

use serde::Serialize;

use super::model::{Note, NoteVisibility};
use crate::kernel::ids::{EngagementId, NoteId, OrganizationId, UserId};
use crate::messaging::events::Event;

/// Something that happened to a note.
#[derive(Serialize)]
pub struct NoteEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    note_id: NoteId,
    engagement_id: EngagementId,
    author_id: UserId,
    visibility: NoteVisibility,
}

impl NoteEvent {
    pub fn new(name: &'static str, note: &Note) -> Self {
        Self {
            name,
            organization_id: note.organization_id,
            note_id: note.id,
            engagement_id: note.engagement_id,
            author_id: note.author_id,
            visibility: note.visibility,
        }
    }
}

impl Event for NoteEvent {
    fn name(&self) -> &'static str {
        self.name
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.note_id.to_string()
    }
    /// A private note stays out of the timeline, which others read.
    fn engagement_id(&self) -> Option<EngagementId> {
        (self.visibility == NoteVisibility::Shared).then_some(self.engagement_id)
    }
}
