//! A record that belongs to an item.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::item_records;
use crate::kernel::ids::{FormResponseId, ItemId, NoteId, OrganizationId, RecordId};
use crate::kernel::page::list_schema;
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// What a record is.
    pub enum RecordKind {
        /// Session notes; for sessions.
        Note = "note",
        /// A completed assessment; for assessments.
        Assessment = "assessment",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = item_records, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Record {
    pub id: RecordId,
    pub organization_id: OrganizationId,
    pub item_id: ItemId,
    pub kind: RecordKind,
    pub note_id: Option<NoteId>,
    pub assessment_item_id: Option<ItemId>,
    pub response_id: Option<FormResponseId>,
    pub created_at: Timestamp,
}

/// A record that belongs to an item. Of `note` and `assessment` the one named by `kind` is set.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Record)]
pub struct RecordView {
    pub id: RecordId,
    pub item_id: ItemId,
    pub kind: RecordKind,
    pub note: Option<NoteReference>,
    pub assessment: Option<AssessmentReference>,
    pub created_at: Timestamp,
}

list_schema!(RecordList of RecordView);

/// Which note.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteReference {
    pub note_id: NoteId,
}

/// Which completed assessment: an item that was completed, or what one person has handed in. It may stand in
/// another engagement of the same coachee.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentReference {
    /// An item of kind `assessment` that is completed.
    pub item_id: Option<ItemId>,
    /// What somebody has handed in; instead of `item_id`.
    pub form_response_id: Option<FormResponseId>,
}

/// Associates a record with an item.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "note", "note": {"note_id": "note_01kfq8v6n2e9t8w4x3y5z7a1bc"}}))]
pub struct AddRecord {
    pub kind: RecordKind,
    pub note: Option<NoteReference>,
    pub assessment: Option<AssessmentReference>,
}

impl From<Record> for RecordView {
    fn from(row: Record) -> Self {
        Self {
            id: row.id,
            item_id: row.item_id,
            kind: row.kind,
            note: row.note_id.map(|note_id| NoteReference { note_id }),
            assessment: (row.note_id.is_none())
                .then_some(AssessmentReference { item_id: row.assessment_item_id, form_response_id: row.response_id }),
            created_at: row.created_at,
        }
    }
}
